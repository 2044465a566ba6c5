import { decimalOfE4, divideExact } from "../money";
import { type ComponentKey, componentOf } from "./components";
import { componentsOf, type Metric } from "./metric";

/** Sums of components: money in ten-thousandths, counts and days as they are. `missing` counts facts without a rate. */
export type Sums = Partial<Record<ComponentKey, { value: bigint; facts: number; missing: number }>>;

/** A figure, exact: decimal texts, a fraction for a rate. `value` is null when a denominator is 0. */
export type Value = {
  value: string | null;
  numerator: string;
  denominator: string | null;
  /** The second ratio of a difference, as it stands in the figure. */
  minus?: { value: string | null; numerator: string; denominator: string };
  facts: number;
  missing: number;
};

/** a / b, exact. Nothing when b is 0. */
type Fraction = { a: bigint; b: bigint } | null;

/** The metric's value from the sums of its components. `ofPartner` takes the components of a partner's own figure. */
export function valueOf(metric: Metric, sums: Sums, ofPartner = false): Value {
  const above = ofPartner && metric.ofPartner ? metric.ofPartner.numerator : metric.numerator;
  const { denominator: below, minus } = metric;
  const numerator = total(above, sums) - total(metric.less ?? [], sums);
  const facts = above.reduce((sum, key) => sum + (sums[key]?.facts ?? 0), 0);
  const missing = componentsOf(metric, ofPartner).reduce((sum, key) => sum + (sums[key]?.missing ?? 0), 0);
  const first = fractionOf(numerator, above, below, sums);
  const second = minus ? fractionOf(total(minus.numerator, sums), minus.numerator, minus.denominator, sums) : undefined;
  const exact = shaped(metric, second === undefined ? first : difference(first, second));
  const counted = isMoney(above) || metric.scale?.over ? undefined : 0;
  const places = metric.unit === "money" ? 4 : 10;
  // What never came to a fact has no median.
  const none = !below && facts === 0 && above.every((key) => isPicked(key));
  return {
    value:
      exact === null || none ? null : below ? divideExact(exact.a, exact.b, places) : plain(exact, places, counted),
    numerator: written(above, numerator),
    denominator: below ? written(below, total(below, sums)) : null,
    ...(minus && second !== undefined ? { minus: partOf(metric, minus, second, sums) } : {}),
    facts,
    missing,
  };
}

function partOf(
  metric: Metric,
  { numerator, denominator }: NonNullable<Metric["minus"]>,
  second: Fraction,
  sums: Sums,
) {
  const value = scaled(metric, second);
  return {
    value: value && divideExact(value.a, value.b),
    numerator: written(numerator, total(numerator, sums)),
    denominator: written(denominator, total(denominator, sums)),
  };
}

/** In whole units: ten-thousandths of money become fractions of one. */
function fractionOf(
  numerator: bigint,
  above: readonly ComponentKey[],
  below: readonly ComponentKey[] | undefined,
  sums: Sums,
): Fraction {
  const denominator = below ? total(below, sums) : 1n;
  if (denominator === 0n) return null;
  return { a: numerator * (below ? unitsOf(below) : 1n), b: denominator * unitsOf(above) };
}

const difference = (one: Fraction, other: Fraction): Fraction =>
  one && other && { a: one.a * other.b - other.a * one.b, b: one.b * other.b };

/** The value in the metric's own shape and unit. */
function shaped(metric: Metric, fraction: Fraction): Fraction {
  if (!fraction || metric.form !== "accuracy") return scaled(metric, fraction);
  const b = fraction.b < 0n ? -fraction.b : fraction.b;
  const a = fraction.b < 0n ? -fraction.a : fraction.a;
  const off = a > b ? a - b : b - a;
  return scaled(metric, { a: off > b ? 0n : b - off, b });
}

const scaled = ({ scale }: Metric, fraction: Fraction): Fraction =>
  fraction && { a: fraction.a * BigInt(scale?.times ?? 1), b: fraction.b * BigInt(scale?.over ?? 1) };

/** Without denominator: money with its four decimals, counts as whole numbers, what is scaled with ten. */
const plain = ({ a, b }: { a: bigint; b: bigint }, places: number, whole?: number) =>
  divideExact(a, b, whole ?? places);

const total = (keys: readonly ComponentKey[], sums: Sums) =>
  keys.reduce((sum, key) => sum + (sums[key]?.value ?? 0n), 0n);
const isMoney = (keys: readonly ComponentKey[]) => keys.some((key) => componentOf(key).measures === "money");
const isPicked = (key: ComponentKey) => componentOf(key).pick === "median" || componentOf(key).pick === "p90";
const unitsOf = (keys: readonly ComponentKey[]) => (isMoney(keys) ? 10_000n : 1n);
const written = (keys: readonly ComponentKey[], sum: bigint) => (isMoney(keys) ? decimalOfE4(sum) : sum.toString());
