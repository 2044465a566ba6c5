import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatCount } from "@/lib/format";
import type { QualityFilter } from "@/lib/quality/filter";
import { findingsHref, formatScore, formula, type ruleLines, toneOfScore } from "@/lib/quality/view";

type RuleSharesProps = { lines: ReturnType<typeof ruleLines>; filter: QualityFilter };

/** What share of the rows passes each rule, the worst first; a line opens the rows that fail. */
export function RuleShares({ lines, filter: { source, partner } }: RuleSharesProps) {
  return (
    <Section title="By rule" description={`The score: ${formula}`}>
      <DataTable
        caption="Rules of data quality, the worst first"
        columns={[
          { key: "rule", label: "Rule" },
          { key: "kind", label: "Kind" },
          { key: "share", label: "Pass", align: "right" },
          { key: "failed", label: "To be mended", align: "right" },
          { key: "checked", label: "Rows asked", align: "right" },
          { key: "weight", label: "Weight", align: "right" },
        ]}
        rows={lines.map(({ key, label, asks, kind, weight, share, checked, failed }) => ({
          key,
          href: findingsHref({ rule: key, source, partner }),
          cells: {
            rule: (
              <span className="block whitespace-normal">
                <span className="block">{label}</span>
                <span className="text-muted block text-xs font-normal">{asks}</span>
              </span>
            ),
            kind,
            share:
              share === null ? { missing: "No row to ask" } : { text: formatScore(share), tone: toneOfScore(share) },
            failed: formatCount(failed),
            checked: formatCount(checked),
            weight: formatCount(weight),
          },
        }))}
        empty={
          <EmptyState title="No rule has a row to ask here">
            The rules are asked every night, after imports, and when the job is run by hand.
          </EmptyState>
        }
      />
    </Section>
  );
}
