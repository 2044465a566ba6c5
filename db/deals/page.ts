import "server-only";
import { withViewer } from "@/db/client";
import { listFiles } from "@/db/files/queries";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { findDealPartners, listDealCandidates, listDealPeople } from "./people";
import {
  getDeal,
  listDealActivities,
  listDealLines,
  listDealPartners,
  listDealRegistrations,
  listDealVersions,
} from "./queries";
import { dealShares } from "./schema";
import { listDealShares, markOfShares } from "./shares";

/** Everything that stands on a deal's page. Throws NotFound, also when the viewer's partner has no part in the deal. */
export async function readDealPage(viewer: Viewer, dealId: string) {
  if (!isId(dealId)) throw new NotFound("This deal");
  return withViewer(viewer, () => readParts(viewer, dealId));
}

async function readParts(viewer: Viewer, dealId: string) {
  const [deal, program, versions, lines, partners, registrations, activities, shares, people, files] =
    await Promise.all([
      getDeal(viewer, dealId),
      getProgram(viewer),
      listDealVersions(viewer, dealId),
      listDealLines(viewer, dealId),
      listDealPartners(viewer, dealId),
      listDealRegistrations(viewer, dealId),
      listDealActivities(viewer, dealId),
      listDealShares(viewer, dealId),
      listDealPeople(viewer, dealId),
      listFiles(viewer, { of: "deal", id: dealId }),
    ]);
  return { deal, program, versions, lines, partners, registrations, activities, shares, people, files };
}

/** What stands on the page where staff say who takes part in a deal; `q` searches partners to add. Throws NotFound. */
export async function readTeamPage(viewer: Viewer, dealId: string, q = "") {
  if (!isId(dealId)) throw new NotFound("This deal");
  return withViewer(viewer, async (tx) => {
    const deal = await getDeal(viewer, dealId);
    const [{ today }, partners, shares, shown, people, candidates, found] = await Promise.all([
      getProgram(viewer),
      listDealPartners(viewer, dealId),
      listDealShares(viewer, dealId),
      markOfShares(tx, dealId, scope(viewer, dealShares)),
      listDealPeople(viewer, dealId),
      listDealCandidates(viewer, dealId),
      q ? findDealPartners(viewer, dealId, q) : [],
    ]);
    return { deal, today, partners, shares, shown, people, candidates, found };
  });
}
