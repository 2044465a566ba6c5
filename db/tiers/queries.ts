import "server-only";
import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { settings, tiers } from "@/db/program/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { type MoveStatus, openStatuses } from "@/lib/tiers/moves";
import type { ReviewSchedule } from "@/lib/tiers/windows";
import { tierEvaluations, tierMoveEvents, tierMoves, tierSnapshots, tierValues } from "./schema";

export const movesPerPage = 50;

/** The tiers in use, lowest first, with what they ask for and give. */
export const readTiers = (tx: Tx) =>
  tx
    .select({
      key: tiers.key,
      name: tiers.name,
      rank: tiers.rank,
      requirements: tiers.requirements,
      benefits: tiers.benefits,
    })
    .from(tiers)
    .where(isNull(tiers.archivedAt))
    .orderBy(asc(tiers.rank), asc(tiers.key))
    .limit(100);

export type TierPolicies = { tierReview: ReviewSchedule; tierGraceDays: number; tierAppealDays: number };

/** When partners are measured, and how long a demotion waits. */
export async function readTierPolicies(tx: Tx): Promise<TierPolicies> {
  const { tierReview, tierGraceDays, tierAppealDays } = settings;
  const [row] = await tx.select({ tierReview, tierGraceDays, tierAppealDays }).from(settings).limit(1);
  if (!row) throw new Error("The program has no settings: run the migrations");
  return row;
}

const shown = {
  id: tierMoves.id,
  partnerId: tierMoves.partnerId,
  asOf: tierMoves.asOf,
  kind: tierMoves.kind,
  fromTier: tierMoves.fromTier,
  toTier: tierMoves.toTier,
  steps: tierMoves.steps,
  status: tierMoves.status,
  proposedAt: tierMoves.proposedAt,
  effectiveOn: tierMoves.effectiveOn,
  appealUntil: tierMoves.appealUntil,
};
export type ShownMove = {
  id: string;
  partnerId: string;
  asOf: string;
  kind: "promotion" | "demotion";
  fromTier: string | null;
  toTier: string | null;
  steps: number;
  status: MoveStatus;
  proposedAt: Date;
  effectiveOn: string | null;
  appealUntil: string | null;
};

/** The changes of tier of one partner that the viewer may know of, newest first. */
export function listPartnerMoves(viewer: Viewer, partnerId: string): Promise<ShownMove[]> {
  return withViewer(viewer, (tx) =>
    tx
      .select(shown)
      .from(tierMoves)
      .where(and(eq(tierMoves.partnerId, partnerId), scope(viewer, tierMoves)))
      .orderBy(desc(tierMoves.proposedAt), desc(tierMoves.id))
      .limit(20),
  );
}

/** What happened to changes of tier, oldest first; partners read who of the program's staff did it by nobody's name. */
export function listMoveEvents(viewer: Viewer, moveIds: string[]) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: tierMoveEvents.id,
        moveId: tierMoveEvents.moveId,
        kind: tierMoveEvents.kind,
        at: tierMoveEvents.at,
        text: tierMoveEvents.text,
        person: people.name,
      })
      .from(tierMoveEvents)
      .leftJoin(people, and(eq(people.id, tierMoveEvents.personId), scope(viewer, people)))
      .where(and(inArray(tierMoveEvents.moveId, moveIds), scope(viewer, tierMoveEvents)))
      .orderBy(asc(tierMoveEvents.at), asc(tierMoveEvents.id))
      .limit(200),
  );
}

/** The latest value of each criterion that staff keep, for one partner. */
export function listTierValues(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .selectDistinctOn([tierValues.criterion], {
        criterion: tierValues.criterion,
        value: tierValues.value,
        onDay: tierValues.onDay,
        source: tierValues.source,
      })
      .from(tierValues)
      .where(and(eq(tierValues.partnerId, partnerId), scope(viewer, tierValues)))
      .orderBy(tierValues.criterion, desc(tierValues.onDay), desc(tierValues.enteredAt))
      .limit(100),
  );
}

