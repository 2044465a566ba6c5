import { decimalOfE4, divideExact } from "../money";
import { type ComponentKey, componentOf } from "./components";
import type { Metric } from "./metric";

/** Sums of components: money in ten-thousandths, counts and days as they are. `missing` counts facts without a rate. */
export type Sums = Partial<Record<ComponentKey, { value: bigint; facts: number; missing: number }>>;

/** A figure, exact: decimal texts, a fraction for a rate. `value` is null when the denominator is 0. */
export type Value = {
  value: string | null;
  numerator: string;
  denominator: string | null;
  facts: number;
  missing: number;
};

/** The metric's value from the sums of its components. `ofPartner` takes the components of a partner's own figure. */
export function valueOf(metric: Metric, sums: Sums, ofPartner = false): Value {
  const above = ofPartner && metric.ofPartner ? metric.ofPartner.numerator : metric.numerator;
  const below = metric.denominator;
  const numerator = total(above, sums);
  const all = [...above, ...(below ?? [])];
  const facts = above.reduce((sum, key) => sum + (sums[key]?.facts ?? 0), 0);
  const missing = [...new Set(all)].reduce((sum, key) => sum + (sums[key]?.missing ?? 0), 0);
  if (!below) {
    const text = written(above, numerator);
    return { value: text, numerator: text, denominator: null, facts, missing };
  }
  const denominator = total(below, sums);
  const places = metric.unit === "money" ? 4 : 10;
  const value = divideExact(numerator * unitsOf(below), denominator * unitsOf(above), places);
  return { value, numerator: written(above, numerator), denominator: written(below, denominator), facts, missing };
}

const total = (keys: readonly ComponentKey[], sums: Sums) =>
  keys.reduce((sum, key) => sum + (sums[key]?.value ?? 0n), 0n);
const isMoney = (keys: readonly ComponentKey[]) => keys.some((key) => componentOf(key).measures === "money");
const unitsOf = (keys: readonly ComponentKey[]) => (isMoney(keys) ? 10_000n : 1n);
const written = (keys: readonly ComponentKey[], sum: bigint) => (isMoney(keys) ? decimalOfE4(sum) : sum.toString());
