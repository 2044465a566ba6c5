import { type ComponentKey, componentOf } from "./components";
import { componentsOf, type Metric } from "./metric";

/** `less` is taken away; `minus` is the second ratio of a difference. */
export type FactPart = { key: ComponentKey; label: string; side: "numerator" | "less" | "denominator" | "minus" };

/** The components whose rows stand behind a metric, each once. */
export function factParts(metric: Metric, ofPartner: boolean): FactPart[] {
  const above = ofPartner && metric.ofPartner ? metric.ofPartner.numerator : metric.numerator;
  const sideOf = (key: ComponentKey): FactPart["side"] => {
    if (above.includes(key)) return "numerator";
    if (metric.less?.includes(key)) return "less";
    return metric.denominator?.includes(key) ? "denominator" : "minus";
  };
  return componentsOf(metric, ofPartner).map((key) => ({ key, label: componentOf(key).rows, side: sideOf(key) }));
}
