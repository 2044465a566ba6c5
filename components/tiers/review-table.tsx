import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatDay } from "@/lib/format";
import { tierName } from "@/lib/tiers/history";
import { isSafe, type MoveKind, type MoveStatus, moveStatuses, moveTones } from "@/lib/tiers/moves";

export type ReviewRow = {
  id: string;
  partner: string;
  kind: MoveKind;
  status: MoveStatus;
  fromTier: string | null;
  toTier: string | null;
  steps: number;
  unrated: number;
  asOf: string;
  effectiveOn: string | null;
};
type ReviewTableProps = {
  rows: readonly ReviewRow[];
  more: boolean;
  show: string;
  page: number;
  ladder: readonly { key: string; name: string }[];
};

/** Changes of tier; promotions that are safe to approve together can be ticked for the form below. */
export function ReviewTable({ rows, more, show, page, ladder }: ReviewTableProps) {
  const at = (number: number) => `/tiers/reviews?show=${show}&page=${number}`;
  return (
    <DataTable
      caption="Changes of tier"
      columns={[
        { key: "partner", label: "Partner" },
        ...(show === "proposed" ? [{ key: "tick", label: "Tick" }] : []),
        { key: "change", label: "Change" },
        { key: "status", label: "State" },
        { key: "asOf", label: "Measured as of" },
        { key: "on", label: "Holds from" },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: `/tiers/reviews/${row.id}`,
        cells: {
          partner: row.partner,
          tick: <Tick row={row} />,
          change: `${row.kind === "promotion" ? "Up" : "Down"}: ${tierName(ladder, row.fromTier)} → ${tierName(ladder, row.toTier)}`,
          status: { text: moveStatuses[row.status], tone: moveTones[row.status] },
          asOf: formatDay(row.asOf),
          on: row.effectiveOn ? formatDay(row.effectiveOn) : { missing: "Not decided yet" },
        },
      }))}
      footer={
        <Pagination
          text={`${rows.length} ${rows.length === 1 ? "change" : "changes"}${page > 1 ? `, page ${page}` : ""}`}
          previousHref={page > 1 ? at(page - 1) : null}
          nextHref={more ? at(page + 1) : null}
        />
      }
      empty={
        <EmptyState icon="layers" title="Nothing here">
          Measure all partners to see who has earned another tier.
        </EmptyState>
      }
    />
  );
}

function Tick({ row }: { row: ReviewRow }) {
  if (!isSafe(row)) return <span className="text-muted text-xs">On its page</span>;
  return (
    <input
      type="checkbox"
      form="bulk-promotions"
      name="moveId"
      value={row.id}
      aria-label={`Tick ${row.partner}`}
      className="above-row accent-accent-solid size-4"
    />
  );
}
