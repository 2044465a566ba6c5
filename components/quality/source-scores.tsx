import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { formatCount } from "@/lib/format";
import type { QualityFilter } from "@/lib/quality/filter";
import { formatScore, labelOfSource, qualityHref, sourceParameter, toneOfScore } from "@/lib/quality/view";

type SourceScoresProps = {
  rows: readonly { source: string; label: string | null; score: number; checked: number; failed: number }[];
  filter: QualityFilter;
};

/** Where rows are from, the worst source first. */
export function SourceScores({ rows, filter }: SourceScoresProps) {
  if (rows.length === 0) return null;
  return (
    <Section title="By source" description="What was imported counts for the source that sent it last.">
      <DataTable
        caption="Sources by the score of their data"
        columns={[
          { key: "source", label: "Source" },
          { key: "score", label: "Score", align: "right" },
          { key: "failed", label: "To be mended", align: "right" },
          { key: "checked", label: "Rows asked", align: "right" },
        ]}
        rows={rows.map(({ source, label, score, checked, failed }) => ({
          key: source || "portal",
          href: qualityHref(filter, { source: sourceParameter(source) }),
          cells: {
            source: labelOfSource(source, label),
            score: { text: formatScore(score), tone: toneOfScore(score) },
            failed: formatCount(failed),
            checked: formatCount(checked),
          },
        }))}
      />
    </Section>
  );
}
