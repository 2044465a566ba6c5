import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";

export type ShellPerson = { name: string; roleLabel: string; company?: string };

/** Who is signed in, at the bottom of the rail; opens the person's menu. */
export function PersonCorner({ person, menu }: { person: ShellPerson; menu?: ReactNode }) {
  const initials = person.name.split(/\s+/).filter(Boolean);
  const about = [person.roleLabel, person.company].filter(Boolean).join(" · ");
  return (
    <div className="border-line shrink-0 border-t p-2">
      <button
        type="button"
        popoverTarget="person-menu"
        className="hover:bg-hover flex w-full items-center gap-2.5 rounded-md p-2 text-left"
      >
        <span
          aria-hidden="true"
          className="bg-accent-soft text-accent grid size-8 shrink-0 place-items-center rounded-full text-xs font-semibold"
        >
          {`${initials[0]?.[0] ?? ""}${initials.length > 1 ? (initials.at(-1)?.[0] ?? "") : ""}`.toUpperCase()}
        </span>
        <span className="min-w-0 flex-1">
          <span className="text-ink block truncate font-medium">{person.name}</span>
          <span className="text-muted block truncate text-xs" title={about}>
            {about}
          </span>
        </span>
        <Icon name="chevrons-up-down" className="text-muted size-4" label="Open your menu" />
      </button>
      <div
        id="person-menu"
        popover="auto"
        className="bg-surface border-line text-body shadow-raised backdrop:bg-transparent fixed inset-auto bottom-[4.75rem] left-2 m-0 w-60 rounded-lg border p-1.5"
      >
        {menu}
      </div>
    </div>
  );
}
