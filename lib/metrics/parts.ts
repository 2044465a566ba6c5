import { type ComponentKey, componentOf } from "./components";
import type { Metric } from "./metric";

export type FactPart = { key: ComponentKey; label: string; side: "numerator" | "denominator" };

/** The components whose rows stand behind a metric, each once. */
export function factParts(metric: Metric, ofPartner: boolean): FactPart[] {
  const above = ofPartner && metric.ofPartner ? metric.ofPartner.numerator : metric.numerator;
  const below = (metric.denominator ?? []).filter((key) => !above.includes(key));
  return [
    ...above.map((key) => ({ key, label: componentOf(key).rows, side: "numerator" as const })),
    ...below.map((key) => ({ key, label: componentOf(key).rows, side: "denominator" as const })),
  ];
}
