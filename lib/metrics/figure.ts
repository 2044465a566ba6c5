import { formatCount, formatMoney, formatNumber, formatPercent, type Precision } from "../format";
import type { Metric, Unit } from "./metric";
import { formulaText } from "./settings";
import type { Value } from "./value";

export type Change = { text: string; tone: "good" | "bad" | "neutral"; comparison: string; direction?: "up" | "down" };

/** What a card shows of a figure. All texts are ready to read. */
export type FigureView = {
  key: string;
  label: string;
  value: string | null;
  /** The value as it was counted, for what is reckoned with it; no card shows it. */
  exact: string | null;
  unit?: string;
  fullValue?: string;
  missing?: string;
  change?: Change;
  secondChange?: Change;
  target?: { text: string; ratio: number; tone: "good" | "warn" | "bad" };
  trend: (number | null)[];
  trendLabel: string;
  freshness: string;
  href: string;
};

/** The value in words, short for cards or in full: `12.4 M`, `63.2 %`, `51.8 days`. The unit is apart where it is not part of the number. */
export function valueText(
  unit: Unit,
  value: string,
  currency: string,
  precision: Precision = "cents",
): { text: string; unit?: string } {
  if (unit === "money")
    return { text: formatMoney(value, currency, precision).replace(`${currency} `, ""), unit: currency };
  if (unit === "percent") return { text: formatPercent(value) };
  if (unit === "days" || unit === "hours" || unit === "points") return { text: formatNumber(value, 1), unit };
  if (unit === "score") return { text: formatNumber(value, 1), unit: "of 100" };
  if (unit === "ratio") return { text: formatNumber(value, 2), unit: "×" };
  return { text: formatCount(value) };
}

/** The value with its unit, as one text. */
export function wholeText(unit: Unit, value: string | null, currency: string, precision: Precision = "cents"): string {
  if (value === null) return "–";
  const { text, unit: after } = valueText(unit, value, currency, precision);
  if (unit === "money") return `${currency} ${text}`;
  return after ? `${text} ${after}` : text;
}

/** The difference to an earlier value, coloured by the metric's direction. Absent when there is nothing to compare with. */
export function changeOf(
  metric: Metric,
  now: string | null,
  before: string | null,
  comparison: string,
): Change | undefined {
  if (now === null || before === null) return undefined;
  const [a, b] = [Number(now), Number(before)];
  const difference = a - b;
  const relative = metric.unit === "money" || metric.unit === "count" || metric.unit === "ratio";
  if (relative && b === 0) return undefined;
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "±";
  const size = Math.abs(
    relative ? (difference / Math.abs(b)) * 100 : metric.unit === "percent" ? difference * 100 : difference,
  );
  const text = `${sign}${formatNumber(size, 1)} ${relative ? "%" : metric.unit === "days" || metric.unit === "hours" ? metric.unit : "points"}`;
  return {
    text,
    tone: toneOf(metric, difference),
    comparison,
    ...(difference === 0 ? {} : { direction: difference > 0 ? "up" : "down" }),
  };
}

/** How much of the target is reached. */
export function targetOf(
  metric: Metric,
  value: string | null,
  target: string | null,
  currency: string,
): FigureView["target"] {
  if (value === null || target === null || Number(target) === 0) return undefined;
  const ratio = Number(value) / Number(target);
  // A fraction of a loss, or of a lead that is not to be, says nothing.
  if (ratio < 0) return undefined;
  const reached = metric.better === "down" ? ratio <= 1 : ratio >= 1;
  const near = metric.better === "down" ? ratio <= 1.1 : ratio >= 0.8;
  return {
    text: `${formatPercent(ratio)} of ${wholeText(metric.unit, target, currency, "whole")}`,
    ratio: Math.min(ratio, 1),
    tone: reached ? "good" : near ? "warn" : "bad",
  };
}

/** Why there is no value, or that amounts are left out for want of a rate. */
export function missingText(metric: Metric, value: Value): string | undefined {
  if (value.missing) return `${formatCount(value.missing)} amounts have no exchange rate and are not in the figure`;
  if (value.value !== null) return undefined;
  return metric.denominator ? `Nothing to divide by: ${formulaText(metric)}` : "Nothing was counted";
}

function toneOf(metric: Metric, difference: number): Change["tone"] {
  if (difference === 0 || metric.better === null) return "neutral";
  return difference > 0 === (metric.better === "up") ? "good" : "bad";
}

/** A value on an axis, as short as it can be said. */
export function tickText(unit: Unit, tick: number, currency: string): string {
  if (unit === "percent") return `${formatNumber(tick * 100, 0)} %`;
  return unit === "money" ? valueText(unit, String(tick), currency, "short").text : String(tick);
}
