import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { answerIn, reachOf, readProgram } from "@/db/metrics/queries";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { isMetricKey, type MetricKey } from "@/lib/metrics/registry";
import { namedPeriod } from "@/lib/period";
import { goalView } from "@/lib/scorecards/plan-view";
import { getScorecard, listOwners } from "./queries";
import { jointPlans, planActivities, planGoals, planTargets } from "./schema";

const staffOwner = alias(people, "staff_owner");

/** The latest plan of a partner; partners read those that were agreed. Null without one. */
export function findLatestPlan(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, async (tx) => {
    const [plan] = await tx
      .select({
        id: jointPlans.id,
        name: jointPlans.name,
        summary: jointPlans.summary,
        fromOn: jointPlans.fromOn,
        toOn: jointPlans.toOn,
        state: jointPlans.state,
        internalNote: viewer.kind === "staff" ? jointPlans.internalNote : sql<null>`null`,
      })
      .from(jointPlans)
      .where(and(eq(jointPlans.partnerId, partnerId), scope(viewer, jointPlans)))
      .orderBy(sql`${jointPlans.state} = 'ended'`, desc(jointPlans.fromOn), desc(jointPlans.id))
      .limit(1);
    return plan ?? null;
  });
}

/** The goals of a plan with a target for each quarter. */
export function listGoals(viewer: Viewer, planId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: planGoals.id,
        title: planGoals.title,
        metric: planGoals.metric,
        staffOwner: staffOwner.name,
        partnerOwner: people.name,
        targets: sql<
          { from: string; to: string; value: string }[]
        >`coalesce((select json_agg(json_build_object('from', t.from_on, 'to', t.to_on, 'value', t.value::text) order by t.from_on)
          from ${planTargets} t where t.goal_id = ${planGoals.id} and t.partner_id = ${planGoals.partnerId}), '[]'::json)`,
      })
      .from(planGoals)
      .leftJoin(people, and(eq(people.id, planGoals.partnerOwnerId), scope(viewer, people)))
      .leftJoin(staffOwner, and(eq(staffOwner.id, planGoals.staffOwnerId), ownStaff(viewer)))
      .where(and(eq(planGoals.planId, planId), scope(viewer, planGoals)))
      .orderBy(asc(planGoals.position))
      .limit(20),
  );
}

/** The first wall of people under the name that goals give to those of staff: a partner reads its own manager. */
const ownStaff = (viewer: Viewer) =>
  viewer.kind === "staff"
    ? sql`true`
    : sql`((${staffOwner.id} = (select manager_id from partners where id = ${viewer.partnerId}::uuid)) /* own rows */)`;

/** What both sides do for a plan, by due day. */
export function listActivities(viewer: Viewer, planId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: planActivities.id,
        goalId: planActivities.goalId,
        side: planActivities.side,
        title: planActivities.title,
        owner: people.name,
        dueOn: planActivities.dueOn,
        doneAt: planActivities.doneAt,
      })
      .from(planActivities)
      .leftJoin(people, and(eq(people.id, planActivities.ownerId), scope(viewer, people)))
      .where(and(eq(planActivities.planId, planId), scope(viewer, planActivities)))
      .orderBy(asc(planActivities.dueOn), asc(planActivities.id))
      .limit(100),
  );
}

/** What the metrics of a plan were by quarter, asked as everywhere; kept until a fact of the partner changes. */
function countPlan(
  viewer: Viewer,
  partnerId: string,
  asked: { keys: MetricKey[]; from: string; to: string; now: Date },
) {
  const { now, ...question } = asked;
  const visits = asked.keys.includes("portal_adoption");
  return kept(viewer, { name: "plan", question, aboutId: partnerId, visits, now }, async (tx) => {
    const program = await readProgram(tx);
    const reach = reachOf(viewer, program, partnerId);
    const span = { from: asked.from, to: asked.to };
    const answers = await Promise.all(
      asked.keys.map((metric) => answerIn(tx, program, { metric, span, by: "quarter", partnerId }, reach)),
    );
    return Object.fromEntries(
      asked.keys.map((key, i) => [
        key,
        Object.fromEntries((answers[i]?.groups ?? []).map(({ group, value }) => [group, value])),
      ]),
    ) as Partial<Record<MetricKey, Record<string, string | null>>>;
  });
}

/** A partner's joint plan with the progress of its goals. Throws NotFound, also for another partner's people. */
export function readPlan(viewer: Viewer, partnerId: string, now: Date) {
  return withViewer(viewer, async () => {
    const [{ partner }, program, plan] = await Promise.all([
      getScorecard(viewer, partnerId),
      getProgram(viewer, now),
      findLatestPlan(viewer, partnerId),
    ]);
    const [goals, activities, owners] = await Promise.all([
      plan ? listGoals(viewer, plan.id) : [],
      plan ? listActivities(viewer, plan.id) : [],
      viewer.kind === "staff" ? listOwners(viewer, partnerId) : [],
    ]);
    const { today, reportingCurrency: currency, programName } = program;
    const until = namedPeriod("this_quarter", today).to;
    const keys = [...new Set(goals.map(({ metric }) => metric).filter(isMetricKey))].sort();
    const span = plan ? { from: plan.fromOn, to: plan.toOn < until ? plan.toOn : until } : null;
    const counted = span && span.from < span.to ? await countPlan(viewer, partnerId, { keys, ...span, now }) : {};
    const views = goals.map((goal) =>
      goalView(goal, counted, { today, currency, programName, partnerName: partner.name }),
    );
    return { partner, program, plan, goals: views, activities, owners };
  });
}
export type PlanPage = Awaited<ReturnType<typeof readPlan>>;
