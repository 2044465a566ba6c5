import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { middle, PLOT, type Tick } from "./geometry";

type PlotProps = {
  label: string;
  ticks: readonly Tick[];
  periods: readonly string[];
  /** A chart of links is a group, since an image may hold nothing to focus. */
  linked?: boolean;
  after?: ReactNode;
  children: ReactNode;
};

/** Axes and grid. Widths are percentages, so that letters keep their size on every screen. */
export function Plot({ label, ticks, periods, linked, after, children }: PlotProps) {
  const gutter = Math.max(...ticks.map(({ text }) => text.length)) * 7.5 + 14;
  return (
    <div role={linked ? "group" : "img"} aria-label={label} className="@container flex text-xs tabular-nums">
      <svg width={gutter} height={PLOT.height} aria-hidden="true" className="shrink-0 overflow-visible">
        {ticks.map(({ value, y, text }) => (
          <text key={value} x={gutter - 10} y={y} dy="0.32em" textAnchor="end" className="fill-muted">
            {text}
          </text>
        ))}
      </svg>
      <svg height={PLOT.height} aria-hidden={linked ? undefined : true} className="w-0 min-w-0 grow overflow-visible">
        {ticks.map(({ value, y }) => (
          <line
            key={value}
            x1="0"
            x2="100%"
            y1={y}
            y2={y}
            className={value === 0 ? "stroke-line-strong" : "stroke-line"}
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
