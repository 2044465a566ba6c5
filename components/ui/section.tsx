import type { ReactNode } from "react";

type SectionProps = { title: string; description?: ReactNode; actions?: ReactNode; id?: string; children: ReactNode };

/** A headed part of a page that needs no surface of its own. */
export function Section({ title, description, actions, id, children }: SectionProps) {
  return (
    <section id={id} className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
        <div>
          <h2 className="text-sm font-semibold">{title}</h2>
          {description ? <p className="text-muted max-w-[72ch] text-xs">{description}</p> : null}
        </div>
        {actions ? <div className="flex items-center gap-2 text-xs">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
