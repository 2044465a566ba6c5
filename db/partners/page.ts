import "server-only";
import { withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { readFigures } from "@/db/metrics/figures";
import { ask } from "@/db/metrics/queries";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { bucketsOf, namedPeriod, quartersUpTo } from "@/lib/period";
import {
  getPartner,
  listCertifications,
  listMerges,
  listPartnerActivities,
  listPartnerPeople,
  listPartnerVersions,
  openByStage,
} from "./queries";

const figures = ["sourced_revenue", "sourced_pipeline", "win_rate", "influenced_revenue"] as const;
const quarterCount = 12;

/** Everything that stands on a partner's page. Throws NotFound, also for another partner's people. */
export async function readPartnerPage(viewer: Viewer, partnerId: string, now: Date) {
  if (!isId(partnerId)) throw new NotFound("This partner");
  return withViewer(viewer, () => readParts(viewer, partnerId, now));
}

async function readParts(viewer: Viewer, partnerId: string, now: Date) {
  const [partner, program, counted, versions, activities, people, certifications, merges] = await Promise.all([
    getPartner(viewer, partnerId),
    getProgram(viewer, now),
    readCounted(viewer, partnerId, now),
    listPartnerVersions(viewer, partnerId),
    listPartnerActivities(viewer, partnerId),
    listPartnerPeople(viewer, partnerId),
    listCertifications(viewer, partnerId),
    listMerges(viewer, partnerId),
  ]);
  return { partner, program, ...counted, versions, activities, people, certifications, merges };
}

/** What is counted from the partner's deals: kept until one of them changes. */
function readCounted(viewer: Viewer, partnerId: string, now: Date) {
  return kept(viewer, { name: "partner", question: partnerId, aboutId: partnerId, now }, async (_, at) => {
    const { today } = await getProgram(viewer, at);
    const period = namedPeriod("this_quarter", today);
    const quarters = quartersUpTo(period, quarterCount);
    const span = { from: quarters[0]?.from ?? period.from, to: period.to };
    const query = viewer.kind === "staff" ? { partner: partnerId } : {};
    const [cards, won, stages] = await Promise.all([
      readFigures(viewer, figures, period, at, { partnerId, query }),
      ask(viewer, { metric: "sourced_revenue", span, by: "quarter", partnerId }),
      openByStage(viewer, partnerId),
    ]);
    const currentQuarter = bucketsOf(period, "quarter")[0]?.label;
    return { figures: cards, quarters: won.groups, currentQuarter, stages };
  });
}
