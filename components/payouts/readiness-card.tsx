import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { formatMinor } from "@/lib/incentives/words";
import type { Missing } from "@/lib/payouts/readiness";

type ReadinessCardProps = {
  ready: readonly { currency: string; payableMinor: bigint; reservedMinor: bigint; missing: readonly Missing[] }[];
  /** For those who may enter the details. */
  href?: string;
};

/** Whether a partner can be paid, by currency, and what is missing: the same words for the partner and for finance. */
export function ReadinessCard({ ready, href }: ReadinessCardProps) {
  const shown = ready.filter(({ payableMinor, reservedMinor }) => payableMinor !== 0n || reservedMinor !== 0n);
  return (
    <Card title="Getting paid" actions={href ? <TextLink href={href}>Bank and tax details</TextLink> : null}>
      {shown.length === 0 ? <p className="text-muted">Nothing is approved and waits to be paid.</p> : null}
      <ul className="space-y-3">
        {shown.map(({ currency, payableMinor, reservedMinor, missing }) => (
          <li key={currency}>
            <p className="flex flex-wrap items-center gap-2">
              <span className="text-ink font-medium tabular-nums">
                {formatMinor(payableMinor + reservedMinor, currency)}
              </span>
              {reservedMinor > 0n ? <Badge tone="info">In the next payout</Badge> : null}
              {reservedMinor === 0n && missing.length === 0 ? <Badge tone="good">Ready to be paid</Badge> : null}
              {reservedMinor === 0n && missing.length > 0 ? <Badge tone="warn">Cannot be paid yet</Badge> : null}
            </p>
            {reservedMinor === 0n && missing.length > 0 ? (
              <ul className="text-body mt-1 list-disc pl-5">
                {missing.map(({ key, says }) => (
                  <li key={key}>{says}</li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
