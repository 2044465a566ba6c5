import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { incentivePlans } from "@/db/ledger/schema";
import { NotFound, Refused } from "@/lib/errors";
import { type planForm, readPlan } from "@/lib/incentives/plan-form";
import { type PlanState, planMayBecome, planStates } from "@/lib/incentives/states";
import { addDays } from "@/lib/period";

type Row = typeof incentivePlans.$inferSelect;
type Done = { id: string; audit: AuditEntry };

/** Saves a draft: a new plan, or a change of one that is a draft still. Throws NotFound and Refused. */
export async function savePlan(tx: Tx, actor: Actor, input: z.output<typeof planForm>): Promise<Done> {
  const read = readPlan(input);
  if (!read.ok) throw new Refused(read.message, read.field);
  const values = { ...read.plan, config: read.plan.config as Record<string, unknown>, says: read.says };
  const before = input.planId ? await lockPlan(tx, input.planId) : null;
  if (before && before.status !== "draft") throw new Refused("It is no draft any more: make a new version of it");
  const [row] = before
    ? await tx
        .update(incentivePlans)
        .set({ ...values, createdById: actor.personId })
        .where(and(eq(incentivePlans.id, before.id), eq(incentivePlans.status, "draft")))
        .returning()
    : await tx
        .insert(incentivePlans)
        .values({ ...values, createdById: actor.personId })
        .returning();
  if (!row) throw new Refused("It is no draft any more: make a new version of it");
  return done("incentive_plan.saved", row, { says: before?.says }, { says: row.says });
}

/** A draft of the next version, as the plan stands. Of a plan there is one at a time. Throws NotFound and Refused. */
export async function newVersion(tx: Tx, actor: Actor, planId: string, from: string): Promise<Done> {
  const {
    id: _,
    createdAt: __,
    proposedById,
    proposedAt,
    approvedById,
    approvedAt,
    ...plan
  } = await lockPlan(tx, planId);
  const [open] = await tx.execute<{ id: string }>(
    sql`select id from incentive_plans where plan_key = ${plan.planKey} and status in ('draft', 'proposed')`,
  );
  if (open) throw new Refused("A new version of it is being written already");
  const [last] = await tx.execute<{ n: number }>(
    sql`select max(version) as n from incentive_plans where plan_key = ${plan.planKey}`,
  );
  const [row] = await tx
    .insert(incentivePlans)
    .values({
      ...plan,
      version: (last?.n ?? 0) + 1,
      status: "draft",
      validFrom: from,
      validTo: null,
      createdById: actor.personId,
    })
    .returning();
  return done("incentive_plan.saved", row as Row, null, { version: row?.version });
}

/** Gives a draft to a second person. Throws NotFound and Refused. */
export async function proposePlan(tx: Tx, actor: Actor, planId: string): Promise<Done> {
  const plan = await lockPlan(tx, planId);
  const row = await move(tx, plan, "proposed", { proposedById: actor.personId, proposedAt: sql`now()` });
  return done("incentive_plan.proposed", row, null, { says: row.says });
}

/** Sends a proposal back to be changed. Throws NotFound and Refused. */
export async function returnPlan(tx: Tx, planId: string): Promise<Done> {
  const row = await move(tx, await lockPlan(tx, planId), "draft", { proposedById: null, proposedAt: null });
  return done("incentive_plan.returned", row, null, null);
}

/**
 * Approves a proposal: never whoever wrote or proposed it. The version before ends the day before it begins, and what the
 * plan covers is reckoned anew. Throws NotFound and Refused.
 */
export async function approvePlan(tx: Tx, actor: Actor, planId: string): Promise<Done> {
  const plan = await lockPlan(tx, planId);
  if (!actor.personId || [plan.createdById, plan.proposedById].includes(actor.personId))
    throw new Refused("You wrote or proposed this plan yourself: a second person approves it");
  const row = await move(tx, plan, "approved", { approvedById: actor.personId, approvedAt: sql`now()` });
  await tx.execute(sql`update incentive_plans set valid_to = greatest(valid_from, ${plan.validFrom}::date)
    where plan_key = ${plan.planKey} and id <> ${plan.id} and status in ('approved', 'active', 'ended') and (valid_to is null or valid_to > greatest(valid_from, ${plan.validFrom}::date))`);
  await beginAndEndPlans(tx);
  await markAll(tx, plan.validFrom);
  return done("incentive_plan.approved", row, null, { says: row.says, from: plan.validFrom });
}

/** Ends a plan after a day. What it earned until then stays. Throws NotFound and Refused. */
export async function endPlan(tx: Tx, planId: string, lastDay: string): Promise<Done> {
  const plan = await lockPlan(tx, planId);
  const end = addDays(lastDay, 1);
  if (!["approved", "active"].includes(plan.status)) throw new Refused(`It is "${planStates[plan.status].label}"`);
  if (end < plan.validFrom || (plan.validTo !== null && end >= plan.validTo))
    throw new Refused("Choose a day after it began and before it ends by itself", "lastDay");
  const [row] = await tx.update(incentivePlans).set({ validTo: end }).where(eq(incentivePlans.id, planId)).returning();
  await beginAndEndPlans(tx);
  await markAll(tx, end);
  return done("incentive_plan.ended", row as Row, { validTo: plan.validTo }, { validTo: end });
}

/** What the calendar alone does to plans. Safe to run at any time. */
export async function beginAndEndPlans(tx: Tx): Promise<void> {
  await tx.execute(
    sql`update incentive_plans set status = 'active' where status = 'approved' and valid_from <= program_day(now())`,
  );
  await tx.execute(
    sql`update incentive_plans set status = 'ended' where status in ('approved', 'active') and valid_to <= program_day(now())`,
  );
}

/** Marks everything from a day on to be reckoned anew. */
const markAll = (tx: Tx, from: string) =>
  tx.execute(sql`insert into incentive_dirty (partner_id, month)
    select partner_id, date_trunc('month', day)::date from (
      select r.partner_id, d.day from revenue_lines r cross join lateral (values (r.invoiced_on), (r.paid_on)) d(day) where d.day >= ${from}::date
      union all select p.partner_id, d.day from revenue_lines r join deal_partners p on p.deal_id = r.deal_id cross join lateral (values (r.invoiced_on), (r.paid_on)) d(day) where d.day >= ${from}::date
      union all select p.partner_id, d.closed_on from deals d join deal_partners p on p.deal_id = d.id where d.outcome = 'won' and d.closed_on >= ${from}::date
      union all select e.partner_id, e.event_on from earnings e where e.event_on >= ${from}::date) touched
    group by 1, 2`);

async function move(tx: Tx, plan: Row, to: PlanState, set: object): Promise<Row> {
  if (!planMayBecome(plan.status, to))
    throw new Refused(`It is "${planStates[plan.status].label}" by now: open its page again`);
  const [row] = await tx
    .update(incentivePlans)
    .set({ ...set, status: to })
    .where(and(eq(incentivePlans.id, plan.id), eq(incentivePlans.status, plan.status)))
    .returning();
  if (!row) throw new Refused("Somebody changed it just now: open its page again");
  return row;
}

async function lockPlan(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.select().from(incentivePlans).where(eq(incentivePlans.id, id)).for("update");
  if (!row) throw new NotFound("This plan");
  return row;
}

const done = (
  action: AuditEntry["action"],
  { id, name, version }: Row,
  before: AuditEntry["before"],
  after: AuditEntry["after"],
): Done => ({
  id,
  audit: { action, subject: { type: "incentive_plan", id, name: `${name}, version ${version}` }, before, after },
});
