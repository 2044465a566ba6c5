import { cx } from "./class-names";

type ProgressProps = { ratio: number; label: string; tone?: "accent" | "good" | "warn" | "bad" };

const FILLS = { accent: "fill-bar", good: "fill-good", warn: "fill-warn", bad: "fill-bad" };

/** A thin bar, 0 to 1; more than all is shown as all. */
export function Progress({ ratio, label, tone = "accent" }: ProgressProps) {
  const percent = Math.round(Math.min(Math.max(ratio, 0), 1) * 1000) / 10;
  return (
    <svg role="img" aria-label={label} width="100%" height="4" className="block overflow-hidden rounded-full">
      <title>{label}</title>
      <rect width="100%" height="4" className="fill-line" />
      <rect width={`${percent}%`} height="4" rx="2" className={cx(FILLS[tone])} />
    </svg>
  );
}
