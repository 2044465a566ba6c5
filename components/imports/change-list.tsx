import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { type Entity, entityLabels } from "@/lib/imports/entities";

export type ChangeShown = {
  entity: string;
  externalId: string;
  file: string;
  line: number;
  changes: { field: string; from: string | null; to: string }[] | null;
  summary: string;
};

/** A sample of what a batch creates or changes. */
export function ChangeList({
  title,
  description,
  rows,
}: {
  title: string;
  description: string;
  rows: readonly ChangeShown[];
}) {
  if (rows.length === 0) return null;
  return (
    <Section title={title} description={description}>
      <DataTable
        caption={title}
        dense
        columns={[
          { key: "record", label: "Record" },
          { key: "what", label: "What" },
          { key: "place", label: "From" },
        ]}
        rows={rows.map((row) => ({
          key: `${row.entity}:${row.externalId}`,
          cells: {
            record: `${entityLabels[row.entity as Entity]?.[0] ?? row.entity} ${row.externalId}`,
            what: row.changes ? <Fields changes={row.changes} /> : row.summary,
            place: `${row.file}, line ${row.line}`,
          },
        }))}
      />
    </Section>
  );
}

function Fields({ changes }: { changes: NonNullable<ChangeShown["changes"]> }) {
  return (
    <ul>
      {changes.map(({ field, from, to }) => (
        <li key={field}>
          {field}: {from === null ? null : <del className="text-muted">{from}</del>}
          {from === null ? null : <span aria-hidden="true"> → </span>}
          <ins className="text-ink no-underline">{to}</ins>
        </li>
      ))}
    </ul>
  );
}
