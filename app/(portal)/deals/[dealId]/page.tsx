import type { Metadata } from "next";
import { moveToStage, saveNextStep } from "@/app/(staff)/deals/actions";
import { DealFacts } from "@/components/deals/deal-facts";
import { DealLines } from "@/components/deals/deal-lines";
import { DealPartners } from "@/components/deals/deal-partners";
import { DealStep } from "@/components/deals/deal-step";
import { DealTimeline } from "@/components/deals/deal-timeline";
import { MoveDeal } from "@/components/deals/move-deal";
import { ShareHistory } from "@/components/deals/share-history";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { readDealPage } from "@/db/deals/page";
import { listStages } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { outcomeTones } from "@/lib/deals/words";
import { formatE4 } from "@/lib/format";

export const metadata: Metadata = { title: "Deal" };

export default async function DealPage({ params }: { params: Promise<{ dealId: string }> }) {
  const viewer = await requireViewer("deals.read");
  const { deal, program, ...page } = await orNotFound(readDealPage(viewer, (await params).dealId));
  const stages = can(viewer, "deals.move") ? await listStages(viewer) : null;
  const account = deal.account ? ` for ${deal.account}` : "";
  return (
    <>
      <PageHeader
        title={deal.name}
        breadcrumb={[{ label: "Deals", href: "/deals" }]}
        badges={<Badge tone={outcomeTones[deal.outcome]}>{deal.stage}</Badge>}
        state={`${formatE4(deal.amountE4, deal.currency)}${account}.`}
        actions={
          can(viewer, "deals.correct") ? (
            <LinkButton href={`/deals/${deal.id}/correct`} icon="pencil">
              Correct the outcome
            </LinkButton>
          ) : null
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          {stages ? <MoveDeal deal={deal} stages={stages} action={moveToStage} /> : null}
          {stages ? <DealStep dealId={deal.id} step={deal.notes} today={program.today} action={saveNextStep} /> : null}
          <DealPartners
            partners={page.partners}
            people={page.people}
            registrations={page.registrations}
            staff={viewer.kind === "staff"}
            editHref={stages ? `/deals/${deal.id}/partners` : undefined}
          />
          <ShareHistory shares={page.shares} today={program.today} />
          <DealFacts deal={deal} reportingCurrency={program.reportingCurrency} />
        </div>
        <DealTimeline
          versions={page.versions}
          activities={page.activities}
          program={program}
          open={deal.outcome === "open"}
        />
      </div>
      <DealLines
        lines={page.lines}
        currency={deal.currency}
        editHref={stages && deal.outcome === "open" ? `/deals/${deal.id}/products` : undefined}
      />
    </>
  );
}
