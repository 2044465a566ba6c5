import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Timeline } from "@/components/ui/timeline";
import { roleLabels } from "@/lib/access/roles";
import { changesOf, verbOf } from "@/lib/audit/sentence";
import { formatInstant } from "@/lib/format";
import { accessLabels } from "@/lib/people/filter";

type Values = Record<string, unknown> | null;
type Entry = {
  id: bigint;
  at: Date;
  actor: string;
  action: string;
  before: Values;
  after: Values;
  reason: string | null;
};

/** What was done about a person, as sentences. */
export function PersonHistory({
  name,
  entries,
  timeZone,
}: {
  name: string;
  entries: readonly Entry[];
  timeZone: string;
}) {
  return (
    <Card title="History" description={`Who changed what, newest first. Times in ${timeZone}.`}>
      {entries.length === 0 ? <EmptyState icon="history" title="Nothing was changed yet" /> : null}
      <Timeline
        items={entries.map((entry) => ({
          key: String(entry.id),
          sentence: sentenceOf(entry, name),
          when: formatInstant(entry.at, timeZone),
          detail: detailOf(entry) || undefined,
        }))}
      />
    </Card>
  );
}

function sentenceOf({ actor, action }: Entry, name: string): string {
  const own = actor === name && action.startsWith("session.");
  return own ? `${actor} ${verbOf(action)}` : `${actor} ${verbOf(action)} ${name}`;
}

function detailOf({ before, after, reason }: Entry): string {
  const changes = changesOf(before, after).map(
    ({ field, from, to }) => `${field}: ${from ? `${wordOf(from)} → ` : ""}${wordOf(to ?? "none")}`,
  );
  return [reason, ...changes].filter(Boolean).join(" · ");
}

const words: Record<string, string> = { ...roleLabels, ...accessLabels };
const wordOf = (value: string) => (Object.hasOwn(words, value) ? (words[value] as string) : value);
