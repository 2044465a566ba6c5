/** The drawing area in pixels: its height, and what labels take above and below. */
export const PLOT = { height: 232, top: 20, bottom: 24 };

/** A round value of an axis, with its words and place. */
export type Tick = { value: number; y: number; text: string };

/** The middle of a period on the horizontal axis, in percent of the width. */
export function middle(index: number, count: number) {
  return `${round(((index + 0.5) / count) * 100)}%`;
}

export function round(value: number) {
  return Math.round(value * 100) / 100;
}
