import type { ReactNode } from "react";

/** A headed part of a form. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-line space-y-4 border-b pb-8 last-of-type:border-b-0">
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  );
}
