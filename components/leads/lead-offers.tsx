import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { formatInstant, formatRelative } from "@/lib/format";
import { type Offer, offerHistory } from "@/lib/leads/history";

type LeadOffersProps = { offers: readonly Offer[]; timeZone: string; now: Date };

/** To whom a lead was offered, and what they answered. */
export function LeadOffers({ offers, timeZone, now }: LeadOffersProps) {
  if (offers.length === 0) return null;
  return (
    <Card title="Offers">
      <Timeline
        items={offerHistory(offers).map(({ key, at, sentence, detail, tone }) => ({
          key,
          sentence,
          detail,
          tone,
          when: `${formatInstant(at, timeZone)}, ${formatRelative(at, now)}`,
        }))}
      />
    </Card>
  );
}
