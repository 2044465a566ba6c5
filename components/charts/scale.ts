import { scaleLinear } from "d3-scale";
import { PLOT, round, type Tick } from "./geometry";

const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A vertical scale in pixels with round limits; from zero unless told otherwise. */
export function verticalScale(values: readonly (number | null | undefined)[], fromZero = true) {
  const known = values.filter((value) => value !== null && value !== undefined);
  const low = Math.min(...known, fromZero ? 0 : Number.POSITIVE_INFINITY);
  const high = Math.max(...known, fromZero ? 0 : Number.NEGATIVE_INFINITY);
  const domain = known.length === 0 ? [0, 1] : low === high ? [low, low + 1] : [low, high];
  return scaleLinear(domain, [PLOT.height - PLOT.bottom, PLOT.top]).nice(4);
}

/** Four or so round values of the scale. */
export function ticksOf(
  scale: ReturnType<typeof verticalScale>,
  formatTick: (value: number) => string = (value) => COMPACT.format(value),
): Tick[] {
  return scale.ticks(4).map((value) => ({ value, y: round(scale(value)), text: formatTick(value) }));
}
