import { DataTable } from "@/components/tables/data-table";
import { Pagination } from "@/components/ui/pagination";
import { type DealFilter, dealDefaults } from "@/lib/deals/filter";
import { formatCount, formatE4 } from "@/lib/format";
import { listHref, sortLink } from "@/lib/lists/links";
import { cellsOf, type DealRow } from "./deal-cells";
import { NoDeals } from "./no-deals";

type DealTableProps = {
  rows: readonly DealRow[];
  totals: { count: number; reportedE4: bigint; missing: number; exact: boolean };
  previous: string | null;
  next: string | null;
  filter: DealFilter;
  currency: string;
  staff: boolean;
};

/** Deals as one line each; the totals are of the whole filter, in the reporting currency; without a sum while there are more than were counted. */
export function DealTable({ rows, totals, previous, next, filter, currency, staff }: DealTableProps) {
  const sort = (by: string, startsWith: "asc" | "desc" = "asc") =>
    sortLink("/deals", filter, dealDefaults, { sort: by, startsWith });
  const rates =
    totals.exact && totals.missing > 0
      ? ` · ${formatCount(totals.missing)} have no exchange rate and are not in the sum`
      : "";
  const page = (edge: { after?: string; before?: string }) =>
    listHref("/deals", filter, dealDefaults, { after: "", before: "", ...edge });
  return (
    <DataTable
      caption="Deals"
      columns={[
        { key: "name", label: "Deal", ...sort("name") },
        { key: "account", label: "Account", narrow: true, ...sort("account") },
        staff ? { key: "partner", label: "Partner", narrow: true } : { key: "role", label: "Your role" },
        { key: "stage", label: "Stage", ...sort("stage") },
        { key: "opened", label: "Opened", align: "right", ...sort("opened", "desc") },
        {
          key: "closes",
          label: "Closes",
          align: "right",
          title: "Grey: the day it is expected to close",
          ...sort("closes", "desc"),
        },
        {
          key: "amount",
          label: "Amount",
          align: "right",
          title: `Sorted by the amount in ${currency}`,
          ...sort("amount", "desc"),
        },
      ]}
      rows={rows.map((row) => ({ key: row.id, href: `/deals/${row.id}`, cells: cellsOf(row, currency) }))}
      totals={
        totals.exact
          ? {
              name: `Total of ${formatCount(totals.count)}`,
              amount: (
                <span title={formatE4(totals.reportedE4, currency, "cents")}>
                  {formatE4(totals.reportedE4, currency, "whole")}
                </span>
              ),
            }
          : undefined
      }
      footer={
        <Pagination
          text={`${formatCount(rows.length)} of ${totals.exact ? "" : "at least "}${formatCount(totals.count)} shown${rates}`}
          previousHref={previous ? page({ before: previous }) : null}
          nextHref={next ? page({ after: next }) : null}
        />
      }
      empty={<NoDeals filtered={listHref("/deals", filter, dealDefaults) !== "/deals"} staff={staff} />}
    />
  );
}
