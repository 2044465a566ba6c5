import { z } from "zod";
import { first, isId, maybeDay, oneOf, type Parameters, someTexts } from "../lists/parameters";
import { addDays, customPeriod, namedPeriod, type Period, type PeriodKey, periodKeys } from "../period";
import { componentKeys } from "./components";
import { type Dimension, dimensions, isDimension } from "./dimensions";
import { type LeftOutReason, reasons } from "./left-out";
import { readPlace } from "./place";

/** Dimensions that figures can be filtered by in the address. */
export const filterDimensions = [
  "type",
  "tier",
  "region",
  "country",
  "segment",
  "status",
  "industry",
  "family",
  "product",
  "account",
  "stage",
  "owner",
] as const;
export type FilterDimension = (typeof filterDimensions)[number];

const place = first.transform((value) => (readPlace(value) ? value : ""));

const schema = z.object({
  period: oneOf(periodKeys),
  from: maybeDay,
  to: maybeDay,
  shown: first,
  by: first.transform((value): Dimension | "" => (isDimension(value) ? value : "")),
  component: oneOf(componentKeys),
  /** Where the page of counted rows begins, and that of left-out ones; of these, which reason is shown. */
  after: place,
  why: oneOf(Object.keys(reasons) as LeftOutReason[]),
  leftAfter: place,
  partner: first.transform((value) => (isId(value) ? value : "")),
  book: oneOf(["mine"]),
});

export type MetricFilter = Omit<z.output<typeof schema>, "shown"> & { where: Partial<Record<Dimension, string[]>> };

/** The address of a figure as a filter. Whatever is not understood counts as not given. */
export function readMetricFilter(parameters: Parameters): MetricFilter {
  const where: MetricFilter["where"] = {};
  for (const dimension of filterDimensions) {
    const values = someTexts.parse(parameters[dimension]);
    if (values.length) where[dimension] = values;
  }
  const { shown, ...filter } = schema.parse(parameters);
  return { ...filter, ...onePeriod(filter, shown), where };
}

/** The days in force, as the form of a period sends them back. */
export const shownDays = ({ from, to }: { from: string; to: string }) => `${from}..${to}`;

// The form always sends a name and two days. Days that were typed hold; days that stood there give way to a new name.
function onePeriod(given: Pick<MetricFilter, "period" | "from" | "to">, shown: string) {
  if (!given.period || !(given.from || given.to)) return {};
  return shown === shownDays(given) ? { from: "", to: "" } : { period: "" as const };
}

const longestYears = 30;

/** The period that the filter asks for, up to today when its end is open; this quarter when it asks for none or an impossible one. */
export function periodOf(filter: MetricFilter, today: string, fallback: PeriodKey = "this_quarter"): Period {
  if (filter.period) return namedPeriod(filter.period, today);
  const to = filter.to || addDays(today, 1);
  const years = Number(to.slice(0, 4)) - Number(filter.from.slice(0, 4));
  if (filter.from >= "1900" && filter.from < to && years <= longestYears) return customPeriod(filter.from, to);
  return namedPeriod(fallback, today);
}

/** The filter as an address query, with changes; empty values are left out. What pages a list of rows stands only in `change`. */
export function metricQuery(filter: Partial<MetricFilter>, change: Record<string, string | undefined> = {}): string {
  const { where, after: _after, leftAfter: _leftAfter, ...rest } = filter;
  const query = new URLSearchParams();
  const flat = { ...rest, ...change };
  for (const [name, value] of Object.entries(flat)) {
    if (value) query.set(name, String(value));
  }
  for (const [dimension, values] of Object.entries(where ?? {})) {
    if (dimension in change) continue;
    for (const value of values ?? []) query.append(dimension, value);
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** The filters in words, one a dimension: `Tier: gold, silver`. */
export const filterWords = (where: MetricFilter["where"]): string[] =>
  Object.entries(where).map(
    ([dimension, values]) =>
      `${dimensions[dimension as Dimension].label}: ${(values ?? []).map((one) => one || "(none)").join(", ")}`,
  );
