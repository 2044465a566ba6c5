import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import type { FigureView } from "@/lib/metrics/figure";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";
import { formulaText } from "@/lib/metrics/settings";

const columns = [
  { key: "label", label: "Metric" },
  { key: "value", label: "Value", align: "right" as const },
  { key: "change", label: "Change", align: "right" as const },
  { key: "formula", label: "What is counted" },
  { key: "better", label: "Good is" },
];

/** Every metric with its meaning and its value, by group; each row leads to its explanation. */
export function Dictionary({ figures }: { figures: readonly FigureView[] }) {
  const groups = [...new Set(figures.map(({ key }) => (isMetricKey(key) ? metricOf(key).group : "")))];
  return groups.map((group) => (
    <Section key={group} title={group}>
      <DataTable
        caption={`${group} metrics`}
        columns={columns}
        rows={figures.filter(({ key }) => isMetricKey(key) && metricOf(key).group === group).map(row)}
      />
    </Section>
  ));
}

function row(figure: FigureView) {
  const metric = isMetricKey(figure.key) ? metricOf(figure.key) : null;
  return {
    key: figure.key,
    href: figure.href,
    cells: {
      label: figure.label,
      value:
        figure.value === null
          ? { text: "–", title: figure.missing }
          : [figure.value, figure.unit].filter(Boolean).join(" "),
      change: figure.change
        ? `${figure.change.text} ${figure.change.comparison}`
        : { text: "–", title: "Nothing to compare with" },
      formula: (
        <span className="text-muted block min-w-[24ch] py-1.5 text-pretty whitespace-normal">
          {metric ? formulaText(metric) : null}
        </span>
      ),
      better: metric?.better === null ? "Neither" : metric?.better === "up" ? "More" : "Less",
    },
  };
}
