"use client";

import type { ReactNode } from "react";
import { Sparkline } from "@/components/charts/sparkline";
import { cx } from "./class-names";
import { Missing } from "./definition-list";
import { Icon } from "./icon";
import { Progress } from "./progress";

export type Change = {
  /** The difference as people read it: "+12.4 %". */
  text: string;
  /** By the direction of the metric, not by the sign. */
  tone: "good" | "bad" | "neutral";
  /** What it is measured against: "on Q2 2026". */
  comparison: string;
  direction?: "up" | "down";
};

export type FigureProps = {
  label: string;
  /** Formatted; null when there is no value, then `missing` says why. */
  value: string | null;
  /** Unit or currency beside the number: "USD", "days". */
  unit?: string;
  fullValue?: string;
  missing?: string;
  change?: Change;
  secondChange?: Change;
  target?: { text: string; ratio: number; tone?: "accent" | "good" | "warn" | "bad" };
  trend?: readonly (number | null)[];
  trendLabel?: string;
  /** "Counted 12 Mar 2026, 14:05": shown on hover and read out. */
  freshness?: string;
  /** The explanation of the figure; the whole card is the link. */
  href?: string;
};

/** One figure: what, how much, against what, how fresh. */
export function StatCard(figure: FigureProps) {
  const { label, value, unit, fullValue, href, freshness, trend, change, secondChange, target } = figure;
  const hint = [fullValue, freshness].filter(Boolean).join(" · ") || undefined;
  return (
    <div
      className={cx(SURFACE, href && "hover:border-line-strong hover:shadow-raised has-focus-visible:border-accent")}
    >
      <div className="flex items-baseline justify-between gap-2">
        <p className="text-muted min-w-0 text-pretty">
          {href ? (
            <a href={href} title={hint} className="card-link group-hover:text-ink">
              {label}
            </a>
          ) : (
            label
          )}
        </p>
        {href ? <Icon name="chevron-right" className="text-muted size-3.5 opacity-0 group-hover:opacity-100" /> : null}
      </div>
      <div className="mt-1.5 flex items-end justify-between gap-3">
        <p title={hint} className="text-ink text-numeral font-semibold tracking-[-0.02em] whitespace-nowrap">
          {value ?? <Missing reason={figure.missing ?? "No value"} />}
          {value && unit ? <span className="text-muted ml-1.5 text-xs font-medium tracking-normal">{unit}</span> : null}
          {fullValue ? <span className="sr-only">, exactly {fullValue}</span> : null}
        </p>
        {trend ? (
          <Sparkline
            values={trend}
            label={figure.trendLabel ?? `Trend of ${label}`}
            className="mb-1.5 h-7 w-20 shrink-0"
          />
        ) : null}
      </div>
      <div className="mt-2 space-y-0.5 text-xs">
        {value === null ? <p className="text-muted">{figure.missing ?? "No value"}</p> : null}
        {change ? <ChangeLine {...change} /> : null}
        {secondChange ? <ChangeLine {...secondChange} /> : null}
      </div>
      {target ? (
        <div className="mt-auto pt-3">
          <Progress ratio={target.ratio} tone={target.tone} label={target.text} />
          <p className="text-muted mt-1.5 text-xs">{target.text}</p>
        </div>
      ) : null}
      {freshness ? <p className="sr-only">{freshness}</p> : null}
    </div>
  );
}

/** Cards of equal width that wrap. */
export function StatGrid({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-3 min-[480px]:grid-cols-2 xl:grid-cols-4 print:grid-cols-3">{children}</div>
  );
}

const SURFACE = cx(
  "group bg-surface border-line relative flex min-w-0 flex-col rounded-lg border px-4 py-3.5 shadow-card",
  "break-inside-avoid transition-[border-color,box-shadow]",
);

const TONES = { good: "text-good", bad: "text-bad", neutral: "text-body" };

function ChangeLine({ text, tone, comparison, direction }: Change) {
  return (
    <p className="text-muted flex items-center gap-1">
      <span className={cx("inline-flex items-center gap-0.5 font-medium whitespace-nowrap", TONES[tone])}>
        {direction ? (
          <Icon name={direction === "up" ? "arrow-up-right" : "arrow-down-right"} className="size-3" />
        ) : null}
        {text}
      </span>
      <span className="truncate" title={comparison}>
        {comparison}
      </span>
    </p>
  );
}
