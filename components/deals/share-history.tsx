import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { agreementsOf, percentOf } from "@/lib/deals/shares";
import { formatDay } from "@/lib/format";

type ShareHistoryProps = {
  shares: readonly { id: string; validFrom: string; name: string; shareBp: number; setBy?: string | null }[];
  today: string;
};

/** What was agreed on shares, newest first. A partner reads its own share alone. */
export function ShareHistory({ shares, today }: ShareHistoryProps) {
  const agreements = agreementsOf(shares, today);
  if (agreements.length === 0) return null;
  return (
    <Card title="Shares">
      <ol className="space-y-3">
        {agreements.map(({ validFrom, state, shares: held }) => (
          <li key={validFrom}>
            <p className="text-muted flex flex-wrap items-center gap-2 text-xs">
              From {formatDay(validFrom)}
              {state === "holds" ? <Badge tone="good">Holds</Badge> : null}
              {state === "coming" ? <Badge tone="info">Not yet</Badge> : null}
            </p>
            <ul className={state === "past" ? "text-muted" : undefined}>
              {held.map(({ id, name, shareBp }) => (
                <li key={id} className="flex justify-between gap-4">
                  <span className="min-w-0 break-words">{name}</span>
                  <span className="tabular-nums">{percentOf(shareBp)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Card>
  );
}
