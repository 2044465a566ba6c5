import "server-only";
import { and, eq, isNotNull, isNull, max, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";
import { type PlanMove, planMoves, planSpan, quartersOf } from "@/lib/scorecards/plan";
import type { NewActivity, NewGoal, NewPlan } from "@/lib/scorecards/plan-form";
import { storedOf } from "@/lib/scorecards/propose";
import { jointPlans, planActivities, planGoals, planTargets } from "./schema";

type By = { personId: string | null };
type Done = { audit: AuditEntry; partnerId: string };
const ended = "This plan has ended: nothing of it changes any more";

/** Begins a joint plan of 18 to 36 months from a quarter on; staff alone see it until it is agreed. Throws NotFound and Refused. */
export async function createPlan(tx: Tx, by: By, { partnerId, fromOn, months, ...said }: NewPlan): Promise<Done> {
  const [partner] = await tx
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(and(eq(partners.id, partnerId), isNull(partners.mergedIntoId)))
    .limit(1);
  if (!partner) throw new NotFound("This partner");
  const span = planSpan(fromOn, months);
  const [made] = await tx
    .insert(jointPlans)
    .values({ partnerId, ...said, ...span, createdById: by.personId })
    .onConflictDoNothing()
    .returning({ id: jointPlans.id });
  if (!made) throw new Refused("There is a plan already: end it before you write the next one");
  const after = { name: said.name, ...span };
  return { partnerId, audit: { action: "plan.created", subject: subjectOf(partner), partnerId, after } };
}

/** Adds a goal with a target for each quarter, on a straight line from the first to the last. Throws NotFound and Refused. */
export async function addGoal(tx: Tx, { planId, first, last, ...goal }: NewGoal): Promise<Done> {
  const plan = await lockPlan(tx, planId);
  if (!isMetricKey(goal.metric) || !metricOf(goal.metric).partnerSees)
    throw new Refused("Both sides must see how it is measured: partners do not see this metric", "metric");
  await requireSide(tx, goal.staffOwnerId, null, "staffOwnerId");
  await requireSide(tx, goal.partnerOwnerId, plan.partnerId, "partnerOwnerId");
  const [highest] = await tx
    .select({ at: max(planGoals.position) })
    .from(planGoals)
    .where(eq(planGoals.planId, planId));
  const [made] = await tx
    .insert(planGoals)
    .values({ planId, partnerId: plan.partnerId, position: (highest?.at ?? -1) + 1, ...goal })
    .returning({ id: planGoals.id });
  if (!made) throw new Error("The goal was not written");
  const quarters = quartersOf(plan);
  const steps = BigInt(Math.max(1, quarters.length - 1));
  const values = quarters.map((_, i) => first + ((last - first) * BigInt(i)) / steps);
  await tx.insert(planTargets).values(
    quarters.map(({ from, to }, i) => ({
      goalId: made.id,
      partnerId: plan.partnerId,
      fromOn: from,
      toOn: to,
      value: storedOf({ metric: goal.metric, unit: null }, values[i] as bigint),
    })),
  );
  return changedPlan(plan, { after: { goal: goal.title, metric: metricOf(goal.metric).label } });
}

/** Sets what a goal is to reach in each quarter of its plan. Throws NotFound and Refused. */
export async function setTargets(
  tx: Tx,
  { goalId, value }: { goalId: string; value: readonly bigint[] },
): Promise<Done> {
  const { plan, goal } = await lockGoal(tx, goalId);
  const quarters = quartersOf(plan);
  if (value.length !== quarters.length)
    throw new Refused(`This plan has ${quarters.length} quarters: give each a target`);
  for (const [i, { from }] of quarters.entries())
    await tx
      .update(planTargets)
      .set({ value: storedOf({ metric: goal.metric, unit: null }, value[i] as bigint) })
      .where(and(eq(planTargets.goalId, goalId), eq(planTargets.fromOn, from)));
  return changedPlan(plan, { after: { targets: goal.title } });
}

/** Takes a goal out of a plan that is not agreed yet. Throws NotFound and Refused. */
export async function removeGoal(tx: Tx, goalId: string): Promise<Done> {
  const { plan, goal } = await lockGoal(tx, goalId);
  if (plan.state !== "draft") throw new Refused("Both sides agreed on this goal: change its targets instead");
  await tx.delete(planGoals).where(eq(planGoals.id, goalId));
  return changedPlan(plan, { before: { goal: goal.title } });
}

/** Adds what one side does by a day; the owner says which side. Throws NotFound and Refused. */
export async function addActivity(tx: Tx, input: NewActivity): Promise<Done> {
  const plan = await lockPlan(tx, input.planId);
  const [owner] = await tx
    .select({ partnerId: people.partnerId })
    .from(people)
    .where(and(eq(people.id, input.ownerId), eq(people.access, "active")))
    .limit(1);
  if (!owner || (owner.partnerId && owner.partnerId !== plan.partnerId))
    throw new Refused("Choose somebody of staff or of this partner", "ownerId");
  if (input.dueOn < plan.fromOn || input.dueOn > plan.toOn)
    throw new Refused("This day lies outside of the plan", "dueOn");
  const side = owner.partnerId ? "partner" : "program";
  await tx.insert(planActivities).values({ ...input, partnerId: plan.partnerId, side });
  return changedPlan(plan, { after: { activity: input.title, dueOn: input.dueOn } });
}

/**
 * Says that an activity is done, or not yet after all. Staff may say it of any; a partner's people of their own company's, in
 * a plan that is in force. Throws NotFound and Refused.
 */
export async function markActivity(
  tx: Tx,
  viewer: Viewer,
  { activityId, done }: { activityId: string; done: boolean },
): Promise<Done> {
  const own =
    viewer.kind === "partner"
      ? and(eq(planActivities.partnerId, viewer.partnerId), eq(planActivities.side, "partner"))
      : undefined;
  const [activity] = await tx
    .select({ title: planActivities.title, state: jointPlans.state, id: partners.id, name: partners.name })
    .from(planActivities)
    .innerJoin(jointPlans, eq(jointPlans.id, planActivities.planId))
    .innerJoin(partners, eq(partners.id, planActivities.partnerId))
    .where(and(eq(planActivities.id, activityId), own))
    .limit(1);
  if (!activity) throw new NotFound("This activity");
  if (activity.state === "ended") throw new Refused(ended);
  const [marked] = await tx
    .update(planActivities)
    .set({ doneAt: done ? sql`now()` : null })
    .where(
      and(eq(planActivities.id, activityId), done ? isNull(planActivities.doneAt) : isNotNull(planActivities.doneAt)),
    )
    .returning({ id: planActivities.id });
  if (!marked) throw new Refused("Somebody else marked it meanwhile: open the page again");
  const action = done ? "plan.activity_done" : "plan.activity_reopened";
  return {
    partnerId: activity.id,
    audit: { action, subject: subjectOf(activity), partnerId: activity.id, after: { activity: activity.title } },
  };
}

/** Agrees a plan, ends it, or drops a draft. A plan is agreed with a goal and something to do for it. Throws NotFound and Refused. */
export async function movePlan(tx: Tx, { planId, move }: { planId: string; move: PlanMove }): Promise<Done> {
  const plan = await lockPlan(tx, planId);
  const { from, to } = planMoves[move];
  if (plan.state !== from) throw new Refused("This plan changed meanwhile: open its page again");
  if (move === "agree") {
    const [has] = await tx.execute<{ goals: boolean; activities: boolean }>(
      sql`select exists (select from plan_goals where plan_id = ${planId}) as goals, exists (select from plan_activities where plan_id = ${planId}) as activities`,
    );
    if (!has?.goals || !has.activities)
      throw new Refused("A plan needs a goal and an activity before both sides can agree on it");
  }
  await tx
    .update(jointPlans)
    .set({ state: to, ...(move === "agree" ? { agreedAt: sql`now()` } : {}) })
    .where(and(eq(jointPlans.id, planId), eq(jointPlans.state, from)));
  const action = move === "agree" ? "plan.agreed" : "plan.ended";
  const partner = { id: plan.partnerId, name: plan.partner };
  return {
    partnerId: plan.partnerId,
    audit: { action, subject: subjectOf(partner), partnerId: plan.partnerId, after: { plan: plan.name } },
  };
}

/** A plan that can still be changed, locked. Throws NotFound and Refused. */
async function lockPlan(tx: Tx, planId: string) {
  const [plan] = await tx
    .select({
      id: jointPlans.id,
      name: jointPlans.name,
      state: jointPlans.state,
      fromOn: jointPlans.fromOn,
      toOn: jointPlans.toOn,
      partnerId: jointPlans.partnerId,
      partner: partners.name,
    })
    .from(jointPlans)
    .innerJoin(partners, eq(partners.id, jointPlans.partnerId))
    .where(eq(jointPlans.id, planId))
    .limit(1)
    .for("update", { of: jointPlans });
  if (!plan) throw new NotFound("This plan");
  if (plan.state === "ended") throw new Refused(ended);
  return plan;
}

async function lockGoal(tx: Tx, goalId: string) {
  const [goal] = await tx
    .select({ planId: planGoals.planId, title: planGoals.title, metric: planGoals.metric })
    .from(planGoals)
    .where(eq(planGoals.id, goalId))
    .limit(1);
  if (!goal) throw new NotFound("This goal");
  return { plan: await lockPlan(tx, goal.planId), goal };
}

async function requireSide(tx: Tx, personId: string, partnerId: string | null, field: string): Promise<void> {
  const side = partnerId ? eq(people.partnerId, partnerId) : eq(people.kind, "staff");
  const [person] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, personId), eq(people.access, "active"), side))
    .limit(1);
  if (!person) throw new Refused(partnerId ? "Choose somebody of the partner" : "Choose somebody of staff", field);
}

const subjectOf = ({ id, name }: { id: string; name: string }) => ({ type: "plan", id, name });

const changedPlan = (
  plan: { partnerId: string; partner: string },
  what: Pick<AuditEntry, "before" | "after">,
): Done => ({
  partnerId: plan.partnerId,
  audit: {
    action: "plan.changed",
    subject: subjectOf({ id: plan.partnerId, name: plan.partner }),
    partnerId: plan.partnerId,
    ...what,
  },
});
