/** The smallest of the values that at least the share `p` of them does not exceed. NaN of no values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)] ?? Number.NaN;
}

/** A number as it is printed: three significant digits, whole from 100 up. */
export function short(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** How steep a line through the points is, by least squares, to hundredths. */
export function slope(points: readonly [number, number][]): number {
  const mean = (which: 0 | 1) => points.reduce((sum, point) => sum + point[which], 0) / Math.max(1, points.length);
  const [x, y] = [mean(0), mean(1)];
  const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return below === 0 ? 0 : Math.round((above / below) * 100) / 100;
}
