import type { ReactNode } from "react";
import type { Tone } from "./badge";
import { cx } from "./class-names";
import { Icon, type IconName } from "./icon";

type CalloutProps = { tone?: Tone; title: ReactNode; children?: ReactNode; actions?: ReactNode; live?: boolean };

const LOOKS: Record<Tone, { box: string; mark: string; icon: IconName }> = {
  neutral: { box: "border-line bg-surface", mark: "text-muted", icon: "info" },
  info: { box: "border-info/25 bg-info-soft", mark: "text-info", icon: "info" },
  good: { box: "border-good/25 bg-good-soft", mark: "text-good", icon: "circle-check" },
  warn: { box: "border-warn/25 bg-warn-soft", mark: "text-warn", icon: "triangle-alert" },
  bad: { box: "border-bad/25 bg-bad-soft", mark: "text-bad", icon: "circle-alert" },
};

/** A message in the flow of the page; `live` announces the result of a change to screen readers. */
export function Callout({ tone = "info", title, children, actions, live }: CalloutProps) {
  const look = LOOKS[tone];
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={cx("flex gap-3 rounded-lg border px-4 py-3", look.box)}
    >
      <Icon name={look.icon} className={cx("mt-0.5 size-4", look.mark)} />
      <div className="min-w-0 flex-1">
        <p className="text-ink font-medium">{title}</p>
        {children ? <div className="text-body mt-0.5 max-w-[72ch]">{children}</div> : null}
      </div>
      {actions ? <div className="flex shrink-0 items-start gap-2">{actions}</div> : null}
    </div>
  );
}
