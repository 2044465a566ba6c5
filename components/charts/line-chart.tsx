import { line } from "d3-shape";
import { cx } from "@/components/ui/class-names";
import { middle, PLOT, round } from "./geometry";
import { Plot } from "./plot";
import { ticksOf, verticalScale } from "./scale";
import { DASHES, EndLabels, FILLS, Legend, type Series, STROKES } from "./series-names";

type LineChartProps = {
  label: string;
  periods: readonly string[];
  /** Up to five; `texts` are the values as people read them. */
  series: readonly Series[];
  formatTick?: (value: number) => string;
  fromZero?: boolean;
};

/** Up to five series, told apart by color, dash and their names at the end of the lines. */
export function LineChart({ label, periods, series: all, formatTick, fromZero = true }: LineChartProps) {
  const series = all.slice(0, 5);
  const scale = verticalScale(
    series.flatMap((one) => one.values),
    fromZero,
  );
  const x = (index: number) => ((index + 0.5) / periods.length) * 100;
  const path = line<number | null>(
    (_, index) => round(x(index)),
    (value) => round(scale(value ?? 0)),
  ).defined((value) => value !== null);
  return (
    <div className="@container">
      {series.length > 1 ? <Legend names={series.map((one) => one.label)} /> : null}
      <Plot
        label={label}
        ticks={ticksOf(scale, formatTick)}
        periods={periods}
        after={series.length > 1 ? <EndLabels series={series} scale={scale} /> : null}
      >
        <svg
          width="100%"
          height={PLOT.height}
          viewBox={`0 0 100 ${PLOT.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {series.map((one, index) => (
            <path
              key={one.label}
              d={path([...one.values]) ?? ""}
              fill="none"
              className={STROKES[index]}
              strokeWidth="2"
              strokeDasharray={DASHES[index]}
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        {periods.map((period, index) => (
          <PeriodMarks
            key={period}
            period={period}
            index={index}
            count={periods.length}
            series={series}
            scale={scale}
          />
        ))}
      </Plot>
    </div>
  );
}

type Scale = ReturnType<typeof verticalScale>;
type PeriodMarksProps = { period: string; index: number; count: number; series: readonly Series[]; scale: Scale };

function PeriodMarks({ period, index, count, series, scale }: PeriodMarksProps) {
  const words = series.map((one) => `${one.label}: ${one.texts[index] ?? "–"}`).join("\n");
  return (
    <g className="group/period">
      <title>{`${period}\n${words}`}</title>
      <rect x={`${round((index / count) * 100)}%`} width={`${round(100 / count)}%`} height="90%" fill="transparent" />
      <line
        x1={middle(index, count)}
        x2={middle(index, count)}
        y1={PLOT.top}
        y2={PLOT.height - PLOT.bottom}
        className="stroke-line-strong opacity-0 group-hover/period:opacity-100"
      />
      {series.map((one, at) => {
        const value = one.values[index];
        if (value === null || value === undefined) return null;
        const lonely = (one.values[index - 1] ?? null) === null && (one.values[index + 1] ?? null) === null;
        const shown = lonely || index === count - 1;
        return (
          <circle
            key={one.label}
            cx={middle(index, count)}
            cy={round(scale(value))}
            r="3"
            className={cx(FILLS[at], !shown && "opacity-0 group-hover/period:opacity-100")}
          />
        );
      })}
    </g>
  );
}
