import type { StaffRole } from "../access/roles";
import type { ComponentKey } from "./components";

export type Unit = "money" | "percent" | "days" | "count" | "ratio";

/** What a figure means: the only place that says so. Its value is the numerator, or numerator / denominator. */
export type Metric = {
  label: string;
  unit: Unit;
  /** Which way is good; nothing when neither is. */
  better: "up" | "down" | null;
  meaning: string;
  exclusions: string;
  formula: string;
  owner: StaffRole;
  group: "Revenue" | "Pipeline" | "Partners" | "Enablement" | "Retention" | "Return";
  numerator: readonly ComponentKey[];
  denominator?: readonly ComponentKey[];
  /** Components of one partner's own figure, where they differ from the program's. */
  ofPartner?: { numerator: readonly ComponentKey[] };
  /** Shown to partners as their own figure. */
  partnerSees: boolean;
};

export const defineMetric = <const M extends Metric>(metric: M): M => metric;
