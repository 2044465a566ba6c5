import { cx } from "@/components/ui/class-names";
import { PLOT, round } from "./geometry";
import type { verticalScale } from "./scale";

export type Series = { label: string; values: readonly (number | null)[]; texts: readonly string[] };

export const STROKES = ["stroke-series-1", "stroke-series-2", "stroke-series-3", "stroke-series-4", "stroke-series-5"];
export const FILLS = ["fill-series-1", "fill-series-2", "fill-series-3", "fill-series-4", "fill-series-5"];
export const DASHES = [undefined, "7 4", "2 4", "10 4 2 4", "4 3"];

/** Names with their line over the chart, where there is no room beside it. */
export function Legend({ names }: { names: string[] }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs @2xl:hidden" aria-hidden="true">
      {names.map((name, index) => (
        <li key={name} className="text-body flex items-center gap-1.5">
          <svg width="18" height="4" aria-hidden="true">
            <line x2="18" y1="2" y2="2" strokeWidth="2" strokeDasharray={DASHES[index]} className={STROKES[index]} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Names beside the last values, pushed apart where lines end close together. */
export function EndLabels({ series, scale }: { series: readonly Series[]; scale: ReturnType<typeof verticalScale> }) {
  const ends = series
    .map((one, index) => ({ name: one.label, index, y: scale(one.values.findLast((value) => value !== null) ?? 0) }))
    .sort((a, b) => a.y - b.y);
  const places: number[] = [];
  for (const end of ends) places.push(Math.max(end.y, (places.at(-1) ?? Number.NEGATIVE_INFINITY) + 15));
  const width = Math.min(Math.max(...series.map((one) => one.label.length)) * 6.6 + 16, 180);
  return (
    <svg width={width} height={PLOT.height} aria-hidden="true" className="hidden shrink-0 overflow-visible @2xl:block">
      {ends.map((end, at) => (
        <text
          key={end.name}
          x="10"
          y={round(places[at] ?? end.y)}
          dy="0.32em"
          className={cx("font-medium", FILLS[end.index])}
        >
          {end.name}
        </text>
      ))}
    </svg>
  );
}
