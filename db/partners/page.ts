import "server-only";
import { withViewer } from "@/db/client";
import { readFigures } from "@/db/metrics/figures";
import { ask } from "@/db/metrics/queries";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { bucketsOf, namedPeriod, quartersUpTo } from "@/lib/period";
import {
  listCertifications,
  listMerges,
  listPartnerActivities,
  listPartnerPeople,
  listPartnerVersions,
  openByStage,
} from "./queries";

const figures = ["sourced_revenue", "sourced_pipeline", "win_rate", "influenced_revenue"] as const;
const quarterCount = 12;

/** Everything that stands on a partner's page besides its record. The partner must be in the viewer's scope. */
export function readPartnerPage(viewer: Viewer, partnerId: string, now: Date) {
  return withViewer(viewer, () => readParts(viewer, partnerId, now));
}

async function readParts(viewer: Viewer, partnerId: string, now: Date) {
  const program = await getProgram(viewer);
  const period = namedPeriod("this_quarter", program.today);
  const quarters = quartersUpTo(period, quarterCount);
  const span = { from: quarters[0]?.from ?? period.from, to: period.to };
  const [cards, won, stages, versions, activities, people, certifications, merges] = await Promise.all([
    readFigures(viewer, figures, period, now, {
      partnerId,
      query: viewer.kind === "staff" ? { partner: partnerId } : {},
    }),
    ask(viewer, { metric: "sourced_revenue", span, by: "quarter", partnerId }),
    openByStage(viewer, partnerId),
    listPartnerVersions(viewer, partnerId),
    listPartnerActivities(viewer, partnerId),
    listPartnerPeople(viewer, partnerId),
    listCertifications(viewer, partnerId),
    listMerges(viewer, partnerId),
  ]);
  return {
    program,
    figures: cards,
    quarters: won.groups,
    currentQuarter: bucketsOf(period, "quarter")[0]?.label,
    stages,
    versions,
    activities,
    people,
    certifications,
    merges,
  };
}
