import "server-only";
import { and, asc, desc, eq, isNull, or, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { jointPlans, reviewItems, scorecardMetrics, scorecardReviews, scorecards, scorecardValues } from "./schema";

/** The partner and its scorecard; without one, `scorecard` is null. Throws NotFound, also for another partner's people. */
export async function getScorecard(viewer: Viewer, partnerId: string) {
  if (!isId(partnerId)) throw new NotFound("This scorecard");
  const [row] = await withViewer(viewer, (tx) =>
    tx
      .select({
        partner: {
          id: partners.id,
          name: partners.name,
          type: partners.type,
          tier: partners.tier,
          status: partners.status,
        },
        scorecard: {
          id: scorecards.id,
          template: scorecards.template,
          goal: scorecards.goal,
          cadence: scorecards.cadence,
          ownerId: scorecards.ownerId,
          nextReviewOn: scorecards.nextReviewOn,
        },
        owner: people.name,
      })
      .from(partners)
      .leftJoin(scorecards, and(eq(scorecards.partnerId, partners.id), scope(viewer, scorecards)))
      .leftJoin(people, and(eq(people.id, scorecards.ownerId), scope(viewer, people)))
      .where(and(eq(partners.id, partnerId), scope(viewer, partners)))
      .limit(1),
  );
  if (!row) throw new NotFound("This scorecard");
  return { partner: row.partner, scorecard: row.scorecard ? { ...row.scorecard, owner: row.owner } : null };
}
export type ScorecardRow = NonNullable<Awaited<ReturnType<typeof getScorecard>>["scorecard"]>;

const valuesShown = 12;

/** The metrics on a partner's scorecard, by layer and position, with the latest values of those that are entered by hand. */
export function listScorecardMetrics(viewer: Viewer, partnerId: string) {
  const latest = sql`(select v."on", v.value, v.source, row_number() over (partition by v."on" order by v.entered_at desc, v.id) as nth
    from ${scorecardValues} v where v.metric_id = ${scorecardMetrics.id} and ${valuesOf(viewer)})`;
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: scorecardMetrics.id,
        layer: scorecardMetrics.layer,
        position: scorecardMetrics.position,
        metric: scorecardMetrics.metric,
        name: scorecardMetrics.name,
        unit: scorecardMetrics.unit,
        better: scorecardMetrics.better,
        ownerId: scorecardMetrics.ownerId,
        owner: people.name,
        baseline: scorecardMetrics.baseline,
        baselineSays: scorecardMetrics.baselineSays,
        target: scorecardMetrics.target,
        cadence: scorecardMetrics.cadence,
        shared: scorecardMetrics.shared,
        values: sql<
          { on: string; value: string; source: string }[]
        >`coalesce((select json_agg(json_build_object('on', x."on", 'value', x.value::text, 'source', x.source) order by x."on" desc)
          from (select * from ${latest} y where y.nth = 1 order by y."on" desc limit ${valuesShown}) x), '[]'::json)`,
      })
      .from(scorecardMetrics)
      .leftJoin(people, and(eq(people.id, scorecardMetrics.ownerId), scope(viewer, people)))
      .where(
        and(
          eq(scorecardMetrics.partnerId, partnerId),
          isNull(scorecardMetrics.removedAt),
          scope(viewer, scorecardMetrics),
        ),
      )
      .orderBy(
        sql`array_position(array['outcome','driver','health','operation'], ${scorecardMetrics.layer})`,
        asc(scorecardMetrics.position),
        asc(scorecardMetrics.addedAt),
      )
      .limit(24),
  );
}
export type ScorecardMetricRow = Awaited<ReturnType<typeof listScorecardMetrics>>[number];

/** The first wall of `scorecard_values` under the name that the list of metrics gives them. */
const valuesOf = (viewer: Viewer) =>
  viewer.kind === "staff"
    ? sql`true`
    : sql`((v.partner_id = ${viewer.partnerId}::uuid and exists (select 1 from scorecard_metrics m where m.id = v.metric_id and m.shared)) /* own rows */)`;

