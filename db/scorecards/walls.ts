import { and, eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Wall } from "@/db/scope";
import {
  jointPlans,
  planActivities,
  planGoals,
  planTargets,
  reviewFigures,
  reviewItems,
  scorecardMetrics,
  scorecardReviews,
  scorecards,
  scorecardValues,
} from "./schema";

const ofClosedReview =
  ({ partnerId, shared, reviewId }: { partnerId: PgColumn; shared: PgColumn; reviewId: PgColumn }) =>
  (p: SQL) =>
    sql`${partnerId} = ${p} and ${shared} and exists (select 1 from scorecard_reviews r where r.id = ${reviewId} and r.state = 'closed')`;
const ofAgreedPlan = (planId: SQL) =>
  sql`exists (select 1 from joint_plans j where j.id = ${planId} and j.state <> 'draft')`;

/** Of a partnership's scorecard a partner reads what staff share; a review once it is closed, a plan once it is agreed. */
export const scorecardWalls: readonly Wall[] = [
  { table: scorecards, own: (p) => eq(scorecards.partnerId, p), hidden: ["created_by_id"] },
  {
    table: scorecardMetrics,
    own: (p) => and(eq(scorecardMetrics.partnerId, p), sql`${scorecardMetrics.shared}`) as SQL,
  },
  {
    table: scorecardValues,
    own: (p) =>
      sql`${scorecardValues.partnerId} = ${p} and exists (select 1 from scorecard_metrics m where m.id = ${scorecardValues.metricId} and m.shared)`,
    hidden: ["entered_by_id"],
  },
  {
    table: scorecardReviews,
    own: (p) => and(eq(scorecardReviews.partnerId, p), sql`${scorecardReviews.state} = 'closed'`) as SQL,
    hidden: ["internal_note", "started_by_id", "closed_by_id"],
  },
  { table: reviewFigures, own: ofClosedReview(reviewFigures) },
  { table: reviewItems, own: ofClosedReview(reviewItems), hidden: ["internal_note", "created_by_id", "ended_by_id"] },
  {
    table: jointPlans,
    own: (p) => and(eq(jointPlans.partnerId, p), sql`${jointPlans.state} <> 'draft'`) as SQL,
    hidden: ["internal_note", "created_by_id"],
  },
  { table: planGoals, own: (p) => sql`${planGoals.partnerId} = ${p} and ${ofAgreedPlan(sql`${planGoals.planId}`)}` },
  {
    table: planTargets,
    own: (p) =>
      sql`${planTargets.partnerId} = ${p} and exists (select 1 from plan_goals g where g.id = ${planTargets.goalId} and ${ofAgreedPlan(sql`g.plan_id`)})`,
  },
  {
    table: planActivities,
    own: (p) => sql`${planActivities.partnerId} = ${p} and ${ofAgreedPlan(sql`${planActivities.planId}`)}`,
  },
];
