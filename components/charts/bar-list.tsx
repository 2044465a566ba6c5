"use client";

import { TextLink } from "@/components/ui/text-link";

type BarListProps = {
  label: string;
  items: readonly { key: string; label: string; value: number; text: string; note?: string; href?: string }[];
};

/** Ranked values as horizontal bars from zero; words and numbers stand over their bar. */
export function BarList({ label, items }: BarListProps) {
  const most = Math.max(...items.map((item) => item.value), 0) || 1;
  return (
    <ol aria-label={label} className="space-y-3">
      {items.map((item) => (
        <li key={item.key}>
          <div className="flex items-baseline justify-between gap-4">
            <span className="min-w-0 truncate" title={item.label}>
              {item.href ? (
                <TextLink href={item.href} quiet>
                  {item.label}
                </TextLink>
              ) : (
                item.label
              )}
            </span>
            <span className="whitespace-nowrap">
              {item.note ? <span className="text-muted mr-2 text-xs">{item.note}</span> : null}
              <span className="text-ink font-medium tabular-nums">{item.text}</span>
            </span>
          </div>
          <svg width="100%" height="6" aria-hidden="true" className="mt-1.5 block">
            <rect width="100%" height="6" rx="3" className="fill-sunken" />
            <rect
              width={`${Math.round((Math.max(item.value, 0) / most) * 1000) / 10}%`}
              height="6"
              rx="3"
              className="fill-bar"
            />
          </svg>
        </li>
      ))}
    </ol>
  );
}
