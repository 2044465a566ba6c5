import { scaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";

export const PLOT = { height: 232, top: 20, bottom: 24 };

const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A vertical scale in pixels with round limits; from zero unless told otherwise. */
export function verticalScale(values: readonly (number | null | undefined)[], fromZero = true) {
  const known = values.filter((value) => value !== null && value !== undefined);
  const low = Math.min(...known, fromZero ? 0 : Number.POSITIVE_INFINITY);
  const high = Math.max(...known, fromZero ? 0 : Number.NEGATIVE_INFINITY);
  const domain = known.length === 0 ? [0, 1] : low === high ? [low, low + 1] : [low, high];
  return scaleLinear(domain, [PLOT.height - PLOT.bottom, PLOT.top]).nice(4);
}

/** The middle of a period on the horizontal axis, in percent of the width. */
export function middle(index: number, count: number) {
  return `${round(((index + 0.5) / count) * 100)}%`;
}

export function round(value: number) {
  return Math.round(value * 100) / 100;
}

type PlotProps = {
  label: string;
  scale: ReturnType<typeof verticalScale>;
  periods: readonly string[];
  formatTick?: (value: number) => string;
  /** A chart of links is a group, since an image may hold nothing to focus. */
  linked?: boolean;
  after?: ReactNode;
  children: ReactNode;
};

/** Axes and grid. Widths are percentages, so that letters keep their size on every screen. */
export function Plot({
  label,
  scale,
  periods,
  formatTick = (value) => COMPACT.format(value),
  linked,
  after,
  children,
}: PlotProps) {
  const ticks = scale.ticks(4);
  const names = ticks.map(formatTick);
  const gutter = Math.max(...names.map((name) => name.length)) * 7.5 + 14;
  return (
    <div role={linked ? "group" : "img"} aria-label={label} className="@container flex text-xs tabular-nums">
      <svg width={gutter} height={PLOT.height} aria-hidden="true" className="shrink-0 overflow-visible">
        {ticks.map((tick, index) => (
          <text key={tick} x={gutter - 10} y={scale(tick)} dy="0.32em" textAnchor="end" className="fill-muted">
            {names[index]}
          </text>
        ))}
      </svg>
      <svg height={PLOT.height} aria-hidden={linked ? undefined : true} className="w-0 min-w-0 grow overflow-visible">
        {ticks.map((tick) => (
          <line
            key={tick}
            x1="0"
            x2="100%"
            y1={round(scale(tick))}
            y2={round(scale(tick))}
            className={tick === 0 ? "stroke-line-strong" : "stroke-line"}
            shapeRendering="crispEdges"
          />
        ))}
        {children}
        {periods.map((period, index) => (
          <text
            key={period}
            x={middle(index, periods.length)}
            y={PLOT.height - 6}
            textAnchor="middle"
            className={cx("fill-muted", labelVisibility(index, periods))}
          >
            {period}
          </text>
        ))}
      </svg>
      {after}
    </div>
  );
}

/** The last period is always named; the others as far as they fit beside each other at three widths. */
function labelVisibility(index: number, periods: readonly string[]) {
  const need = periods.length * (Math.max(...periods.map((period) => period.length)) * 7 + 12);
  const wide = Math.max(1, Math.ceil(need / 830));
  const middling = wide * Math.max(1, Math.ceil(need / 500 / wide));
  const narrow = middling * Math.max(1, Math.ceil(need / 260 / middling));
  const fromLast = periods.length - 1 - index;
  if (fromLast % narrow === 0) return null;
  if (fromLast % middling === 0) return "hidden @xl:block";
  return fromLast % wide === 0 ? "hidden @4xl:block" : "hidden";
}
