import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CriteriaTable } from "@/components/tiers/criteria-table";
import { Simulator } from "@/components/tiers/simulator";
import { TierBenefits } from "@/components/tiers/tier-benefits";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readTierPage } from "@/db/tiers/page";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { simulatorAsk } from "@/lib/tiers/filter";
import { simulate, stateOfTier, tierView } from "@/lib/tiers/view";

export const metadata: Metadata = { title: "Tier" };

/** How one partner stands against the tiers: its own people see theirs, staff that of the partner in the address. */
export default async function TierPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("tiers.progress");
  const asked = await searchParams;
  const staff = viewer.kind === "staff";
  const partnerId = staff ? String(asked.partner ?? "") : viewer.partnerId;
  if (!partnerId) redirect("/partners");
  const ask = simulatorAsk.parse(asked);
  const page = await orNotFound(readTierPage(viewer, partnerId, ask, new Date()));
  const view = tierView(page);
  const currency = page.program.reportingCurrency;
  return (
    <>
      <PageHeader
        title={staff ? `Tier of ${page.partner.name}` : "Your tier"}
        breadcrumb={staff ? [{ label: page.partner.name, href: `/partners/${page.partner.id}` }] : undefined}
        badges={view.current ? <Badge tone="info">{view.current.name}</Badge> : null}
        state={stateOfTier(view)}
      />
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
      <Simulator simulation={simulate(page, ask)} currency={currency} partnerId={staff ? page.partner.id : null} />
    </>
  );
}
