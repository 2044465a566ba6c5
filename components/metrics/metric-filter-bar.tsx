import { Chips } from "@/components/ui/chips";
import { type Dimension, dimensions } from "@/lib/metrics/dimensions";
import { type MetricFilter, metricQuery } from "@/lib/metrics/filter";
import { PeriodBar } from "./period-bar";

export type DimensionOptions = Partial<Record<Dimension, { value: string; label: string }[]>>;

type MetricFilterBarProps = {
  action: string;
  filter: MetricFilter;
  period: { key: string; from: string; to: string };
  options: DimensionOptions;
  cuts?: Dimension[];
};

/** The period, the cut and the filters of a figure; filters in force stand below as chips that take themselves away. */
export function MetricFilterBar({ action, filter, period, options, cuts }: MetricFilterBarProps) {
  const offered = Object.entries(options) as [Dimension, { value: string; label: string }[]][];
  const more = (Object.keys(filter.where) as Dimension[]).filter((dimension) => !options[dimension]);
  const chips = (Object.entries(filter.where) as [Dimension, string[]][]).flatMap(([dimension, values]) =>
    values.map((value) => ({
      label: dimensions[dimension].label,
      value: options[dimension]?.find((option) => option.value === value)?.label ?? (value || "(none)"),
      removeHref: `${action}${metricQuery({ ...filter, where: without(filter.where, dimension, value) })}`,
    })),
  );
  return (
    <>
      <PeriodBar
        action={action}
        period={period}
        asked={filter}
        hidden={{
          partner: filter.partner,
          book: filter.book,
          component: filter.component,
          ...Object.fromEntries(more.map((dimension) => [dimension, filter.where[dimension]?.[0]])),
        }}
        filters={[
          ...(cuts
            ? [
                {
                  kind: "select" as const,
                  name: "by",
                  label: "Cut by",
                  value: filter.by,
                  any: "Not cut",
                  options: cuts.map((cut) => ({ value: cut, label: dimensions[cut].label })),
                },
              ]
            : []),
          ...offered.map(([dimension, choices]) => ({
            kind: "select" as const,
            name: dimension,
            label: dimensions[dimension].label,
            value: filter.where[dimension]?.[0] ?? "",
            any: "Any",
            options: choices,
          })),
        ]}
      />
      <Chips items={chips} clearHref={`${action}${metricQuery({ ...filter, where: {} })}`} />
    </>
  );
}

function without(where: MetricFilter["where"], dimension: Dimension, value: string): MetricFilter["where"] {
  return { ...where, [dimension]: where[dimension]?.filter((other) => other !== value) };
}
