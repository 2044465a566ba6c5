import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { formatInstant } from "@/lib/format";
import { type EventOfMove, eventTones, eventWords } from "@/lib/tiers/history";

/** What happened to changes of tier, newest first. */
export function TierHistory({ events, timeZone }: { events: readonly EventOfMove[]; timeZone: string }) {
  if (events.length === 0) return null;
  return (
    <Card title="Changes of tier">
      <Timeline
        items={[...events].reverse().map((event) => ({
          key: event.id,
          sentence: eventWords(event),
          when: formatInstant(event.at, timeZone),
          detail: event.text,
          tone: eventTones[event.kind],
        }))}
      />
    </Card>
  );
}
