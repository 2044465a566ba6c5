import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { findStage, lockDeal } from "@/db/deals/lock";
import { deals, dealVersions } from "@/db/deals/schema";
import type { Move, NextStep } from "@/lib/deals/form";
import { whatForbids } from "@/lib/deals/stage-moves";
import { Refused } from "@/lib/errors";
import { decimalOfE4 } from "@/lib/money";

/**
 * Moves a deal to another stage from `now` on, with the amount it has unless another is given. Of two people who move it from the same stage, one
 * does. The reason is kept with a deal that closes, and with every move in the log. Throws NotFound, and Refused when the
 * deal was moved since the form was shown or the rules of `lib/deals/stage-moves.ts` say no.
 */
export async function moveDeal(tx: Tx, actor: Actor, move: Move, now: Date): Promise<{ audit: AuditEntry }> {
  const { dealId, stage, reason } = move;
  const deal = await lockDeal(tx, dealId);
  if (deal.stageKey !== move.shownStage)
    throw new Refused(`Somebody moved this deal to ${deal.stage.name} meanwhile: open its page again`, "stage");
  const target = await findStage(tx, stage);
  if (!target) throw new Refused("This stage does not exist", "stage");
  const expectedCloseOn = move.expectedCloseOn ?? deal.expectedCloseOn;
  const amountE4 = move.amountE4 ?? deal.amountE4;
  const has = await whatItHas(tx, dealId, deal);
  const forbidden = whatForbids(deal.stage, target, {
    amountE4,
    expectedCloseOn,
    nextStep: deal.nextStep,
    reason,
    ...has,
  });
  if (forbidden) throw new Refused(forbidden.says, forbidden.field);
  const { validFrom, today } = await nextMoment(tx, dealId, now);
  if (
    target.outcome === "open" &&
    expectedCloseOn !== deal.expectedCloseOn &&
    expectedCloseOn &&
    expectedCloseOn < today
  )
    throw new Refused("This day has passed: say when the deal is expected to close now", "expectedCloseOn");
  await tx.insert(dealVersions).values({
    dealId,
    validFrom,
    fromOn: today,
    stage,
    amountE4,
    currency: deal.currency,
    expectedCloseOn,
    recordedAt: now,
    recordedById: actor.personId,
  });
  const closeReason = target.outcome === "open" || reason === "" ? deal.closeReason : reason;
  if (closeReason !== deal.closeReason)
    await tx.update(deals).set({ closeReason, updatedAt: now }).where(eq(deals.id, dealId));
  const money = (given: bigint) => `${deal.currency} ${decimalOfE4(given)}`;
  const before = { stage: deal.stage.name, expectedClose: deal.expectedCloseOn, amount: money(deal.amountE4) };
  const after = { stage: target.name, expectedClose: expectedCloseOn, amount: money(amountE4) };
  const subject = { type: "deal", id: dealId, name: deal.name };
  return {
    audit: { action: "deal.moved", subject, partnerId: deal.partnerId, before, after, reason: reason || null },
  };
}

/** Whether a deal has products, a customer, and a person of a partner who works on it. */
async function whatItHas(tx: Tx, dealId: string, deal: { accountId: string | null; partnerPersonId: string | null }) {
  const [row] = await tx.execute<{ lines: boolean; people: boolean }>(sql`select
    exists (select 1 from deal_lines where deal_id = ${dealId}) as lines,
    exists (select 1 from deal_people where deal_id = ${dealId} and partner_id is not null) as people`);
  return {
    hasLines: row?.lines === true,
    hasAccount: deal.accountId !== null,
    hasContact: deal.partnerPersonId !== null || row?.people === true,
  };
}

/** Says what is to be done next on a deal and by when, or with an empty text that nothing is. Throws NotFound and Refused. */
export async function setNextStep(tx: Tx, given: NextStep, now: Date): Promise<{ audit: AuditEntry }> {
  const { dealId, nextStepOn } = given;
  const nextStep = given.nextStep || null;
  const deal = await lockDeal(tx, dealId);
  if (deal.nextStep === nextStep && deal.nextStepOn === nextStepOn)
    throw new Refused("The deal says this already", "nextStep");
  const lastActivityOn = sql`greatest(${deals.lastActivityOn}, program_day(${now.toISOString()}::timestamptz))`;
  await tx.update(deals).set({ nextStep, nextStepOn, lastActivityOn, updatedAt: now }).where(eq(deals.id, dealId));
  const subject = { type: "deal", id: dealId, name: deal.name };
  const before = { nextStep: deal.nextStep, nextStepOn: deal.nextStepOn };
  const after = { nextStep, nextStepOn };
  return { audit: { action: "deal.next_step_set", subject, partnerId: deal.partnerId, before, after } };
}

/** From when the new version holds: now, or just after a version that another clock dated later today. */
export async function nextMoment(tx: Tx, dealId: string, now: Date): Promise<{ validFrom: Date; today: string }> {
  const [row] = await tx.execute<{ at: string; last: string | null; today: string }>(sql`
    select extract(epoch from greatest(${now.toISOString()}::timestamptz,
        max(date_trunc('milliseconds', valid_from) + interval '1 millisecond')))::text as at,
      program_day(max(valid_from))::text as last, program_day(${now.toISOString()}::timestamptz)::text as today
    from deal_versions where deal_id = ${dealId} and superseded_at is null`);
  if (!row) throw new Error("The database gave no day");
  if (row.last && row.last !== "-infinity" && row.last > row.today)
    throw new Refused(`The deal's history goes on to ${row.last}, which has not come yet: correct its outcome first`);
  return { validFrom: new Date(Math.round(Number(row.at) * 1000)), today: row.today };
}
