import type { ReactNode } from "react";
import { Icon } from "./icon";

type DisclosureProps = { summary: ReactNode; open?: boolean; children: ReactNode };

/** Native details: opens without a script. */
export function Disclosure({ summary, open, children }: DisclosureProps) {
  return (
    <details open={open} className="group/disclosure">
      <summary className="text-muted hover:text-ink inline-flex items-center gap-1 rounded py-1 text-xs font-medium">
        <Icon name="chevron-right" className="size-3 transition-transform group-open/disclosure:rotate-90" />
        {summary}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
