import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { formatCount } from "@/lib/format";
import type { QualityFilter } from "@/lib/quality/filter";
import { changeWords, formatScore, qualityHref, toneOfScore } from "@/lib/quality/view";

type PartnerScoresProps = {
  rows: readonly { id: string; name: string; score: number; checked: number; failed: number; before: number | null }[];
  filter: QualityFilter;
  count: number;
  perPage: number;
};

/** Partners by the score of their data, the worst first. */
export function PartnerScores({ rows, filter, count, perPage }: PartnerScoresProps) {
  const first = (filter.page - 1) * perPage;
  return (
    <Section title="By partner" description="The worst first, by all rules. A line opens what is wrong there.">
      <DataTable
        caption="Partners by the score of their data"
        columns={[
          { key: "name", label: "Partner" },
          { key: "score", label: "Score", align: "right" },
          { key: "change", label: "In 30 days", align: "right" },
          { key: "failed", label: "To be mended", align: "right" },
          { key: "checked", label: "Rows asked", align: "right" },
        ]}
        rows={rows.map(({ id, name, score, checked, failed, before }) => ({
          key: id,
          href: qualityHref(filter, { partner: id, source: "", kind: "" }),
          cells: {
            name,
            score: { text: formatScore(score), tone: toneOfScore(score) },
            change: before === null ? { missing: "Not known for so long" } : changeWords(score - before),
            failed: formatCount(failed),
            checked: formatCount(checked),
          },
        }))}
        footer={
          <Pagination
            text={`${formatCount(first + (rows.length ? 1 : 0))} to ${formatCount(first + rows.length)} of ${formatCount(count)}`}
            previousHref={filter.page > 1 ? qualityHref(filter, { page: filter.page - 1 }) : null}
            nextHref={first + perPage < count ? qualityHref(filter, { page: filter.page + 1 }) : null}
          />
        }
        empty={<EmptyState title="No partner was checked yet" />}
      />
    </Section>
  );
}
