import { Card as TremorCard } from "@tremor/react";
import type { ReactNode } from "react";
import { cx } from "./class-names";

type CardProps = {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** Without padding, for tables and lists that reach the edges. */
  flush?: boolean;
  className?: string;
  id?: string;
  children?: ReactNode;
};

/** A titled surface. The title is a second-level heading. */
export function Card({ title, description, actions, footer, flush, className, id, children }: CardProps) {
  const headed = title !== undefined || actions !== undefined;
  return (
    <TremorCard id={id} className={cx("min-w-0 p-0 print:shadow-none", className)}>
      {headed ? (
        <div className={cx("flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 pt-4", flush && "pb-3")}>
          <div className="min-w-0">
            {title ? <h2 className="text-sm font-semibold">{title}</h2> : null}
            {description ? <p className="text-muted mt-0.5 max-w-[72ch] text-xs">{description}</p> : null}
          </div>
          {actions ? <div className="flex items-center gap-2 text-xs">{actions}</div> : null}
        </div>
      ) : null}
      <div className={cx(!flush && (headed ? "px-5 pt-3 pb-5" : "p-5"))}>{children}</div>
      {footer ? <div className="border-line text-muted border-t px-5 py-3 text-xs">{footer}</div> : null}
    </TremorCard>
  );
}
