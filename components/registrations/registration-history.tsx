import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import type { RegistrationRecord } from "@/lib/deals/registrations/record";
import { type RegistrationEvent, registrationEvents } from "@/lib/deals/registrations/words";
import { formatInstant } from "@/lib/format";

const tones: Partial<Record<string, "good" | "bad" | "warn" | "info">> = {
  submitted: "info",
  promoted: "info",
  returned: "warn",
  approved: "good",
  rejected: "bad",
  duplicate: "bad",
  expired: "warn",
  overdue: "bad",
};

/** What happened to the registration, newest first. Notes of staff among themselves say so. */
export function RegistrationHistory({ events, timeZone }: { events: RegistrationRecord["events"]; timeZone: string }) {
  return (
    <Card title="History">
      {events.length === 0 ? <p className="text-muted">Nothing was recorded.</p> : null}
      <Timeline
        items={events.map((event) => ({
          key: event.id,
          sentence: registrationEvents[event.kind as RegistrationEvent] ?? event.kind,
          when: [formatInstant(event.at, timeZone), event.person, event.internal ? "only staff sees this" : null]
            .filter(Boolean)
            .join(" · "),
          detail: detailOf(event),
          tone: tones[event.kind],
        }))}
      />
    </Card>
  );
}

const fields: Record<string, string> = {
  contactName: "Contact",
  contactEmail: "E-mail",
  contactTitle: "Position",
  need: "Need",
  expectedCloseOn: "Expected to close",
  amountE4: "Amount",
};

function detailOf({ text, changes }: RegistrationRecord["events"][number]) {
  if (!changes) return text ?? undefined;
  return (
    <ul>
      {Object.entries(changes).map(([field, [before, after]]) => (
        <li key={field}>
          {fields[field] ?? field}: {before ?? "nothing"} → {after ?? "nothing"}
        </li>
      ))}
    </ul>
  );
}
