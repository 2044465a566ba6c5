import { z } from "zod";
import { first, isId, maybeDay, oneOf, type Parameters, someTexts } from "../lists/parameters";
import { customPeriod, namedPeriod, type Period, type PeriodKey, periodKeys } from "../period";
import { componentKeys } from "./components";
import { type Dimension, isDimension } from "./dimensions";

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

const schema = z.object({
  period: oneOf(periodKeys),
  from: maybeDay,
  to: maybeDay,
  by: first.transform((value): Dimension | "" => (isDimension(value) ? value : "")),
  component: oneOf(componentKeys),
  page: first.transform((value) => (/^[1-9]\d{0,5}$/.test(value) ? Number(value) : 1)),
  partner: first.transform((value) => (isId(value) ? value : "")),
  book: oneOf(["mine"]),
});

export type MetricFilter = z.output<typeof schema> & { where: Partial<Record<Dimension, string[]>> };

/** The address of a figure as a filter. Whatever is not understood counts as not given. */
export function readMetricFilter(parameters: Parameters): MetricFilter {
  const where: MetricFilter["where"] = {};
  for (const dimension of filterDimensions) {
    const values = someTexts.parse(parameters[dimension]);
    if (values.length) where[dimension] = values;
  }
  return { ...schema.parse(parameters), where };
}

/** The period that the filter asks for; this quarter when it asks for none, or for an impossible one. */
export function periodOf(filter: MetricFilter, today: string, fallback: PeriodKey = "this_quarter"): Period {
  if (filter.period) return namedPeriod(filter.period, today);
  if (filter.from && filter.to && filter.from < filter.to) return customPeriod(filter.from, filter.to);
  return namedPeriod(fallback, today);
}

/** The filter as an address query, with changes; empty values are left out. */
export function metricQuery(filter: Partial<MetricFilter>, change: Record<string, string | undefined> = {}): string {
  const { where, ...rest } = filter;
  const query = new URLSearchParams();
  const flat = { ...rest, ...change };
  for (const [name, value] of Object.entries(flat)) {
    if (value && !(name === "page" && Number(value) === 1)) query.set(name, String(value));
  }
  for (const [dimension, values] of Object.entries(where ?? {})) {
    if (dimension in change) continue;
    for (const value of values ?? []) query.append(dimension, value);
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
