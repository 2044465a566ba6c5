import { part } from "./quadrants";

/** How much of the value the largest partners bring: shares from 0 to 1, the largest first. */
export type Curve = {
  points: { partners: number; value: number }[];
  /** What the top fifth of those with value bring. */
  topFifth: number;
  /** The smallest number of partners that bring four fifths, and how many have any value. */
  forFourFifths: number;
  bearing: number;
};

const steps = 20;

/** The 80/20 curve over partners with value; empty when there are none. */
export function curveOf(values: readonly bigint[]): Curve {
  const sorted = values.filter((value) => value > 0n).sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  const total = sorted.reduce((sum, value) => sum + value, 0n);
  const sums = [0n];
  for (const value of sorted) sums.push((sums.at(-1) as bigint) + value);
  const after = (partners: number) => part(sums[partners] ?? total, total);
  const bearing = sorted.length;
  if (bearing === 0) return { points: [], topFifth: 0, forFourFifths: 0, bearing };
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const count = Math.round((bearing * step) / steps);
    return { partners: count / bearing, value: after(count) };
  });
  const forFourFifths = sums.findIndex((sum) => sum * 5n >= total * 4n);
  return { points, topFifth: after(Math.ceil(bearing / 5)), forFourFifths, bearing };
}
