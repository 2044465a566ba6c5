import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/format";
import type { Call } from "@/lib/home/calls";
import { importances } from "@/lib/partners/words";

type CallListProps = { calls: readonly Call[]; count: number; href: string; managers: boolean };

/** Partners to call, the most pressing first, each with the reasons in words. */
export function CallList({ calls, count, href, managers }: CallListProps) {
  return (
    <section aria-label="Partners to call, and why">
      <Card
        title="Partners to call, and why"
        description="Fallen revenue, stalled deals, ends of certifications and contracts, silence; weighed by how important the partner is."
        actions={count > calls.length ? <TextLink href={href}>All {formatCount(count)}</TextLink> : undefined}
        flush
      >
        {calls.length === 0 ? (
          <p className="text-muted px-5 pb-5">Nobody needs a call: nothing fell, stands still, ends or went silent.</p>
        ) : (
          <Calls calls={calls} managers={managers} />
        )}
      </Card>
    </section>
  );
}

export function Calls({ calls, managers }: Pick<CallListProps, "calls" | "managers">) {
  return (
    <ol className="divide-line border-line divide-y border-t">
      {calls.map(({ id, name, importance, manager, reasons }) => (
        <li key={id} className="hover:bg-hover relative px-5 py-3">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <a href={`/partners/${id}`} className="card-link text-ink font-medium">
              {name}
            </a>
            {importance === "strategic" || importance === "high" ? <Badge>{importances[importance]}</Badge> : null}
            {managers ? <span className="text-muted text-xs">{manager ?? "No manager"}</span> : null}
          </div>
          <ul className="text-body mt-1 max-w-[80ch] space-y-0.5 text-xs">
            {reasons.map(({ rule, says }) => (
              <li key={rule} className="text-pretty">
                {says}.
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
