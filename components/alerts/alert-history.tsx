import { Card } from "@/components/ui/card";
import { eventSentence } from "@/lib/alerts/view";
import { formatInstant } from "@/lib/format";

type AlertHistoryProps = {
  events: readonly {
    id: string;
    at: string;
    kind: "raised" | "ended" | "assigned" | "snoozed" | "resolved";
    person: string | null;
    text: string | null;
  }[];
  timeZone: string;
};

/** What happened to an alert, newest first. */
export function AlertHistory({ events, timeZone }: AlertHistoryProps) {
  return (
    <Card title="What happened">
      <ol className="space-y-3">
        {events.map((event) => (
          <li key={event.id}>
            <p className="text-ink wrap-anywhere">{eventSentence(event)}</p>
            <p className="text-muted text-xs">{formatInstant(new Date(event.at), timeZone)}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
