import { cx } from "@/components/ui/class-names";

type SparklineProps = { values: readonly (number | null)[]; label: string; className?: string };
type Point = { x: number; y: number };

const WIDTH = 100;
const HEIGHT = 32;

/** The shape of a series without axes; gaps stay gaps, the last point is marked. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const runs = runsOf(values);
  const last = runs.at(-1)?.at(-1);
  if (!last || runs.flat().length < 2) return null;
  const path = runs.map(lineThrough).join("");
  const fill = runs.map((run) => `${lineThrough(run).replace("Z", "")}V${HEIGHT}H${run[0]?.x}Z`).join("");
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className={cx("overflow-visible", className)}>
      <title>{label}</title>
      <path d={fill} className="fill-bar" opacity="0.1" />
      <path
        d={path}
        fill="none"
        className="stroke-bar"
        strokeWidth="1.75"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={last.x} cy={last.y} r="2.5" className="fill-accent" />
    </svg>
  );
}

/** The known values as points, in runs between the gaps. */
function runsOf(values: readonly (number | null)[]): Point[][] {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const runs: Point[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) return void runs.push([]);
    const x = 2 + (index / Math.max(values.length - 1, 1)) * (WIDTH - 6);
    const y = HEIGHT - 4 - ((value - low) / (high - low || 1)) * (HEIGHT - 8);
    runs.at(-1)?.push({ x: round(x), y: round(y) });
  });
  return runs.filter((run) => run.length > 0);
}

/** A lone point closes its path, so that its round end shows. */
const lineThrough = (run: Point[]) => `M${run.map(({ x, y }) => `${x},${y}`).join("L")}${run.length === 1 ? "Z" : ""}`;
const round = (value: number) => Math.round(value * 100) / 100;
