import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { appeal } from "@/app/(portal)/tiers/actions";
import { enterValue } from "@/app/(staff)/tiers/actions";
import { CriteriaTable } from "@/components/tiers/criteria-table";
import { Simulator } from "@/components/tiers/simulator";
import { TierBenefits } from "@/components/tiers/tier-benefits";
import { TierHistory } from "@/components/tiers/tier-history";
import { TierNotice } from "@/components/tiers/tier-notice";
import { ValueForm } from "@/components/tiers/value-form";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readTierPage } from "@/db/tiers/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { simulatorAsk } from "@/lib/tiers/filter";
import { eventsOf, tierName } from "@/lib/tiers/history";
import { simulate, stateOfTier, tierView } from "@/lib/tiers/view";

export const metadata: Metadata = { title: "Tier" };

/** How one partner stands against the tiers: its own people see theirs, staff that of the partner in the address. */
export default async function TierPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("tiers.progress");
  const asked = await searchParams;
  const staff = viewer.kind === "staff";
  const partnerId = staff ? String(asked.partner ?? "") : viewer.partnerId;
  if (!partnerId) redirect(can(viewer, "tiers.review") ? "/tiers/reviews" : "/partners");
  const ask = simulatorAsk.parse(asked);
  const page = await orNotFound(readTierPage(viewer, partnerId, ask, new Date()));
  const view = tierView(page);
  const { events } = page;
  return (
    <>
      <PageHeader
        title={staff ? `Tier of ${page.partner.name}` : "Your tier"}
        breadcrumb={staff ? [{ label: page.partner.name, href: `/partners/${page.partner.id}` }] : undefined}
        badges={view.current ? <Badge tone="info">{view.current.name}</Badge> : null}
        state={stateOfTier(view)}
      />
      {view.open ? (
        <TierNotice
          move={view.open}
          from={tierName(page.ladder, view.open.fromTier)}
          to={tierName(page.ladder, view.open.toTier)}
          reason={events.find(({ moveId, kind }) => moveId === view.open?.id && kind === "announced")?.text ?? null}
          answered={events.some(({ moveId, kind }) => moveId === view.open?.id && kind === "kept")}
          today={page.program.today}
          appeal={can(viewer, "tiers.appeal") ? appeal : undefined}
        />
      ) : null}
      {view.next ? (
        <Section title={`What ${view.next.name} asks for`}>
          <CriteriaTable caption={`What ${view.next.name} asks for`} lines={view.reach} />
        </Section>
      ) : null}
      {view.current && view.keep.length > 0 ? (
        <Section title={`What keeps ${view.current.name}`}>
          <CriteriaTable caption={`What keeps ${view.current.name}`} lines={view.keep} />
        </Section>
      ) : null}
      <TierBenefits current={view.current} next={view.next} />
      <Simulator
        simulation={simulate(page, ask)}
        currency={page.program.reportingCurrency}
        partnerId={staff ? page.partner.id : null}
      />
      <ValueForm
        partnerId={page.partner.id}
        customs={page.customs}
        values={page.values}
        today={page.program.today}
        action={can(viewer, "tiers.values") ? enterValue : undefined}
      />
      <TierHistory events={eventsOf(events, page.moves, page.ladder)} timeZone={page.program.timeZone} />
    </>
  );
}
