import type { Metadata } from "next";
import * as team from "@/app/(staff)/deals/team-actions";
import { PartnersForm } from "@/components/deals/partners-form";
import { PeopleForm } from "@/components/deals/people-form";
import { ShareHistory } from "@/components/deals/share-history";
import { SharesForm } from "@/components/deals/shares-form";
import { PageHeader } from "@/components/ui/page-header";
import { readTeamPage } from "@/db/deals/page";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Partners and people of a deal" };

export default async function DealTeamPage({ params }: { params: Promise<{ dealId: string }> }) {
  const viewer = await requireViewer("deals.move");
  const { deal, today, ...page } = await orNotFound(readTeamPage(viewer, (await params).dealId));
  return (
    <>
      <PageHeader
        title={`Partners and people of ${deal.name}`}
        breadcrumb={[
          { label: "Deals", href: "/deals" },
          { label: deal.name, href: `/deals/${deal.id}` },
        ]}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          <SharesForm {...page} dealId={deal.id} today={today} action={team.agreeOnShares} />
          <ShareHistory shares={page.shares} today={today} />
        </div>
        <div className="space-y-6">
          <PartnersForm {...page} dealId={deal.id} add={team.addPartner} remove={team.removePartner} />
          <PeopleForm {...page} dealId={deal.id} add={team.addToDeal} remove={team.removeFromDeal} />
        </div>
      </div>
    </>
  );
}
