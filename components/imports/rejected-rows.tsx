import type { ReactNode } from "react";
import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { formatCount } from "@/lib/format";
import { rowHref } from "@/lib/imports/row-form";

type Rejected = { file: string; line: number; column: string | null; value: string | null; reason: string };
type RejectedRowsProps = {
  rows: readonly Rejected[];
  count: number;
  mappingHref?: string;
  /** The import, when its rows can be mended in place. */
  mending?: string;
  /** Begins to mend the rows of a published import. */
  begin?: ReactNode;
};

/** The rows that were held back: where they stand, and why. */
export function RejectedRows({ rows, count, mappingHref, mending, begin }: RejectedRowsProps) {
  if (rows.length === 0) return null;
  return (
    <Section
      title="Rows held back"
      description={`These rows do not fit the mapping or need a record that is not there. ${mending ? "Open a row to mend it here, change the mapping, or publish without them." : "They are not in the portal."}`}
      actions={
        mappingHref ? (
          <LinkButton href={mappingHref} icon="sliders-horizontal">
            Edit mapping
          </LinkButton>
        ) : (
          begin
        )
      }
    >
      <DataTable
        caption="Rows held back"
        dense
        columns={[
          { key: "place", label: "File and line" },
          { key: "column", label: "Column" },
          { key: "value", label: "Value" },
          { key: "reason", label: "Reason" },
        ]}
        rows={rows.map((row) => ({
          key: `${row.file}:${row.line}:${row.column}`,
          href: mending ? rowHref(mending, row.file, row.line) : undefined,
          cells: {
            place: `${row.file}, line ${formatCount(row.line)}`,
            column: row.column ?? "–",
            value: row.value ? <code className="break-all">{row.value}</code> : "–",
            reason: row.reason,
          },
        }))}
        footer={<Pagination text={`${formatCount(rows.length)} shown; ${formatCount(count)} rows are held back`} />}
      />
    </Section>
  );
}
