import { DataTable } from "@/components/tables/data-table";
import { formatCount } from "@/lib/format";
import { type Entity, entityLabels } from "@/lib/imports/entities";

type Counts = { entity: string; created: number; changed: number; unchanged: number; quarantined: number };

/** What a batch does to each kind of record. */
export function EntityCounts({ counts }: { counts: readonly Counts[] }) {
  const sum = (key: keyof Omit<Counts, "entity">) => formatCount(counts.reduce((total, row) => total + row[key], 0));
  return (
    <DataTable
      caption="Records by kind"
      dense
      columns={[
        { key: "entity", label: "Records" },
        { key: "created", label: "Created", align: "right" },
        { key: "changed", label: "Changed", align: "right" },
        { key: "unchanged", label: "Unchanged", align: "right" },
        { key: "quarantined", label: "In quarantine", align: "right" },
      ]}
      rows={counts.map((row) => ({
        key: row.entity,
        cells: {
          entity: entityLabels[row.entity as Entity]?.[1] ?? row.entity,
          created: formatCount(row.created),
          changed: formatCount(row.changed),
          unchanged: formatCount(row.unchanged),
          quarantined: formatCount(row.quarantined),
        },
      }))}
      totals={{
        entity: "All",
        created: sum("created"),
        changed: sum("changed"),
        unchanged: sum("unchanged"),
        quarantined: sum("quarantined"),
      }}
    />
  );
}
