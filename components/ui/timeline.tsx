"use client";

import type { ReactNode } from "react";
import type { Tone } from "./badge";
import { cx } from "./class-names";

type TimelineProps = {
  items: { key: string; sentence: ReactNode; when: ReactNode; detail?: ReactNode; tone?: Tone }[];
};

const DOTS: Record<Tone, string> = {
  neutral: "bg-line-strong",
  info: "bg-info",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
};

/** What happened, newest first, each as a sentence. */
export function Timeline({ items }: TimelineProps) {
  return (
    <ol>
      {items.map((item) => (
        <li key={item.key} className="group relative pb-5 pl-6 last:pb-0">
          <span aria-hidden="true" className="bg-line absolute top-3 -bottom-2 left-[3.5px] w-px group-last:hidden" />
          <span
            aria-hidden="true"
            className={cx("absolute top-1.5 left-0 size-2 rounded-full", DOTS[item.tone ?? "neutral"])}
          />
          <p className="text-body max-w-[72ch] text-pretty">{item.sentence}</p>
          <p className="text-muted mt-0.5 text-xs">{item.when}</p>
          {item.detail ? <div className="text-muted mt-1.5">{item.detail}</div> : null}
        </li>
      ))}
    </ol>
  );
}
