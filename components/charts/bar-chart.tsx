import { type ReactNode, useId } from "react";
import { cx } from "@/components/ui/class-names";
import { middle, Plot, round, verticalScale } from "./plot";

export type Bar = {
  label: string;
  value: number | null;
  /** The value as people read it, with its unit. */
  text: string;
  /** A period that is not over yet: hatched. */
  partial?: boolean;
  href?: string;
};

type BarChartProps = {
  label: string;
  bars: readonly Bar[];
  formatTick?: (value: number) => string;
  reference?: { value: number; text: string };
};

/** Bars by period, from zero. The value stands over its bar, always when there are few, else on hover. */
export function BarChart({ label, bars, formatTick, reference }: BarChartProps) {
  const hatch = useId();
  const scale = verticalScale([...bars.map((bar) => bar.value), reference?.value]);
  const linked = bars.some((bar) => bar.href);
  return (
    <Plot label={label} scale={scale} periods={bars.map((bar) => bar.label)} formatTick={formatTick} linked={linked}>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className="fill-bar" opacity="0.22" />
          <rect width="2" height="6" className="fill-bar" />
        </pattern>
      </defs>
      {bars.map((bar, index) => (
        <BarLink key={bar.label} bar={bar}>
          <BarShape bar={bar} index={index} count={bars.length} scale={scale} hatch={hatch} />
        </BarLink>
      ))}
      {reference ? (
        <g>
          <line
            x1="0"
            x2="100%"
            y1={round(scale(reference.value))}
            y2={round(scale(reference.value))}
            className="stroke-ink"
            strokeDasharray="4 4"
          />
          <text x="100%" y={scale(reference.value) - 6} textAnchor="end" className="fill-ink halo font-medium">
            {reference.text}
          </text>
        </g>
      ) : null}
    </Plot>
  );
}

function BarLink({ bar, children }: { bar: Bar; children: ReactNode }) {
  if (!bar.href) return children;
  return (
    <a href={bar.href} aria-label={`${bar.label}: ${bar.text}`}>
      {children}
    </a>
  );
}

type BarShapeProps = { bar: Bar; index: number; count: number; scale: ReturnType<typeof verticalScale>; hatch: string };

function BarShape({ bar, index, count, scale, hatch }: BarShapeProps) {
  const fill = count <= 6 ? 0.44 : 0.66;
  const from = scale(Math.max(0, bar.value ?? 0));
  const to = scale(Math.min(0, bar.value ?? 0));
  const height = bar.value ? Math.max(to - from, 1.5) : 0;
  return (
    <g className="group/bar">
      <title>{`${bar.label}${bar.partial ? " (not over yet)" : ""}: ${bar.text}`}</title>
      <rect
        x={`${round((index / count) * 100)}%`}
        width={`${round(100 / count)}%`}
        height="90%"
        className="group-hover/bar:fill-hover fill-transparent"
      />
      <rect
        x={`${round(((index + (1 - fill) / 2) / count) * 100)}%`}
        width={`${round((fill / count) * 100)}%`}
        y={round(from)}
        height={round(height)}
        rx="2"
        fill={bar.partial ? `url(#${hatch})` : undefined}
        className={bar.partial ? undefined : "fill-bar group-hover/bar:fill-accent"}
      />
      <text
        x={middle(index, count)}
        y={round(from) - 6}
        textAnchor="middle"
        className={cx("fill-body halo font-medium", count > 8 ? HOVERED : `${HOVERED} @xl:opacity-100`)}
      >
        {bar.value === null ? "–" : bar.text}
      </text>
    </g>
  );
}

const HOVERED = "pointer-events-none opacity-0 group-hover/bar:opacity-100";
