import { decimalOfE4 } from "../money";

/**
 * What won revenue is made of over a span. `amountE4`: revenue won; `won` and `lost`: deals that were decided; `cycleDays`
 * over `timed` deals: how long won ones took, as far as their start is known.
 */
export type Selling = { amountE4: bigint; won: bigint; lost: bigint; cycleDays: bigint; timed: bigint };

export const sellingDrivers = ["volume", "conversion", "size", "cycle"] as const;
export type SellingDriver = (typeof sellingDrivers)[number];

/** How much of a change each driver brought, in ten-thousandths: together exactly the change. */
export type Parts = Record<SellingDriver, bigint>;

/** A fraction of two integers, the second above zero. */
export type Fraction = { over: bigint; under: bigint };
/** Revenue as a product: deals in work × how fast they are decided × how many are won × what a won one brings. */
export type Factors = Record<SellingDriver, Fraction>;

const fraction = (over: bigint, under: bigint): Fraction =>
  under < 0n ? { over: -over, under: -under } : { over, under };
const times = (a: Fraction, b: Fraction): Fraction => fraction(a.over * b.over, a.under * b.under);
const one: Fraction = { over: 1n, under: 1n };

/**
 * The factors of a span, or null for one that the span does not tell: nobody knows what a deal brings where none was won.
 * Deals in work are the decided ones times the days they took (Little's law), so that the product is the revenue exactly. A
 * deal that was won on the day it began took one day.
 */
function known({ amountE4, won, lost, cycleDays, timed }: Selling): Record<SellingDriver | "days", Fraction | null> {
  const decided = won + lost;
  const days = timed > 0n && cycleDays + timed > 0n ? fraction(cycleDays + timed, timed) : null;
  return {
    volume: fraction(decided, 1n),
    conversion: decided > 0n ? fraction(won, decided) : null,
    size: won > 0n ? fraction(amountE4, won) : null,
    cycle: days ? fraction(days.under, days.over) : null,
    days,
  };
}

/** Both spans as factors. What one does not tell is taken from the other, so that it explains nothing. */
export function factorsOf(before: Selling, after: Selling): [Factors, Factors] {
  const [a, b] = [known(before), known(after)];
  const either = (mine: Fraction | null, other: Fraction | null) => mine ?? other ?? one;
  const made = (x: typeof a, y: typeof a): Factors => ({
    volume: times(x.volume as Fraction, either(x.days, y.days)),
    conversion: either(x.conversion, y.conversion),
    size: either(x.size, y.size),
    cycle: either(x.cycle, y.cycle),
  });
  return [made(a, b), made(b, a)];
}

/**
 * Splits the change of a product among its factors: the mean, over every order in which they could have changed one after
 * the other, of what each adds (Shapley). It adds up by construction; what rounding to ten-thousandths leaves goes to the
 * parts that lost most by it.
 */
export function decompose(before: Factors, after: Factors): Parts {
  const under = sellingDrivers.reduce((all, key) => all * before[key].under * after[key].under, 1n);
  const sums: Parts = { volume: 0n, conversion: 0n, size: 0n, cycle: 0n };
  for (const order of orders) {
    const now = { ...before };
    let value = productOver(now, under);
    for (const key of order) {
      now[key] = after[key];
      const next = productOver(now, under);
      sums[key] += next - value;
      value = next;
    }
  }
  return rounded(sums, under * BigInt(orders.length));
}

/** The change of won revenue between two spans, by what brought it. */
export const driversOfChange = (before: Selling, after: Selling): Parts => decompose(...factorsOf(before, after));

/** What is expected of a span: its revenue, and of its drivers what has a target. */
export type Expected = {
  amountE4: bigint;
  conversion?: Fraction | null;
  size?: Fraction | null;
  days?: Fraction | null;
};

/**
 * The gap between what was expected and what came, by what brought it. A driver without a target is expected to be as it
 * is; the volume that the expected revenue would have taken with the others is the rest, so that the parts add up to the gap.
 */
export function driversOfGap(expected: Expected, actual: Selling): Parts {
  const [, now] = factorsOf(actual, actual);
  const conversion = positive(expected.conversion) ?? positive(now.conversion) ?? one;
  const size = positive(expected.size) ?? positive(now.size) ?? one;
  const days = positive(expected.days);
  const cycle = days ? fraction(days.under, days.over) : now.cycle;
  const rest = times(times(conversion, size), cycle);
  const volume = fraction(expected.amountE4 * rest.under, rest.over);
  // What the span does not tell of itself was as expected.
  const told = {
    ...now,
    ...(actual.won === 0n ? { size } : {}),
    ...(actual.won + actual.lost === 0n ? { conversion } : {}),
  };
  return decompose({ volume, conversion, size, cycle }, told);
}

const positive = (given: Fraction | null | undefined) => (given && given.over > 0n && given.under > 0n ? given : null);

/** The parts' sum as a decimal text, for the command line. */
export const totalOf = (parts: Parts): string => decimalOfE4(sellingDrivers.reduce((sum, key) => sum + parts[key], 0n));

const orders = permutations([...sellingDrivers]);

function permutations(keys: SellingDriver[]): SellingDriver[][] {
  if (keys.length < 2) return [keys];
  return keys.flatMap((key) => permutations(keys.filter((other) => other !== key)).map((rest) => [key, ...rest]));
}

/** The product as so many of 1 / `under`, which every denominator divides. */
function productOver(factors: Factors, under: bigint): bigint {
  const over = sellingDrivers.reduce((all, key) => all * factors[key].over, 1n);
  return (over * under) / sellingDrivers.reduce((all, key) => all * factors[key].under, 1n);
}

function rounded(sums: Parts, under: bigint): Parts {
  const floor = (value: bigint) => (value < 0n && value % under !== 0n ? value / under - 1n : value / under);
  const parts = { ...sums };
  for (const key of sellingDrivers) parts[key] = floor(sums[key]);
  const whole = floor(sellingDrivers.reduce((sum, key) => sum + sums[key], 0n));
  let left = whole - sellingDrivers.reduce((sum, key) => sum + parts[key], 0n);
  const lost = (key: SellingDriver) => sums[key] - parts[key] * under;
  const byLoss = [...sellingDrivers].sort((a, b) => (lost(a) === lost(b) ? 0 : lost(a) < lost(b) ? 1 : -1));
  for (const key of byLoss) {
    if (left === 0n) break;
    parts[key] += 1n;
    left -= 1n;
  }
  return parts;
}
