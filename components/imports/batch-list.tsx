import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { formatCount, formatInstant } from "@/lib/format";
import { BatchBadge, type BatchStatus } from "./batch-badge";

type Listed = {
  id: string;
  label: string;
  status: BatchStatus;
  counts: { created: number; changed: number; unchanged: number; quarantined: number } | null;
  createdAt: Date;
  createdBy: string | null;
};

/** Imports, newest first. */
export function BatchList({ batches, timeZone }: { batches: readonly Listed[]; timeZone: string }) {
  const count = (n: number | undefined) => (n === undefined ? "–" : formatCount(n));
  return (
    <DataTable
      caption="Imports"
      columns={[
        { key: "label", label: "Source" },
        { key: "status", label: "State" },
        { key: "when", label: "Taken in" },
        { key: "who", label: "By" },
        { key: "created", label: "Created", align: "right" },
        { key: "changed", label: "Changed", align: "right" },
        { key: "unchanged", label: "Unchanged", align: "right" },
        { key: "held", label: "Rows held back", align: "right" },
      ]}
      rows={batches.map((batch) => ({
        key: batch.id,
        href: `/imports/${batch.id}`,
        cells: {
          label: batch.label,
          status: <BatchBadge status={batch.status} />,
          when: <Time iso={batch.createdAt.toISOString()} absolute={formatInstant(batch.createdAt, timeZone)} />,
          who: batch.createdBy ?? "Command line",
          created: count(batch.counts?.created),
          changed: count(batch.counts?.changed),
          unchanged: count(batch.counts?.unchanged),
          held: count(batch.counts?.quarantined),
        },
      }))}
      empty={
        <EmptyState icon="database" title="Nothing was imported yet">
          Choose a source and its files above. They are checked first; nothing changes before you publish.
        </EmptyState>
      }
    />
  );
}
