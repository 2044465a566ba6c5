import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { cx } from "@/components/ui/class-names";

type SparklineProps = { values: readonly (number | null)[]; label: string; className?: string };

const WIDTH = 100;
const HEIGHT = 32;

/** The shape of a series without axes; gaps stay gaps, the last point is marked. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const x = scaleLinear([0, values.length - 1], [2, WIDTH - 4]);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const y = scaleLinear([low, high === low ? low + 1 : high], [HEIGHT - 4, 4]);
  const last = values.findLastIndex((value) => value !== null);
  const defined = (value: number | null) => value !== null;
  const path = line<number | null>(
    (value, index) => x(index),
    (value) => y(value ?? 0),
  ).defined(defined)([...values]);
  const fill = area<number | null>(
    (value, index) => x(index),
    HEIGHT,
    (value) => y(value ?? 0),
  ).defined(defined)([...values]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className={cx("overflow-visible", className)}>
      <title>{label}</title>
      <path d={fill ?? ""} className="fill-bar" opacity="0.1" />
      <path
        d={path ?? ""}
        fill="none"
        className="stroke-bar"
        strokeWidth="1.75"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2.5" className="fill-accent" />
    </svg>
  );
}
