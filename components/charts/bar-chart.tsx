import { BarDrawing } from "./bar-drawing";
import { round } from "./geometry";
import { ticksOf, verticalScale } from "./scale";

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
  const scale = verticalScale([...bars.map((bar) => bar.value), reference?.value]);
  const placed = bars.map(({ label, value, text, partial, href }) => {
    const from = scale(Math.max(0, value ?? 0));
    const height = value ? Math.max(scale(Math.min(0, value)) - from, 1.5) : 0;
    return { label, text: value === null ? "–" : text, y: round(from), height: round(height), partial, href };
  });
  return (
    <BarDrawing
      label={label}
      ticks={ticksOf(scale, formatTick)}
      bars={placed}
      reference={reference && { text: reference.text, y: round(scale(reference.value)) }}
    />
  );
}
