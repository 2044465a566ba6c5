import { formatE4, formatNumber, formatPercent } from "../format";
import {
  driversOfGap,
  type Expected,
  type Fraction,
  type Parts,
  type Selling,
  type SellingDriver,
  sellingDrivers,
} from "./decomposition";
import { exact } from "./status";

const scale = 10n ** 10n;

/** Targets of the drivers of won revenue, as far as the scorecard has them: decimal texts. */
export type DriverTargets = { winRate?: string | null; dealSize?: string | null; cycleDays?: string | null };

/** What the revenue target asks for by today, and of the drivers what theirs ask. */
export function expectedOf(target: string, pace: { passed: number; days: number }, drivers: DriverTargets): Expected {
  const { winRate, dealSize, cycleDays } = drivers;
  const fraction = (text: string | null | undefined, more = 0n, under = scale): Fraction | null =>
    text ? { over: exact(text) + more, under } : null;
  return {
    amountE4: (exact(target) * BigInt(pace.passed)) / BigInt(pace.days) / 1_000_000n,
    conversion: fraction(winRate),
    size: fraction(dealSize, 0n, 1_000_000n),
    // A deal that is won on the day it began takes one day, here as in the figures.
    days: fraction(cycleDays, scale),
  };
}

export const driverWords: Record<SellingDriver, { label: string; says: string }> = {
  volume: { label: "Volume", says: "deals in work" },
  conversion: { label: "Conversion", says: "deals won of those decided" },
  size: { label: "Deal size", says: "revenue a won deal" },
  cycle: { label: "Cycle", says: "how fast deals are decided" },
};

export type Share = { driver: SellingDriver; label: string; says: string; e4: string; ratio: number | null };

/** The parts as they are shown, largest effect first; `ratio` is the part of the whole, in the whole's direction. */
export function sharesOf(parts: Parts): Share[] {
  const whole = sellingDrivers.reduce((sum, key) => sum + parts[key], 0n);
  const size = (key: SellingDriver) => (parts[key] < 0n ? -parts[key] : parts[key]);
  return [...sellingDrivers]
    .sort((a, b) => (size(a) === size(b) ? 0 : size(a) < size(b) ? 1 : -1))
    .map((driver) => ({
      driver,
      ...driverWords[driver],
      e4: parts[driver].toString(),
      ratio: whole === 0n ? null : Number((parts[driver] * 1000n) / whole) / 1000,
    }));
}

/**
 * Why won revenue is under what is asked for by today, in one sentence: the driver that explains most of the gap, and how
 * far it is from its own target. Null when nothing is missing.
 */
export function gapSentence(expected: Expected, actual: Selling, currency: string): string | null {
  const gap = expected.amountE4 - actual.amountE4;
  if (gap <= 0n) return null;
  const [main] = sharesOf(driversOfGap(expected, actual)).filter(({ ratio }) => ratio !== null && ratio > 0);
  if (!main) return null;
  const part = `${formatNumber(Math.min(main.ratio ?? 0, 9.99) * 100, 0)} %`;
  return `${whatIsOff(main.driver, expected, actual)} explains ${part} of the gap of ${formatE4(gap, currency, "short")}`;
}

function whatIsOff(
  driver: SellingDriver,
  expected: Expected,
  { won, lost, amountE4, cycleDays, timed }: Selling,
): string {
  const number = (given: Fraction) => Number((given.over * 1_000_000n) / given.under) / 1_000_000;
  if (driver === "conversion" && expected.conversion && won + lost > 0n) {
    const points = (Number((won * 1_000_000n) / (won + lost)) / 1_000_000 - number(expected.conversion)) * 100;
    return `win rate ${formatNumber(Math.abs(points), 0)} points ${points < 0 ? "under" : "over"} target`;
  }
  if (driver === "size" && expected.size && won > 0n) {
    const part = number({ over: amountE4, under: won }) / number(expected.size) - 1;
    return `deal size ${formatPercent(Math.abs(part))} ${part < 0 ? "under" : "over"} target`;
  }
  if (driver === "cycle" && expected.days && timed > 0n) {
    const days = number({ over: cycleDays + timed, under: timed }) - number(expected.days);
    return `a sales cycle ${formatNumber(Math.abs(days), 0)} days ${days > 0 ? "over" : "under"} target`;
  }
  const words: Record<SellingDriver, string> = {
    volume: "fewer deals in work than the target takes",
    conversion: "a low win rate",
    size: "small deals",
    cycle: "slow deals",
  };
  return words[driver];
}
