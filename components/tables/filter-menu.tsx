"use client";

import { useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

type FilterMenuProps = { label: string; count?: number; alignEnd?: boolean; children: ReactNode };

/** A choice of a filter that opens under its name: native details, so it works without scripts; a click elsewhere closes it. */
export function FilterMenu({ label, count = 0, alignEnd, children }: FilterMenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const address = useSearchParams().toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen is shown under another address.
  useEffect(() => details.current?.removeAttribute("open"), [address]);
  useEffect(() => {
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== "Escape") return;
      if (event instanceof PointerEvent && details.current?.contains(event.target as Node)) return;
      details.current?.removeAttribute("open");
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details ref={details} name="filter" className="group/menu relative max-md:w-full">
      <summary
        className={cx(
          "border-control flex h-9 items-center gap-1.5 rounded-md border px-2.5 whitespace-nowrap select-none max-lg:h-11",
          count > 0 ? "bg-accent-soft text-ink font-medium" : "bg-surface text-body hover:bg-hover",
        )}
      >
        {label}
        {count > 0 ? <span className="text-accent text-xs font-semibold">{count}</span> : null}
        <Icon
          name="chevron-down"
          className="text-muted ml-auto size-3.5 transition-transform group-open/menu:rotate-180"
        />
      </summary>
      <div
        className={cx(
          "bg-surface border-line shadow-raised z-20 mt-1 rounded-lg border p-3",
          "md:absolute md:min-w-60",
          alignEnd ? "md:right-0" : "md:left-0",
        )}
      >
        {children}
      </div>
    </details>
  );
}
