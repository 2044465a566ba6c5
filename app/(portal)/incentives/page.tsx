import type { Metadata } from "next";
import { PartnerIncentives } from "@/components/incentives/partner-incentives";
import { StaffIncentives } from "@/components/incentives/staff-incentives";
import { PayoutTable } from "@/components/payouts/payout-table";
import { ReadinessCard } from "@/components/payouts/readiness-card";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { readPartnerIncentives } from "@/db/incentives/queries";
import { readOverview } from "@/db/incentives/staff";
import { listPayouts } from "@/db/payouts/queries";
import { readReadiness } from "@/db/payouts/readiness";
import { can } from "@/lib/access/permissions";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount, formatDay } from "@/lib/format";
import { type EarningsFilter, earningsFilter } from "@/lib/incentives/address";
import { incentiveTabs } from "@/lib/incentives/words";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Incentives" };

export default async function IncentivesPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("incentives.read");
  const filter = earningsFilter.parse(await searchParams);
  return viewer.kind === "staff" && !filter.partner ? (
    <AllPartners viewer={viewer} filter={filter} />
  ) : (
    <OnePartner viewer={viewer} partnerId={filter.partner} />
  );
}

async function AllPartners({ viewer, filter }: { viewer: StaffViewer; filter: EarningsFilter }) {
  const { program, currencies, due, proposed, proof, partners } = await readOverview(viewer, filter);
  return (
    <>
      <PageHeader
        title="Incentives"
        state={`${formatCount(due)} earnings wait for approval, ${formatCount(proposed)} plans for a second person.`}
      />
      <Tabs label="Incentives" items={incentiveTabs("earnings")} />
      <StaffIncentives
        {...partners}
        currency={filter.currency}
        currencies={[...new Set(currencies).add(filter.currency)].sort()}
        proof={proof}
        provesSeen={can(viewer, "ledger.prove")}
        timeZone={program.timeZone}
      />
    </>
  );
}

async function OnePartner({ viewer, partnerId }: { viewer: Viewer; partnerId: string }) {
  const { partner, held, ...page } = await orNotFound(readPartnerIncentives(viewer, partnerId));
  const [ready, payouts] = await Promise.all([readReadiness(viewer, partnerId), listPayouts(viewer, partnerId)]);
  const staff = viewer.kind === "staff";
  const waits = held.next
    ? `${formatCount(held.count)} earnings are held; the first can be approved from ${formatDay(held.next)}.`
    : "Nothing is held.";
  return (
    <>
      <PageHeader
        title={staff ? `Incentives of ${partner.name}` : "Incentives"}
        breadcrumb={staff ? [{ label: "Incentives", href: "/incentives" }] : undefined}
        state={waits}
      />
      <ReadinessCard ready={ready} href={can(viewer, "payouts.details") ? "/incentives/payout-details" : undefined} />
      <PartnerIncentives {...page} partnerId={staff ? partner.id : undefined} />
      {payouts.length > 0 ? (
        <Section title="Payouts">
          <PayoutTable payouts={payouts} timeZone={page.program.timeZone} />
        </Section>
      ) : null}
    </>
  );
}
