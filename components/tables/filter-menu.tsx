"use client";

import { useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "@/components/ui/class-names";

type FilterMenuProps = { label: string; count?: number; alignEnd?: boolean; children: ReactNode };

/** A choice of a filter that opens under its name: native details, so it works without scripts; a click elsewhere closes it. */
export function FilterMenu({ label, count = 0, alignEnd, children }: FilterMenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const address = useSearchParams().toString();
  const openedAt = useRef(address);
  useEffect(() => {
    // What was chosen is shown under another address.
    if (openedAt.current !== address) details.current?.removeAttribute("open");
    openedAt.current = address;
  }, [address]);
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
    <details ref={details} name="filter" className={cx("menu", count > 0 && "in-force", alignEnd && "at-end")}>
      <summary>
        {label}
        {count > 0 ? <b>{count}</b> : null}
      </summary>
      <div>{children}</div>
    </details>
  );
}
