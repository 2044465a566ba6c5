import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { changeOf, wholeText } from "@/lib/metrics/figure";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";

type PeriodFiguresProps = {
  id: string;
  span: { from: string; to: string };
  figures: readonly {
    metric: MetricKey;
    version: number;
    value: string | null;
    numerator: string;
    now: string | null;
    nowNumerator: string;
  }[];
  currency: string;
};

/** Each metric as it was closed and as it is now; one that moved leads to the rows that moved it. */
export function PeriodFigures({ id, span, figures, currency }: PeriodFiguresProps) {
  const moved = ({ value, now, numerator, nowNumerator }: PeriodFiguresProps["figures"][number]) =>
    value !== now || numerator !== nowNumerator;
  const count = figures.filter(moved).length;
  return (
    <Section
      title="As closed, and now"
      description={
        count === 0
          ? "No figure of the program has moved since."
          : `${count} of ${figures.length} figures of the program moved since. Each leads to the rows that moved it.`
      }
    >
      <DataTable
        caption="Figures of the period"
        columns={[
          { key: "metric", label: "Metric" },
          { key: "closed", label: "As closed", align: "right" },
          { key: "now", label: "Now", align: "right" },
          { key: "change", label: "Change", align: "right" },
          { key: "version", label: "Definition" },
          { key: "figure", label: "Figure" },
        ]}
        rows={figures.map((figure) => {
          const metric = metricOf(figure.metric);
          const text = (value: string | null) => wholeText(metric.unit, value, currency, "exact");
          const change = changeOf(metric, figure.now, figure.value, "since");
          return {
            key: figure.metric,
            href: moved(figure) ? `/periods/${id}?metric=${figure.metric}#moved` : undefined,
            cells: {
              metric: metric.label,
              closed: text(figure.value),
              now: text(figure.now),
              change: moved(figure)
                ? { text: change?.text ?? "moved", tone: "warn" as const }
                : { missing: "It has not moved" },
              version: `Version ${figure.version}`,
              figure: { text: "Explain", href: `/metrics/${figure.metric}?from=${span.from}&to=${span.to}` },
            },
          };
        })}
      />
    </Section>
  );
}
