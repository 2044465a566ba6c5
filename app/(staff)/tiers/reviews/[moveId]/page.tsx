import type { Metadata } from "next";
import { answerAppeal, approve, decline } from "@/app/(staff)/tiers/actions";
import { CriteriaTable } from "@/components/tiers/criteria-table";
import { DecideMove } from "@/components/tiers/decide-move";
import { TierHistory } from "@/components/tiers/tier-history";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readReviewPage } from "@/db/tiers/page";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatDay } from "@/lib/format";
import { eventsOf, tierName } from "@/lib/tiers/history";
import { moveStatuses, moveTones } from "@/lib/tiers/moves";
import { reviewView } from "@/lib/tiers/view";

export const metadata: Metadata = { title: "Change of tier" };

/** One proposed change of tier: what was measured for it, what became of it, and the decision. */
export default async function TierReviewPage({ params }: { params: Promise<{ moveId: string }> }) {
  const viewer = await requireViewer("tiers.review");
  const { move, events, program, policies, customs } = await orNotFound(
    readReviewPage(viewer, (await params).moveId, new Date()),
  );
  const [from, to] = [tierName(move.tiers, move.fromTier), tierName(move.tiers, move.toTier)];
  const measured = reviewView(move, { currency: program.reportingCurrency, customs });
  return (
    <>
      <PageHeader
        title={`${move.partner}: ${from} to ${to}`}
        breadcrumb={[{ label: "Tier reviews", href: "/tiers/reviews" }]}
        badges={<Badge tone={moveTones[move.status]}>{moveStatuses[move.status]}</Badge>}
        state={`Measured as of ${formatDay(move.asOf)}, sealed as ${move.hash.slice(0, 12)}.${move.unrated ? ` ${move.unrated} amounts have no rate and were not counted.` : ""}`}
        actions={
          <LinkButton href={`/tiers?partner=${move.partnerId}`} icon="layers">
            Its tier today
          </LinkButton>
        }
      />
      {measured.map(({ tier, lines }) => (
        <Section key={tier.key} title={`What ${tier.name} asked for`}>
          <CriteriaTable caption={`What ${tier.name} asked for`} lines={lines} had="Measured" />
        </Section>
      ))}
      <DecideMove
        move={move}
        to={to}
        today={program.today}
        graceDays={policies.tierGraceDays}
        own={move.approvedById === viewer.personId}
        approve={approve}
        decline={decline}
        answer={answerAppeal}
      />
      <TierHistory events={eventsOf(events, [move], move.tiers)} timeZone={program.timeZone} />
    </>
  );
}