/** The reviews of a partner's scorecard, newest first. */
export function listReviews(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: scorecardReviews.id,
        number: scorecardReviews.number,
        state: scorecardReviews.state,
        heldOn: scorecardReviews.heldOn,
        fromOn: scorecardReviews.fromOn,
        toOn: scorecardReviews.toOn,
        status: scorecardReviews.status,
        says: scorecardReviews.says,
        summary: scorecardReviews.summary,
        noDecisionReason: scorecardReviews.noDecisionReason,
        decisions: sql<number>`(select count(*)::int from review_items i where i.review_id = scorecard_reviews.id and i.kind = 'decision'
          and ${viewer.kind === "staff" ? sql`true` : sql`i.shared`})`,
      })
      .from(scorecardReviews)
      .where(and(eq(scorecardReviews.partnerId, partnerId), scope(viewer, scorecardReviews)))
      .orderBy(desc(scorecardReviews.number))
      .limit(24),
  );
}
export type ReviewRow = Awaited<ReturnType<typeof listReviews>>[number];

export const itemColumns = {
  id: reviewItems.id,
  reviewId: reviewItems.reviewId,
  raisedOn: scorecardReviews.heldOn,
  raisedIn: scorecardReviews.number,
  kind: reviewItems.kind,
  text: reviewItems.text,
  ownerId: reviewItems.ownerId,
  owner: people.name,
  dueOn: reviewItems.dueOn,
  metricId: reviewItems.metricId,
  expected: reviewItems.expected,
  startedAt: reviewItems.startedAt,
  state: reviewItems.state,
  outcome: reviewItems.outcome,
  proposed: reviewItems.proposed,
  shared: reviewItems.shared,
  endedInId: reviewItems.endedInId,
};

/** What is open of all reviews of a partner's scorecard, and what ended in `endedInId`: by due day. Changes are not carried. */
export function listOpenItems(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select(itemColumns)
      .from(reviewItems)
      .innerJoin(scorecardReviews, and(eq(scorecardReviews.id, reviewItems.reviewId), scope(viewer, scorecardReviews)))
      .leftJoin(people, and(eq(people.id, reviewItems.ownerId), scope(viewer, people)))
      .where(
        and(
          eq(reviewItems.partnerId, partnerId),
          eq(reviewItems.state, "open"),
          sql`${reviewItems.kind} <> 'change'`,
          scope(viewer, reviewItems),
        ),
      )
      .orderBy(sql`${reviewItems.dueOn} asc nulls last`, asc(reviewItems.createdAt), asc(reviewItems.id))
      .limit(60),
  );
}
export type ItemRow = Awaited<ReturnType<typeof listOpenItems>>[number];

/** The partner's plan that is being written or in force, in short. */
export function findPlan(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, async (tx) => {
    const [plan] = await tx
      .select({
        id: jointPlans.id,
        name: jointPlans.name,
        state: jointPlans.state,
        fromOn: jointPlans.fromOn,
        toOn: jointPlans.toOn,
      })
      .from(jointPlans)
      .where(and(eq(jointPlans.partnerId, partnerId), sql`${jointPlans.state} <> 'ended'`, scope(viewer, jointPlans)))
      .limit(1);
    return plan ?? null;
  });
}

/** Who can own a metric or a decision: staff with access, and the partner's people. */
export function listOwners(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({ id: people.id, name: people.name, kind: people.kind })
      .from(people)
      .where(
        and(
          scope(viewer, people),
          eq(people.access, "active"),
          or(eq(people.kind, "staff"), eq(people.partnerId, partnerId)),
        ),
      )
      .orderBy(sql`${people.kind} = 'staff' desc`, asc(people.name))
      .limit(200),
  );
}
export type Owner = Awaited<ReturnType<typeof listOwners>>[number];
