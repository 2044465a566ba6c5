import { BarChart } from "@/components/charts/bar-chart";
import { BarList } from "@/components/charts/bar-list";
import { ChartFigure } from "@/components/charts/chart-figure";
import { tickText, wholeText } from "@/lib/metrics/figure";
import { type MetricFilter, metricQuery } from "@/lib/metrics/filter";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { readPeriod } from "@/lib/period";

export type ChartGroup = { group: string; label: string; value: string | null };
type Span = { from: string; to: string };

type ByTimeProps = {
  title: string;
  description?: string;
  metric: MetricKey;
  groups: readonly ChartGroup[];
  currency: string;
  partial?: string;
  /** What each bar's explanation is narrowed to; `to` ends the last one where the whole ends. */
  filter?: Pick<Partial<MetricFilter>, "where" | "partner" | "book">;
  to?: string;
};

/** A metric by month, quarter or year, as bars that lead to their explanations. `partial` names the bucket that is not over. */
export function MetricByTime({ title, description, metric, groups, currency, partial, filter = {}, to }: ByTimeProps) {
  const { unit, label } = metricOf(metric);
  const text = (value: string | null) => wholeText(unit, value, currency, "exact");
  return (
    <ChartFigure
      title={title}
      description={description}
      table={{ columns: ["Period", label], rows: groups.map((group) => [group.label, text(group.value)]) }}
    >
      <BarChart
        label={title}
        formatTick={(tick) => tickText(unit, tick, currency)}
        bars={groups.map((group) => ({
          label: group.label,
          value: group.value === null ? null : Number(group.value),
          text: wholeText(unit, group.value, currency, "short"),
          partial: group.label === partial,
          href: `/metrics/${metric}${metricQuery(filter, bucket(group.group, to))}`,
        }))}
      />
    </ChartFigure>
  );
}

/** The days of a month, quarter or year, not beyond the day on which the whole ends. */
function bucket(name: string, end?: string) {
  const { from, to } = readPeriod(name, "");
  return { from, to: end && end < to ? end : to };
}

type ByGroupProps = {
  title: string;
  description?: string;
  metric: MetricKey;
  by: string;
  span: Span;
  groups: readonly ChartGroup[];
  currency: string;
  most?: number;
  query?: Record<string, string | undefined>;
};

/** A metric by a dimension, largest first, each bar leading to its explanation. */
export function MetricByGroup({
  title,
  description,
  metric,
  by,
  span,
  groups,
  currency,
  most = 8,
  query = {},
}: ByGroupProps) {
  const { unit, label } = metricOf(metric);
  const ranked = groups
    .filter((group) => Number(group.value ?? 0) !== 0)
    .sort((a, b) => Number(b.value ?? 0) - Number(a.value ?? 0))
    .slice(0, most);
  if (ranked.length === 0)
    return (
      <ChartFigure title={title} description={description}>
        <p className="text-muted">Nothing to show for these days.</p>
      </ChartFigure>
    );
  return (
    <ChartFigure
      title={title}
      description={description}
      table={{
        columns: ["Group", label],
        rows: ranked.map((group) => [group.label, wholeText(unit, group.value, currency)]),
      }}
    >
      <BarList
        label={title}
        items={ranked.map((group) => ({
          key: group.group,
          label: group.label,
          value: Number(group.value ?? 0),
          text: wholeText(unit, group.value, currency, "whole"),
          href: `/metrics/${metric}${metricQuery({}, { ...span, ...query, [by]: group.group })}`,
        }))}
      />
    </ChartFigure>
  );
}
