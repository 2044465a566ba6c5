"use client";

import { useEffect, useState } from "react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { needs, type Typed } from "@/lib/deals/registrations/completeness";

type CompletenessProps = { form: string; today: string; values: Typed };

/** What a registration needs before it can be submitted, ticked off while it is typed. Without scripts: as it was saved. */
export function Completeness({ form, today, values }: CompletenessProps) {
  const [typed, setTyped] = useState<Typed>(values);
  useEffect(() => {
    const element = document.getElementById(form);
    if (!(element instanceof HTMLFormElement)) return;
    const read = () =>
      setTyped(Object.fromEntries([...new FormData(element)].map(([name, value]) => [name, String(value)])));
    read();
    element.addEventListener("input", read);
    return () => element.removeEventListener("input", read);
  }, [form]);
  const met = needs.filter((need) => need.met(typed, today)).length;
  return (
    <section
      aria-label="What it needs"
      className="border-line bg-surface shadow-card rounded-lg border p-5 lg:sticky lg:top-20"
    >
      <h2 className="text-sm font-semibold">
        {met === needs.length ? "Ready to submit" : `${met} of ${needs.length} complete`}
      </h2>
      <ul className="mt-3 space-y-2">
        {needs.map((need) => {
          const done = need.met(typed, today);
          return (
            <li key={need.field} className="flex gap-2">
              <Icon
                name={done ? "circle-check" : "minus"}
                className={cx("mt-0.5 size-4", done ? "text-good" : "text-muted")}
              />
              <span className={done ? "text-muted" : undefined}>
                {need.label}
                <span className="sr-only">{done ? ": complete" : ": missing"}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <p className="text-muted mt-4 text-xs">
        A draft can be saved at any time, and takes files once it is. Nobody but your company sees it.
      </p>
    </section>
  );
}
