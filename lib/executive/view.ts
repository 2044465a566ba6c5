import type { FigureView } from "../metrics/figure";
import type { MetricKey } from "../metrics/registry";
import type { Period } from "../period";

/** One line of a comparison: what it brought in the period and in the same days of the one before, as decimal texts. */
export type Compared = { key: string; label: string; now: string; before: string; href: string };

/** Tier and type together, as they were in the period. */
export type Cohort = Compared & { tier: string; type: string };

/** How far the period is, and where it is likely to end. Decimal texts in the reporting currency; no target where none is set. */
export type Plan = {
  won: string;
  forecast: string;
  target: string | null;
  /** What open deals expected to close in what is left of the period are worth, weighted: forecast less won. */
  expected: string;
  /** The part of the period that has passed, 0 to 1. */
  passed: number;
  lastDay: string;
};

export type Executive = {
  program: { name: string; currency: string; timeZone: string; recounting: number };
  period: Period;
  today: string;
  /** When it was counted, if something changed since. */
  asOf?: string;
  /** What the comparison is with: `Q3 2026 to date`. */
  comparedWith: string;
  plan: Plan;
  figures: FigureView[];
  quarters: { group: string; label: string; value: string | null }[];
  quarter: string;
  regions: Compared[];
  segments: Compared[];
  types: Compared[];
  cohorts: Cohort[];
  /** Further figures that the program has, by metric. */
  more: { key: MetricKey; label: string; text: string; href: string }[];
  stalled: { count: number; amountE4: string };
};
