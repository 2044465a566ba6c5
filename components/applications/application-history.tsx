import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { type ApplicationEvent, applicationEvents } from "@/lib/applications/states";
import { formatInstant } from "@/lib/format";

type ApplicationHistoryProps = {
  events: readonly { id: string; kind: ApplicationEvent; text: string | null; at: Date; by: string | null }[];
  timeZone: string;
};
const tones = { filed: "neutral", returned: "warn", answered: "info", approved: "good", rejected: "bad" } as const;

/** What happened to an application, newest first, with the words that went between both. */
export function ApplicationHistory({ events, timeZone }: ApplicationHistoryProps) {
  return (
    <Card title="History">
      <Timeline
        items={events.toReversed().map(({ id, kind, text, at, by }) => ({
          key: id,
          sentence: by ? `${applicationEvents[kind]} by ${by}` : applicationEvents[kind],
          when: formatInstant(at, timeZone),
          tone: tones[kind],
          detail: text ? <p className="max-w-[72ch] whitespace-pre-line wrap-anywhere">{text}</p> : undefined,
        }))}
      />
    </Card>
  );
}