const ofShow: Record<string, SQL | undefined> = {
  open: inArray(tierMoves.status, [...openStatuses]),
  proposed: eq(tierMoves.status, "proposed"),
  notice: inArray(tierMoves.status, ["approved", "notice"]),
  appealed: eq(tierMoves.status, "appealed"),
  ended: inArray(tierMoves.status, ["done", "declined", "withdrawn", "cured", "upheld"]),
};
export type ReviewShow = "proposed" | "notice" | "appealed" | "ended";

/** The queue of changes of tier, 50 a page, promotions first. For staff only: throws NotFound for others. */
export async function listReviews(viewer: Viewer, show: ReviewShow, page: number) {
  if (viewer.kind !== "staff") throw new NotFound();
  return withViewer(viewer, async (tx) => {
    const [rows, counts] = await Promise.all([
      tx
        .select({ ...shown, unrated: tierMoves.unrated, partner: partners.name })
        .from(tierMoves)
        .innerJoin(partners, eq(partners.id, tierMoves.partnerId))
        .where(and(ofShow[show], scope(viewer, tierMoves), isNull(partners.mergedIntoId)))
        .orderBy(
          ...(show === "ended" ? [desc(tierMoves.closedAt)] : [desc(tierMoves.kind), asc(tierMoves.effectiveOn)]),
          asc(partners.name),
        )
        .limit(movesPerPage + 1)
        .offset((page - 1) * movesPerPage),
      tx.execute<{ status: MoveStatus; n: number }>(
        sql`select m.status, count(*)::int as n from tier_moves m join partners p on p.id = m.partner_id and p.merged_into_id is null
          where m.status in ('proposed','approved','notice','appealed') group by 1`,
      ),
    ]);
    return {
      rows: rows.slice(0, movesPerPage),
      more: rows.length > movesPerPage,
      counts: Object.fromEntries(counts.map(({ status, n }) => [status, n])) as Partial<Record<MoveStatus, number>>,
    };
  });
}

/** The latest evaluations, newest first. For staff only: throws NotFound for others. */
export async function listEvaluations(viewer: Viewer) {
  if (viewer.kind !== "staff") throw new NotFound();
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: tierEvaluations.id,
        asOf: tierEvaluations.asOf,
        scheduled: tierEvaluations.scheduled,
        partners: tierEvaluations.partners,
        at: tierEvaluations.at,
        by: people.name,
        hash: sql<string>`encode(${tierEvaluations.hash}, 'hex')`,
      })
      .from(tierEvaluations)
      .leftJoin(people, eq(people.id, tierEvaluations.personId))
      .orderBy(desc(tierEvaluations.at))
      .limit(5),
  );
}

/** One change of tier with what was measured for it. For staff only: throws NotFound for others. */
export async function getReview(viewer: Viewer, moveId: string) {
  if (viewer.kind !== "staff" || !isId(moveId)) throw new NotFound("This change of tier");
  const [row] = await withViewer(viewer, (tx) =>
    tx
      .select({
        ...shown,
        unrated: tierMoves.unrated,
        approvedById: tierMoves.approvedById,
        partner: partners.name,
        amounts: tierSnapshots.amounts,
        tierThen: tierSnapshots.tierThen,
        tiers: tierEvaluations.tiers,
        measuredAt: tierEvaluations.at,
        hash: sql<string>`encode(${tierSnapshots.hash}, 'hex')`,
      })
      .from(tierMoves)
      .innerJoin(partners, eq(partners.id, tierMoves.partnerId))
      .innerJoin(tierEvaluations, eq(tierEvaluations.id, tierMoves.evaluationId))
      .innerJoin(
        tierSnapshots,
        and(eq(tierSnapshots.evaluationId, tierMoves.evaluationId), eq(tierSnapshots.partnerId, tierMoves.partnerId)),
      )
      .where(and(eq(tierMoves.id, moveId), scope(viewer, tierMoves)))
      .limit(1),
  );
  if (!row) throw new NotFound("This change of tier");
  return row;
}
