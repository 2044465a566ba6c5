import { TextLink } from "@/components/ui/text-link";
import { type DealAddress, dealsHref } from "@/lib/deals/address";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import { type DealRow, moveLink } from "./deal-cells";

type Sum = { key: string | null; count: number; reportedE4: bigint };
type DealBoardProps = {
  stages: readonly { key: string; name: string; outcome: string }[];
  cards: Record<string, readonly DealRow[]>;
  sums: { groups: readonly Sum[]; exact: boolean };
  address: DealAddress;
  currency: string;
  moves: boolean;
};

/** A column for each stage: how many deals stand in it, their sum, and the first of them as cards. */
export function DealBoard({ stages, cards, sums, address, currency, moves }: DealBoardProps) {
  const shown = stages.filter(({ key }) => cards[key]);
  return (
    <section aria-label="Board" tabIndex={0} className="-mx-1 overflow-x-auto px-1 pb-2 -outline-offset-2">
      <ol className="flex min-w-max items-start gap-3">
        {shown.map((stage) => {
          const sum = sums.groups.find(({ key }) => key === stage.key);
          const rows = cards[stage.key] ?? [];
          return (
            <li key={stage.key} className="bg-sunken w-64 rounded-lg p-2">
              <StageHead stage={stage} sum={sum} exact={sums.exact} currency={currency} />
              <ol className="space-y-2">
                {rows.map((row) => (
                  <DealCard key={row.id} row={row} moves={moves && stage.outcome === "open"} />
                ))}
              </ol>
              {rows.length > 0 ? (
                <p className="px-1 pt-2 text-xs">
                  <TextLink href={dealsHref(address, { show: "table", stage: [stage.key], after: "", before: "" })}>
                    {sums.exact && sum && sum.count > rows.length
                      ? `All ${formatCount(sum.count)} in ${stage.name}`
                      : "As a table"}
                  </TextLink>
                </p>
              ) : (
                <p className="text-muted px-1 pb-1 text-xs">No deals</p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

type StageHeadProps = { stage: { name: string }; sum?: Sum; exact: boolean; currency: string };

function StageHead({ stage, sum, exact, currency }: StageHeadProps) {
  const about = exact ? "" : "at least ";
  return (
    <div className="px-1 pt-1 pb-2.5">
      <h2 className="flex items-baseline justify-between gap-2 text-sm font-semibold">
        <span className="truncate">{stage.name}</span>
        <span className="text-muted text-xs font-normal">{`${about}${formatCount(sum?.count ?? 0)}`}</span>
      </h2>
      <p className="text-muted text-xs tabular-nums" title={sum && formatE4(sum.reportedE4, currency, "cents")}>
        {`${about}${formatE4(sum?.reportedE4 ?? 0n, currency, "whole")}`}
      </p>
    </div>
  );
}

function DealCard({ row, moves }: { row: DealRow; moves: boolean }) {
  const day = row.closedOn ?? row.expectedCloseOn;
  const move = moveLink(row);
  return (
    <li className="bg-surface border-line shadow-card hover:border-line-strong relative rounded-md border p-2.5 text-xs">
      <a
        href={`/deals/${row.id}`}
        className="card-link text-ink block truncate text-[0.8125rem] font-medium"
        title={row.name}
      >
        {row.name}
      </a>
      <p className="text-muted mt-0.5 truncate">{row.partner ?? row.account ?? "No account recorded"}</p>
      <p className="mt-1.5 flex items-baseline justify-between gap-2">
        <span className="text-ink tabular-nums">{formatE4(row.amountE4, row.currency)}</span>
        <span className="text-muted">{day ? formatDay(day) : "No day"}</span>
      </p>
      {moves ? (
        <p className="mt-1.5">
          <TextLink href={move.href} data={move.data} quiet className="relative z-2 inline-block py-1 underline">
            Move
          </TextLink>
        </p>
      ) : null}
    </li>
  );
}
