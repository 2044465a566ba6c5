import { divideExact } from "../money";

/** So few partners or more: fewer would tell of one what the others could work out. */
export const smallestCohort = 5;

export type Quartiles = { partners: number; q1: string; median: string; q3: string };

const decimals = 10n ** 10n;

/** Quartiles of decimal texts, exact to ten decimals, between the two values beside the place. Null of fewer than five. */
export function quartilesOf(values: readonly string[]): Quartiles | null {
  if (values.length < smallestCohort) return null;
  const sorted = values.map(parts).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (quarters: bigint) => {
    const place = quarters * BigInt(sorted.length - 1);
    const [low, rest] = [Number(place / 4n), place % 4n];
    const [a, b] = [sorted[low] as bigint, sorted[Math.min(low + 1, sorted.length - 1)] as bigint];
    return divideExact(a * 4n + (b - a) * rest, 4n * decimals) as string;
  };
  return { partners: values.length, q1: at(1n), median: at(2n), q3: at(3n) };
}

function parts(decimal: string): bigint {
  const [whole = "0", fraction = ""] = decimal.replace("-", "").split(".");
  const value = BigInt(whole) * decimals + BigInt(fraction.slice(0, 10).padEnd(10, "0"));
  return decimal.startsWith("-") ? -value : value;
}
