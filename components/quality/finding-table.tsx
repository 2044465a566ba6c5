import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatRelative } from "@/lib/format";
import { listHref } from "@/lib/lists/links";
import { type FindingFilter, findingDefaults } from "@/lib/quality/filter";
import { mendHref } from "@/lib/quality/rule";
import { labelOfRule, labelOfSource, saysOf } from "@/lib/quality/view";

type FindingTableProps = {
  rows: readonly {
    id: string;
    rule: string;
    subjectType: string;
    subjectId: string;
    name: string;
    partnerId: string | null;
    partner: string | null;
    source: string;
    wrong: string;
    seenAt: string;
  }[];
  filter: FindingFilter;
  count: number;
  nextHref: string | null;
  now: Date;
};

/** Rows that fail, each with what is wrong and the record that mends it. */
export function FindingTable({ rows, filter, count, nextHref, now }: FindingTableProps) {
  return (
    <DataTable
      caption="Findings"
      columns={[
        { key: "name", label: "Record" },
        { key: "says", label: "What is wrong" },
        { key: "partner", label: "Partner" },
        { key: "source", label: "From" },
        { key: "seen", label: "First seen", align: "right" },
        { key: "mend", label: "Mend it" },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: `/quality/findings/${row.id}`,
        cells: {
          name: row.name,
          says: (
            <span className="block whitespace-normal sm:min-w-72">
              <span className="text-ink block font-medium">{labelOfRule(row.rule)}</span>
              <span className="text-muted block text-xs">{saysOf(row.rule, row.wrong)}</span>
            </span>
          ),
          partner: row.partner ?? { missing: "Of no partner" },
          source: labelOfSource(row.source),
          seen: formatRelative(new Date(row.seenAt), now),
          mend: { text: "Open the record", href: mendHref(row.rule, row), label: `Open the record ${row.name}` },
        },
      }))}
      footer={
        rows.length ? (
          <Pagination
            text={`${formatCount(rows.length)} of ${count > 1000 ? "more than 1,000" : formatCount(count)}`}
            previousHref={filter.after ? listHref("/quality/findings", filter, findingDefaults, { after: "" }) : null}
            back="First page"
            nextHref={nextHref}
          />
        ) : null
      }
      empty={
        <EmptyState icon="circle-check" title={filter.show === "open" ? "Nothing is to be mended here" : "None yet"}>
          Rows are found by the nightly check and after imports, and leave the list by the next check once they are
          mended.
        </EmptyState>
      }
    />
  );
}
