import type { Metadata } from "next";
import { planOwnDeal, writeOnDeal } from "@/app/(portal)/deals/write-actions";
import { moveToStage, saveNextStep } from "@/app/(staff)/deals/actions";
import { removeFile } from "@/app/files/actions";
import { DealFacts } from "@/components/deals/deal-facts";
import { DealHeader } from "@/components/deals/deal-header";
import { DealLines } from "@/components/deals/deal-lines";
import { DealNotes } from "@/components/deals/deal-notes";
import { DealPartners } from "@/components/deals/deal-partners";
import { DealStep } from "@/components/deals/deal-step";
import { DealTimeline } from "@/components/deals/deal-timeline";
import { MoveDeal } from "@/components/deals/move-deal";
import { PlanForm } from "@/components/deals/plan-form";
import { ShareHistory } from "@/components/deals/share-history";
import { FileList } from "@/components/files/file-list";
import { readDealPage } from "@/db/deals/page";
import { listStages } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { isFileProblem } from "@/lib/files/file-problems";

import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Deal" };

type DealPageProps = { params: Promise<{ dealId: string }>; searchParams: Promise<Parameters> };

export default async function DealPage({ params, searchParams }: DealPageProps) {
  const viewer = await requireViewer("deals.read");
  const { deal, program, ...page } = await orNotFound(readDealPage(viewer, (await params).dealId));
  const asked = await searchParams;
  const stages = can(viewer, "deals.move") ? await listStages(viewer) : null;
  const staff = viewer.kind === "staff";
  const plans = can(viewer, "deals.plan") && deal.outcome === "open";
  const planned = plans ? page.partners.find(({ role }) => role === "sourcing") : undefined;
  return (
    <>
      <DealHeader deal={deal} mayCorrect={can(viewer, "deals.correct")} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          {stages ? <MoveDeal deal={deal} stages={stages} action={moveToStage} /> : null}
          {stages ? <DealStep dealId={deal.id} step={deal.notes} today={program.today} action={saveNextStep} /> : null}
          {planned ? <PlanForm deal={deal} step={planned} today={program.today} action={planOwnDeal} /> : null}
          <DealPartners
            partners={page.partners}
            people={page.people}
            registrations={page.registrations}
            staff={staff}
            editHref={stages ? `/deals/${deal.id}/partners` : undefined}
          />
          <ShareHistory shares={page.shares} today={program.today} />
          <DealFacts deal={deal} reportingCurrency={program.reportingCurrency} mayPlan={stages !== null} />
        </div>
        <div className="space-y-6">
          <DealNotes
            dealId={deal.id}
            notes={page.activities}
            partners={page.partners}
            staff={staff}
            today={program.today}
            action={can(viewer, "deals.write") ? writeOnDeal : null}
          />
          <FileList
            place={{ of: "deal", id: deal.id }}
            files={page.files}
            partners={page.partners}
            staff={staff}
            timeZone={program.timeZone}
            problem={isFileProblem(asked.file) ? asked.file : undefined}
            mayAdd={can(viewer, "deals.write")}
            remove={can(viewer, "deals.move") ? removeFile : null}
          />
          <DealTimeline versions={page.versions} program={program} open={deal.outcome === "open"} />
        </div>
      </div>
      <DealLines
        lines={page.lines}
        currency={deal.currency}
        editHref={stages && deal.outcome === "open" ? `/deals/${deal.id}/products` : undefined}
      />
    </>
  );
}
