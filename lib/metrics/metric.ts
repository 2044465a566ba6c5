import type { StaffRole } from "../access/roles";
import type { ComponentKey } from "./components";

export type Unit = "money" | "percent" | "days" | "hours" | "count" | "ratio" | "points" | "score";

/** A sum of components over another; `less` is taken away from the first. */
export type Ratio = {
  numerator: readonly ComponentKey[];
  less?: readonly ComponentKey[];
  denominator?: readonly ComponentKey[];
};

/** What a program may choose within limits; it changes how the component `of` counts. The formula names it in braces. */
export type Setting = { of: ComponentKey; label: string } & (
  | { kind: "number"; default: number; least: number; most: number }
  | { kind: "several"; default: readonly string[]; options: Record<string, string> }
);

/** What a figure means: the only place that says so. Its value is the numerator, or numerator / denominator. */
export type Metric = Ratio & {
  label: string;
  unit: Unit;
  /** Which way is good; nothing when neither is. */
  better: "up" | "down" | null;
  meaning: string;
  exclusions: string;
  formula: string;
  owner: StaffRole;
  group: "Revenue" | "Pipeline" | "Partners" | "Enablement" | "Retention" | "Return" | "Customers";
  /** A second ratio that is taken away from the first: the figure is the difference of both. */
  minus?: Required<Pick<Ratio, "numerator" | "denominator">>;
  /** The value times this, over that: hours from seconds, points from parts of one. */
  scale?: { times?: number; over?: number };
  /** 1 − |numerator − denominator| / denominator, and never less than 0. */
  form?: "accuracy";
  /** Components of one partner's own figure, where they differ from the program's. */
  ofPartner?: { numerator: readonly ComponentKey[] };
  settings?: Record<string, Setting>;
  /** Shown to partners as their own figure. */
  partnerSees: boolean;
};

export const defineMetric = <const M extends Metric>(metric: M): M => metric;

/** Every component that a metric is made of, each once; `ofPartner` those of a partner's own figure. */
export function componentsOf(metric: Metric, ofPartner: boolean): ComponentKey[] {
  const above = ofPartner && metric.ofPartner ? metric.ofPartner.numerator : metric.numerator;
  const { less = [], denominator = [], minus } = metric;
  return [...new Set([...above, ...less, ...denominator, ...(minus?.numerator ?? []), ...(minus?.denominator ?? [])])];
}
