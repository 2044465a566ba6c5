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
import { first, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Partners and people of a deal" };

type Props = { params: Promise<{ dealId: string }>; searchParams: Promise<Parameters> };

export default async function DealTeamPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("deals.move");
  const q = first.parse((await searchParams).q).slice(0, 100);
  const { deal, today, ...page } = await orNotFound(readTeamPage(viewer, (await params).dealId, q));
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
          <PartnersForm {...page} q={q} dealId={deal.id} add={team.addPartner} remove={team.removePartner} />
          <PeopleForm {...page} dealId={deal.id} add={team.addToDeal} remove={team.removeFromDeal} />
        </div>
      </div>
    </>
  );
}
