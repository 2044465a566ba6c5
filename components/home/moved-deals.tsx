import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import { morningHref } from "@/lib/home/filter";
import { type Counted, daysBetween, type MovementKey, movements } from "@/lib/home/movement";

type DealLine = {
  id: string;
  name: string;
  partner: string;
  stage: string;
  was: string | null;
  amountE4: string | null;
  on: string;
  nextStep: string | null;
};

type MovedDealsProps = {
  rows: readonly DealLine[];
  total: Counted;
  filter: { list: MovementKey; book: string; page: number };
  perPage: number;
  currency: string;
  today: string;
};

/** The deals behind a figure of the morning, the largest first, with their sum. */
export function MovedDeals({ rows, total, filter, perPage, currency, today }: MovedDealsProps) {
  const moved = filter.list === "forward" || filter.list === "back";
  const stalled = filter.list === "stalled";
  const page = (number: number) => morningHref("/home/deals", { ...filter, page: number });
  const whole = (amountE4: string) => formatE4(BigInt(amountE4), currency, "whole").replace(`${currency} `, "");
  const first = (filter.page - 1) * perPage;
  return (
    <DataTable
      caption={movements[filter.list].title}
      columns={[
        { key: "deal", label: "Deal" },
        { key: "partner", label: "Partner" },
        ...(moved ? [{ key: "was", label: "Was" }] : []),
        { key: "stage", label: moved ? "Is" : "Stage" },
        ...(stalled ? [{ key: "next", label: "Next step" }] : []),
        { key: "on", label: stalled ? "Last activity" : "Day" },
        { key: "amount", label: `Amount, ${currency}`, align: "right" as const },
      ]}
      rows={rows.map(({ id, name, partner, stage, was, amountE4, on, nextStep }) => ({
        key: id,
        href: `/deals/${id}`,
        cells: {
          deal: name,
          partner,
          was: { text: was ?? "", muted: true },
          stage,
          next: nextStep ?? { missing: "None set" },
          on: on.endsWith("infinity")
            ? { missing: "Nothing recorded" }
            : { text: stalled ? `${formatDay(on)}, ${formatCount(daysBetween(on, today))} days` : formatDay(on) },
          amount:
            amountE4 === null
              ? { missing: "No exchange rate" }
              : { text: whole(amountE4), title: formatE4(BigInt(amountE4), currency) },
        },
      }))}
      totals={{
        deal: `${formatCount(total.count)} in all`,
        amount: { text: whole(total.amountE4), title: formatE4(BigInt(total.amountE4), currency) },
      }}
      footer={
        <Pagination
          text={`${formatCount(first + 1)} to ${formatCount(first + rows.length)} of ${formatCount(total.count)}${total.missing > 0 ? `; ${total.missing} without an exchange rate are not in the sum` : ""}`}
          previousHref={filter.page > 1 ? page(filter.page - 1) : null}
          nextHref={first + rows.length < total.count ? page(filter.page + 1) : null}
        />
      }
      empty={<EmptyState icon="circle-check" title={movements[filter.list].none} />}
    />
  );
}
