import "server-only";
import { withViewer } from "@/db/client";
import { reachOf, readProgram } from "@/db/metrics/queries";
import { getPartner } from "@/db/partners/queries";
import { getProgram, listTierCriteria } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { isId } from "@/lib/lists/parameters";
import { addDays, namedPeriod } from "@/lib/period";
import { type SimulatorAsk, simulatedDay } from "@/lib/tiers/filter";
import { measurePartners } from "./measure";
import { getReview, listMoveEvents, listPartnerMoves, listTierValues, readTierPolicies, readTiers } from "./queries";
import { readUnderWay } from "./under-way";

/**
 * Everything that stands on the page of a partner's tier: what it has today, what it will have on the day asked about if
 * nothing more is won, and what is under way until then. Throws NotFound for another partner.
 */
export function readTierPage(viewer: Viewer, partnerId: string, ask: Pick<SimulatorAsk, "by">, now: Date) {
  return withViewer(viewer, async (tx) => {
    const [partner, program, metrics] = await Promise.all([
      getPartner(viewer, partnerId),
      getProgram(viewer, now),
      readProgram(tx),
    ]);
    const { today } = program;
    const by = simulatedDay(ask.by, today, addDays(namedPeriod("this_quarter", today).to, -1));
    const [ladder, customs, policies, values, moves, underWay] = await Promise.all([
      readTiers(tx),
      listTierCriteria(viewer),
      readTierPolicies(tx),
      listTierValues(viewer, partner.id),
      listPartnerMoves(viewer, partner.id),
      readUnderWay(tx, viewer, partner.id, { today, by }),
    ]);
    const asked = ladder.flatMap(({ requirements }) => requirements);
    const reach = reachOf(viewer, metrics, partner.id);
    const measured = async (day: string) =>
      (await measurePartners(tx, asked, day, reach)).get(partner.id) ?? { amounts: {}, unrated: 0 };
    const [has, then, events] = await Promise.all([
      measured(today),
      measured(by),
      listMoveEvents(
        viewer,
        moves.map(({ id }) => id),
      ),
    ]);
    const { id, name, tierKey, tierSince } = partner;
    return {
      partner: { id, name, tierKey, tierSince },
      program,
      ladder,
      customs,
      policies,
      values,
      moves,
      events,
      underWay,
      by,
      has,
      then,
    };
  });
}
export type TierPage = Awaited<ReturnType<typeof readTierPage>>;

/** Everything that stands on the page of one change of tier. For staff only: throws NotFound for others. */
export function readReviewPage(viewer: Viewer, moveId: string, now: Date) {
  return withViewer(viewer, async (tx) => {
    const [move, events, program, policies, customs] = await Promise.all([
      getReview(viewer, moveId),
      isId(moveId) ? listMoveEvents(viewer, [moveId]) : [],
      getProgram(viewer, now),
      readTierPolicies(tx),
      listTierCriteria(viewer),
    ]);
    return { move, events, program, policies, customs };
  });
}
