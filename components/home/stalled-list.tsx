import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import type { Morning } from "@/lib/home/morning";
import { countedText, daysBetween, movementMeanings, stalledDays } from "@/lib/home/movement";

/** Deals that stand still: how many, how much, and the largest of them. */
export function StalledList({ morning, query }: { morning: Morning; query: string }) {
  const { stalled, movement, currency, today } = morning;
  return (
    <section aria-label="Stalled deals">
      <Card
        title="Stalled deals"
        description={
          <span title={movementMeanings.stalled}>
            {countedText(movement.stalled, currency)} without activity for more than {stalledDays} days.
          </span>
        }
        actions={
          movement.stalled.count > 0 ? (
            <TextLink href={`/home/deals?list=stalled${query}`}>All {formatCount(movement.stalled.count)}</TextLink>
          ) : undefined
        }
        flush
      >
        {stalled.length === 0 ? (
          <p className="text-muted px-5 pb-5">No deal stands still.</p>
        ) : (
          <ul className="divide-line border-line divide-y border-t">
            {stalled.map(({ id, name, partner, stage, amountE4, on }) => (
              <li key={id} className="hover:bg-hover relative flex items-center justify-between gap-4 px-5 py-2.5">
                <div className="min-w-0">
                  <a href={`/deals/${id}`} className="card-link text-ink block truncate font-medium" title={name}>
                    {name}
                  </a>
                  <p className="text-muted mt-0.5 truncate text-xs">
                    {partner} · {stage}
                  </p>
                </div>
                <p className="text-right whitespace-nowrap tabular-nums">
                  <span className="text-ink font-medium">
                    {amountE4 === null ? "No rate" : formatE4(BigInt(amountE4), currency, "short")}
                  </span>
                  <span className="text-muted mt-0.5 block text-xs" title={`Last activity ${formatDay(on)}`}>
                    {on.endsWith("infinity") ? "no activity" : `${formatCount(daysBetween(on, today))} days`}
                  </span>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}
