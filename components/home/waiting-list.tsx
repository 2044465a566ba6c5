import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { clock } from "@/lib/deals/registrations/times";
import { formatE4, formatInstant } from "@/lib/format";
import { lateWords, type Morning, type Waiting } from "@/lib/home/morning";

type WaitingListProps = {
  morning: Morning;
  /** Whether whose partner it is is said: in the whole program. */
  managers: boolean;
  now: Date;
};

/** What waits for a decision, the first due first: one click into deciding. */
export function WaitingList({ morning, managers, now }: WaitingListProps) {
  const { waiting, waitingCount, late, timeZone } = morning;
  return (
    <section aria-label="Waiting for your decision">
      <Card
        title="Waiting for your decision"
        description={
          waitingCount === 0
            ? "New registrations and wishes for longer protection stand here, by the time they are due."
            : `${waitingCount === 1 ? "One waits" : `${waitingCount} wait`}${lateWords(late, waitingCount) || ", in time"}; the first due first.`
        }
        actions={waitingCount > 0 ? <TextLink href="/registrations">All registrations</TextLink> : undefined}
        flush
      >
        {waiting.length === 0 ? (
          <p className="text-muted px-5 pb-5">Nothing waits. Partners see a decision time that you keep.</p>
        ) : (
          <ul className="divide-line border-line divide-y border-t">
            {waiting.map((item) => (
              <WaitingRow key={item.key} item={item} managers={managers} timeZone={timeZone} now={now} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}

function WaitingRow({
  item,
  managers,
  timeZone,
  now,
}: {
  item: Waiting;
  managers: boolean;
  timeZone: string;
  now: Date;
}) {
  const due = new Date(item.dueAt);
  const { says, late, soon } = clock(due, now);
  const amount = item.currency ? formatE4(BigInt(item.amountE4), item.currency, "whole") : null;
  const of = [item.partner, managers ? (item.manager ?? "no manager") : null, amount].filter(Boolean).join(" · ");
  return (
    <li className="hover:bg-hover relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <a href={`/registrations/${item.registrationId}`} className="card-link text-ink block truncate font-medium">
          {item.customer}
          {item.kind === "extension" ? (
            <span className="text-body font-normal"> asks to be protected longer</span>
          ) : null}
        </a>
        <p className="text-muted mt-0.5 truncate text-xs">{of}</p>
      </div>
      <span title={`Due ${formatInstant(due, timeZone)} ${timeZone}`}>
        <Badge tone={late ? "bad" : soon ? "warn" : "neutral"}>{says}</Badge>
      </span>
    </li>
  );
}
