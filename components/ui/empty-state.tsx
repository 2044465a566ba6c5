import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

type EmptyStateProps = { icon?: IconName; title: string; children?: ReactNode; actions?: ReactNode };

/** Says why there is nothing and what to do about it. */
export function EmptyState({ icon = "inbox", title, children, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <span className="border-line bg-sunken text-muted mb-4 rounded-lg border p-2.5">
        <Icon name={icon} className="size-5" />
      </span>
      <p className="text-ink font-medium">{title}</p>
      {children ? <div className="text-muted mt-1 max-w-[52ch] text-pretty">{children}</div> : null}
      {actions ? <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
