import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatInstant } from "@/lib/format";
import { spanLabel } from "@/lib/period";

type Revision = { revision: number; status: string; decidedBy: string | null; decidedAt: string | null };
type PeriodTableProps = {
  periods: readonly { id: string; from: string; to: string; revisions: Revision[] }[];
  timeZone: string;
};

/** The closed periods, each with who closed it, how often it was restated, and whether a restatement waits. */
export function PeriodTable({ periods, timeZone }: PeriodTableProps) {
  return (
    <DataTable
      caption="Closed periods"
      columns={[
        { key: "period", label: "Period" },
        { key: "closed", label: "Closed" },
        { key: "by", label: "By" },
        { key: "restated", label: "Restated", align: "right" },
        { key: "waits", label: "Restatement" },
      ]}
      rows={periods.map(({ id, from, to, revisions }) => {
        const accepted = revisions.filter(({ status }) => status === "accepted");
        const first = accepted.at(-1);
        const waits = revisions.some(({ status }) => status === "proposed");
        return {
          key: id,
          href: `/periods/${id}`,
          cells: {
            period: spanLabel({ from, to }),
            closed: first?.decidedAt ? formatInstant(new Date(first.decidedAt), timeZone) : "–",
            by: first?.decidedBy ?? { missing: "Not recorded" },
            restated: accepted.length > 1 ? `${accepted.length - 1} times` : "Never",
            waits: waits ? { text: "Waits for a second person", tone: "warn" as const } : { missing: "None waits" },
          },
        };
      })}
      empty={
        <EmptyState title="No period is closed">
          Figures follow every correction until their period is closed. From then on, what moved shows, and by which
          rows.
        </EmptyState>
      }
    />
  );
}
