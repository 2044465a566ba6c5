import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { unmerge } from "@/app/(staff)/partners/actions";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { MergeNotes } from "@/components/partners/merge-notes";
import { PartnerCertifications } from "@/components/partners/partner-certifications";
import { PartnerFacts } from "@/components/partners/partner-facts";
import { PartnerHeader } from "@/components/partners/partner-header";
import { PartnerHistory } from "@/components/partners/partner-history";
import { PartnerPeople } from "@/components/partners/partner-people";
import { PipelineByStage } from "@/components/partners/pipeline-by-stage";
import { WonByQuarter } from "@/components/partners/won-by-quarter";
import { RecordTabs } from "@/components/record/record-tabs";
import { readPartnerPage } from "@/db/partners/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";

type Props = { params: Promise<{ partnerId: string }> };

export const metadata: Metadata = { title: "Partner" };

/** One partner, for its own people and for staff; the viewer decides what stands on it. */
export default async function PartnerPage({ params }: Props) {
  const viewer = await requireViewer("partners.read");
  const page = await orNotFound(readPartnerPage(viewer, (await params).partnerId, new Date()));
  const { partner, program } = page;
  if (partner.mergedIntoId) redirect(`/partners/${partner.mergedIntoId}`);
  const staff = viewer.kind === "staff";
  return (
    <>
      <PartnerHeader
        partner={partner}
        staff={staff}
        mayEdit={can(viewer, "partners.edit")}
        mayViewAs={can(viewer, "partners.viewAs")}
        mayMerge={can(viewer, "partners.merge")}
      />
      <RecordTabs partnerId={partner.id} show="overview" />
      <MergeNotes merges={page.merges} undo={can(viewer, "partners.merge") ? unmerge : undefined} />
      <FigureGrid figures={page.figures} />
      <div className="grid items-start gap-6 lg:grid-cols-3">
        <div className="min-w-0 lg:col-span-2">
          <WonByQuarter
            groups={page.quarters}
            currency={program.reportingCurrency}
            currentQuarter={page.currentQuarter}
            partner={staff ? partner.id : undefined}
          />
        </div>
        <PipelineByStage
          stages={page.stages}
          currency={program.reportingCurrency}
          dealsHref={`/deals?outcome=open&role=sourced${staff ? `&partner=${partner.id}` : ""}`}
        />
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <PartnerFacts partner={partner} />
        <PartnerHistory versions={page.versions} activities={page.activities} />
      </div>
      <PartnerPeople people={page.people} />
      <PartnerCertifications items={page.certifications} today={program.today} />
    </>
  );
}
