import { isMetricKey, metricOf } from "../metrics/registry";
import { decimalOfE4, divideExact } from "../money";
import { inPercent, type Measured } from "./figures";
import { exact } from "./status";

const scale = 10n ** 10n;

/**
 * A tenth better than the baseline, as a first target: of a share, a tenth of what is missing; of a count, a whole one. Null
 * without a baseline.
 */
export function proposedTarget(
  measured: Pick<Measured, "metric" | "unit">,
  better: "up" | "down" | null,
  baseline: string | null,
): string | null {
  if (baseline === null || exact(baseline) <= 0n) return null;
  const value = exact(baseline);
  if (inPercent(measured) && better === "up") return written(value < scale ? value + (scale - value) / 10n : scale);
  if (better === "down") return written((value * 9n) / 10n);
  const more = (value * 11n) / 10n;
  return isCount(measured) ? String((more + scale - 1n) / scale) : written(more);
}

const isCount = ({ metric, unit }: Pick<Measured, "metric" | "unit">) =>
  metric && isMetricKey(metric) ? metricOf(metric).unit === "count" : unit === "count";
const written = (value: bigint) => divideExact(value, scale, 4);

/** What people typed of a metric as it is kept: percent as a fraction. */
export const storedOf = (measured: Pick<Measured, "metric" | "unit">, typedE4: bigint): string =>
  inPercent(measured) ? (divideExact(typedE4, 1_000_000n, 6) as string) : decimalOfE4(typedE4);

/** What is kept as people type it. */
export function typedOf(measured: Pick<Measured, "metric" | "unit">, stored: string | null): string {
  if (stored === null) return "";
  const text = inPercent(measured) ? (divideExact(exact(stored) * 100n, scale, 4) as string) : stored;
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
