import { Time } from "@/components/ui/time";
import { verbOf } from "@/lib/audit/sentence";
import { formatInstant } from "@/lib/format";

type Viewing = { id: bigint; at: Date; actor: string; action: string; reason: string | null };

/** Who of the program's staff looked at the portal as this company, when and why. */
export function ViewingList({ viewings, timeZone }: { viewings: readonly Viewing[]; timeZone: string }) {
  if (viewings.length === 0) return <p className="text-muted">Nobody has looked so far.</p>;
  return (
    <ul className="divide-line divide-y">
      {viewings.map(({ id, at, actor, action, reason }) => (
        <li key={String(id)} className="py-3 first:pt-0 last:pb-0">
          <p className="wrap-anywhere">
            <span className="text-ink font-medium">{actor}</span> {verbOf(action)} you
            {reason ? <>: {reason}</> : null}
          </p>
          <p className="text-muted text-xs">
            <Time iso={at.toISOString()} absolute={formatInstant(at, timeZone)} zone={timeZone} />
          </p>
        </li>
      ))}
    </ul>
  );
}
