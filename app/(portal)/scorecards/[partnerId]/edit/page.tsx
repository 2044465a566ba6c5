import type { Metadata } from "next";
import {
  changeHead,
  changeOnScorecard,
  enterOnScorecard,
  putOnScorecard,
  setUpScorecard,
  takeOffScorecard,
} from "@/app/(staff)/scorecards/actions";
import { AddMetric, EnterValue } from "@/components/scorecards/add-forms";
import { HeadForm } from "@/components/scorecards/head-form";
import { LayerForms } from "@/components/scorecards/metric-forms";
import { StartForm } from "@/components/scorecards/start-form";
import { PageHeader } from "@/components/ui/page-header";
import { readScorecardForm } from "@/db/scorecards/edit-page";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { layerKeys } from "@/lib/scorecards/layers";

export const metadata: Metadata = { title: "Edit scorecard" };

/** What stands on a scorecard, and the values that people enter. */
export default async function EditScorecardPage({ params }: { params: Promise<{ partnerId: string }> }) {
  const viewer = await requireViewer("scorecards.edit");
  const page = await orNotFound(readScorecardForm(viewer, (await params).partnerId, new Date()));
  const { partner, scorecard, metrics, owners, known, program } = page;
  const here = { label: partner.name, href: `/scorecards/${partner.id}` };
  return (
    <>
      <PageHeader
        title={scorecard ? "Edit the scorecard" : `Scorecard of ${partner.name}`}
        breadcrumb={[{ label: "Scorecards", href: "/scorecards" }, ...(scorecard ? [here] : [])]}
      />
      {scorecard ? (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <div className="min-w-0 space-y-6">
            <EnterValue
              partnerId={partner.id}
              manual={metrics.filter(({ metric }) => !metric)}
              today={program.today}
              action={enterOnScorecard}
            />
            <HeadForm partnerId={partner.id} scorecard={scorecard} owners={owners} action={changeHead} />
            <AddMetric
              key={metrics.length}
              partnerId={partner.id}
              known={known}
              owners={owners}
              me={viewer.personId}
              action={putOnScorecard}
            />
          </div>
          <div className="min-w-0 space-y-6">
            {layerKeys.map((layer) => (
              <LayerForms
                key={layer}
                partnerId={partner.id}
                layer={layer}
                metrics={metrics.filter((metric) => metric.layer === layer)}
                owners={owners}
                change={changeOnScorecard}
                remove={takeOffScorecard}
              />
            ))}
          </div>
        </div>
      ) : (
        <StartForm partnerId={partner.id} owners={owners} me={viewer.personId} action={setUpScorecard} />
      )}
    </>
  );
}
