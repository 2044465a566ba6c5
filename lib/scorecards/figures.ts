import { formatCount, formatNumber, formatPercent } from "../format";
import { componentOf } from "../metrics/components";
import { wholeText } from "../metrics/figure";
import { componentsOf } from "../metrics/metric";
import { isMetricKey, type MetricKey, metricOf } from "../metrics/registry";
import { parseAmountE4 } from "../money";
import { addDays, namedPeriod, type Period } from "../period";
import { daysBetween } from "./cadence";
import type { Selling } from "./decomposition";
import type { ManualUnit } from "./templates";

/** What was counted of one metric: exact texts, and a value for each of the last twelve months. */
export type CountedFigure = {
  value: string | null;
  numerator: string;
  denominator: string | null;
  before: string | null;
  missing: number;
  trend: (string | null)[];
};

/** Everything that was counted for a scorecard, over a period and the same part of the one before. */
export type Counted = {
  figures: Partial<Record<MetricKey, CountedFigure>>;
  now: SellingTexts;
  before: SellingTexts;
  countedAt: string;
};
export type SellingTexts = { amount: string; won: string; lost: string; cycleDays: string; timed: string };

/** The metrics whose parts make the decomposition: counted for every scorecard. */
export const sellingKeys = ["sourced_revenue", "won_deals", "win_rate", "sales_cycle"] as const satisfies MetricKey[];

/** What the four answers say of selling, as texts that JSON keeps exact. */
export function sellingOf(
  answers: Record<(typeof sellingKeys)[number], { numerator: string; denominator: string | null }>,
): SellingTexts {
  const { sourced_revenue, won_deals, win_rate, sales_cycle } = answers;
  return {
    amount: sourced_revenue.numerator,
    won: won_deals.numerator,
    lost: String(BigInt(win_rate.denominator ?? "0") - BigInt(win_rate.numerator)),
    cycleDays: sales_cycle.numerator,
    timed: sales_cycle.denominator ?? "0",
  };
}

/** The same as exact numbers. */
export const readSelling = ({ amount, won, lost, cycleDays, timed }: SellingTexts): Selling => ({
  amountE4: parseAmountE4(amount),
  won: BigInt(won),
  lost: BigInt(lost),
  cycleDays: BigInt(cycleDays),
  timed: BigInt(timed),
});

/**
 * Whether a metric adds up over a period, so that a target of the quarter is asked for in proportion. What is expected of
 * days to come does not: a forecast speaks of the whole quarter from its first day.
 */
export function addsUp(key: MetricKey): boolean {
  const metric = metricOf(key);
  if (metric.denominator || metric.minus || metric.form) return false;
  return componentsOf(metric, false).every((part) => componentOf(part).kind === "flow" && part !== "expected_amount");
}

export const scorecardPeriods = ["this_quarter", "last_quarter"] as const;
export type ScorecardPeriod = (typeof scorecardPeriods)[number];
const tooEarlyDays = 14;

/** The quarter that a scorecard is read over: the last one, while this one is younger than two weeks and none was asked for. */
export function quarterOf(asked: ScorecardPeriod | "", today: string): Period {
  const current = namedPeriod("this_quarter", today);
  if (asked) return namedPeriod(asked, today);
  return daysBetween(current.from, today) < tooEarlyDays ? namedPeriod("last_quarter", today) : current;
}

/** How much of the period has passed with the end of `today`. */
export function paceOf({ from, to }: { from: string; to: string }, today: string): { passed: number; days: number } {
  const days = daysBetween(from, to);
  return { passed: Math.max(0, Math.min(days, daysBetween(from, addDays(today, 1)))), days };
}

const units: Record<ManualUnit, (value: string) => string> = {
  percent: formatPercent,
  count: (value) => (value.includes(".") ? formatNumber(value, 1) : formatCount(value)),
  days: (value) => `${formatNumber(value, 1)} days`,
  hours: (value) => `${formatNumber(value, 1)} hours`,
  score: (value) => `${formatNumber(value, 0)} of 100`,
  ratio: (value) => formatNumber(value, 2),
};

export type Measured = {
  metric: string | null;
  name: string | null;
  unit: ManualUnit | null;
  better: "up" | "down" | null;
};

/** The name of a scorecard's metric: the dictionary's, or its own. A key that the dictionary lost is shown as it is. */
export const labelOf = ({ metric, name }: Pick<Measured, "metric" | "name">): string =>
  metric && isMetricKey(metric) ? metricOf(metric).label : (name ?? metric ?? "");

/** Which way is good. */
export const betterOf = ({ metric, better }: Pick<Measured, "metric" | "better">) =>
  metric && isMetricKey(metric) ? metricOf(metric).better : better;

/** A value of the metric with its unit. */
export function textOf({ metric, unit }: Pick<Measured, "metric" | "unit">, value: string, currency: string): string {
  if (metric && isMetricKey(metric)) return wholeText(metricOf(metric).unit, value, currency, "short");
  return units[unit ?? "count"](value);
}

/** Whether what people type of the metric is in percent, and kept as a fraction. */
export const inPercent = ({ metric, unit }: Pick<Measured, "metric" | "unit">): boolean =>
  metric && isMetricKey(metric) ? metricOf(metric).unit === "percent" : unit === "percent";
