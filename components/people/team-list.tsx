import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { roleLabels } from "@/lib/access/roles";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";
import type { Access } from "@/lib/people/filter";
import { AccessBadge } from "./access-badge";

type Colleague = {
  id: string;
  name: string;
  email: string | null;
  role: string | null;
  access: Access;
  title: string | null;
  lastSignInAt: Date | null;
};

type TeamListProps = {
  team: readonly Colleague[];
  ownId: string;
  timeZone: string;
  /** Given to those who may: end a person's access, and give it back, by `person`. */
  change?: { disable: FormAction; enable: FormAction };
};

/** The company's people, each with what may be done about their access. */
export function TeamList({ team, ownId, timeZone, change }: TeamListProps) {
  return (
    <ul className="divide-line divide-y">
      {team.map((person) => (
        <li key={person.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
          <div className="min-w-0 flex-1">
            <p className="text-ink flex flex-wrap items-center gap-2 font-medium">
              <span className="wrap-anywhere">{person.name}</span>
              {person.id === ownId ? <span className="text-muted font-normal">(you)</span> : null}
              <AccessBadge access={person.access} />
            </p>
            <p className="text-muted text-xs wrap-anywhere">
              {[
                person.role && roleLabels[person.role as keyof typeof roleLabels],
                person.title,
                person.email,
                person.lastSignInAt && `last signed in ${formatInstant(person.lastSignInAt, timeZone)}`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </div>
          {change && person.id !== ownId ? <Change person={person} {...change} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Change({ person, disable, enable }: { person: Colleague; disable: FormAction; enable: FormAction }) {
  if (person.access === "none") return null;
  const ended = person.access === "disabled";
  return (
    <ActionForm action={ended ? enable : disable} hidden={{ person: person.id }} className="flex flex-wrap gap-2">
      <ActionButton
        size="small"
        aria-label={`${ended ? "Restore" : "End"} the access of ${person.name}`}
        title={ended ? undefined : "Signs them out at once and cancels links they asked for"}
      >
        {ended ? "Restore access" : "End access"}
      </ActionButton>
    </ActionForm>
  );
}
