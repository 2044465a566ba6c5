"use client";

import { type ReactNode, useId } from "react";
import { cx } from "@/components/ui/class-names";
import { middle, round, type Tick } from "./geometry";
import { Plot } from "./plot";

type DrawnBar = { label: string; text: string; y: number; height: number; partial?: boolean; href?: string };
type BarDrawingProps = {
  label: string;
  ticks: readonly Tick[];
  bars: readonly DrawnBar[];
  reference?: { y: number; text: string };
};

/** Bars whose places were worked out on the server. */
export function BarDrawing({ label, ticks, bars, reference }: BarDrawingProps) {
  const hatch = useId();
  return (
    <Plot label={label} ticks={ticks} periods={bars.map((bar) => bar.label)} linked={bars.some((bar) => bar.href)}>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className="fill-bar" opacity="0.22" />
          <rect width="2" height="6" className="fill-bar" />
        </pattern>
      </defs>
      {bars.map((bar, index) => (
        <BarLink key={bar.label} bar={bar}>
          <BarShape bar={bar} index={index} count={bars.length} hatch={hatch} />
        </BarLink>
      ))}
      {reference ? (
        <g>
          <line x1="0" x2="100%" y1={reference.y} y2={reference.y} className="stroke-ink" strokeDasharray="4 4" />
          <text x="100%" y={reference.y - 6} textAnchor="end" className="fill-ink halo font-medium">
            {reference.text}
          </text>
        </g>
      ) : null}
    </Plot>
  );
}

function BarLink({ bar, children }: { bar: DrawnBar; children: ReactNode }) {
  if (!bar.href) return children;
  return (
    <a href={bar.href} aria-label={`${bar.label}: ${bar.text}`}>
      {children}
    </a>
  );
}

type BarShapeProps = { bar: DrawnBar; index: number; count: number; hatch: string };

function BarShape({ bar, index, count, hatch }: BarShapeProps) {
  const fill = count <= 6 ? 0.44 : 0.66;
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
        y={bar.y}
        height={bar.height}
        rx="2"
        fill={bar.partial ? `url(#${hatch})` : undefined}
        className={bar.partial ? undefined : "fill-bar group-hover/bar:fill-accent"}
      />
      <text
        x={middle(index, count)}
        y={bar.y - 6}
        textAnchor="middle"
        className={cx("fill-body halo font-medium", count > 8 ? HOVERED : `${HOVERED} @xl:opacity-100`)}
      >
        {bar.text}
      </text>
    </g>
  );
}

const HOVERED = "pointer-events-none opacity-0 group-hover/bar:opacity-100";
