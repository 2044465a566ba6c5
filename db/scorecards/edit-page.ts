import "server-only";
import { withViewer } from "@/db/client";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { metricKeys, metricOf } from "@/lib/metrics/registry";
import { getScorecard, listOwners, listScorecardMetrics } from "./queries";

/** What the form of a scorecard offers: its metrics, those of the dictionary that it does not have, owners. Throws NotFound. */
export function readScorecardForm(viewer: Viewer, partnerId: string, now: Date) {
  return withViewer(viewer, async () => {
    const [{ partner, scorecard }, metrics, people, program] = await Promise.all([
      getScorecard(viewer, partnerId),
      listScorecardMetrics(viewer, partnerId),
      listOwners(viewer, partnerId),
      getProgram(viewer, now),
    ]);
    const used = new Set(metrics.map(({ metric }) => metric));
    const known = metricKeys
      .filter((key) => !used.has(key))
      .map((key) => ({
        value: key,
        label: `${metricOf(key).label}${metricOf(key).partnerSees ? "" : " (staff alone)"}`,
      }));
    return { partner, scorecard, metrics, owners: ownerOptions(people, partner.name), known, program };
  });
}

/** Owners as options, the partner's people with their company. */
export const ownerOptions = (
  people: readonly { id: string; name: string; kind: "staff" | "partner" }[],
  partner: string,
) => people.map(({ id, name, kind }) => ({ value: id, label: kind === "staff" ? name : `${name}, ${partner}` }));
