import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { partners } from "@/db/partners/schema";
import type { PartnerViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { addDays } from "@/lib/period";
import { isSafe, type MoveStep, moveSteps, whatForbids } from "@/lib/tiers/moves";
import { takeEffect } from "./effect";
import { readTierPolicies } from "./queries";
import { tierCriteria, tierMoves, tierValues } from "./schema";

type Done = { audit: AuditEntry };
type Person = Actor & { personId: string | null };

/**
 * Approves a proposed change: a promotion from a day on, at the earliest today; a demotion is announced, and holds after the
 * days of grace. What holds from today comes into effect at once. Throws NotFound and Refused.
 */
export async function approveMove(
  tx: Tx,
  by: Person,
  { moveId, reason, effectiveOn }: { moveId: string; reason: string; effectiveOn: string | null },
  today: string,
): Promise<Done> {
  const move = await lockMove(tx, moveId);
  const promotion = move.kind === "promotion";
  const step: MoveStep = promotion ? "promote" : "announce";
  refuse(step, move, reason);
  if (effectiveOn && effectiveOn < today)
    throw new Refused("A change of tier holds from today at the earliest", "effectiveOn");
  const policies = await readTierPolicies(tx);
  const on = promotion ? (effectiveOn ?? today) : addDays(today, policies.tierGraceDays);
  const appealUntil = promotion ? null : addDays(today, policies.tierAppealDays);
  await tx
    .update(tierMoves)
    .set({ status: moveSteps[step].to, approvedById: by.personId, effectiveOn: on, appealUntil })
    .where(eq(tierMoves.id, move.id));
  await note(tx, move.id, promotion ? "approved" : "announced", by, reason);
  await takeEffect(tx, by, move.id, today);
  const after = { kind: move.kind, from: move.fromTier, to: move.toTier, holdsFrom: on };
  return { audit: entry("tier.move_approved", move, after, reason) };
}

/** Approves several promotions at once, all or none: each one step up with every amount known. Throws Refused. */
export async function approveSeveral(tx: Tx, by: Person, ids: string[], today: string): Promise<AuditEntry[]> {
  const moves = await tx.select().from(tierMoves).where(inArray(tierMoves.id, ids)).orderBy(tierMoves.id);
  if (moves.length === 0) throw new Refused("Tick at least one promotion");
  if (!moves.every(isSafe))
    throw new Refused(
      "Only promotions by one tier, with every amount known, are approved together. Nothing was approved",
    );
  const entries: AuditEntry[] = [];
  for (const { id } of moves)
    entries.push((await approveMove(tx, by, { moveId: id, reason: "", effectiveOn: null }, today)).audit);
  return entries;
}

/** Declines a proposed change, or withdraws one that was approved and is not in effect yet. Throws NotFound and Refused. */
export async function declineMove(
  tx: Tx,
  by: Person,
  { moveId, reason }: { moveId: string; reason: string },
): Promise<Done> {
  const move = await lockMove(tx, moveId);
  const step = move.status === "proposed" ? "decline" : "withdraw";
  refuse(step, move, reason);
  const status = moveSteps[step].to;
  await tx.update(tierMoves).set({ status, closedAt: sql`now()` }).where(eq(tierMoves.id, move.id));
  await note(tx, move.id, status, by, reason);
  const after = { kind: move.kind, from: move.fromTier, to: move.toTier };
  return { audit: entry(step === "decline" ? "tier.move_declined" : "tier.move_withdrawn", move, after, reason) };
}

/** A partner appeals against the demotion that it was told of, in time and in words. Throws NotFound and Refused. */
export async function appealMove(
  tx: Tx,
  viewer: PartnerViewer,
  { moveId, reason }: { moveId: string; reason: string },
): Promise<Done> {
  const [own] = await tx
    .select({ id: tierMoves.id, from: tierMoves.fromTier, to: tierMoves.toTier })
    .from(tierMoves)
    .where(and(eq(tierMoves.id, moveId), eq(tierMoves.partnerId, viewer.partnerId)));
  if (!own) throw new NotFound("This change of tier");
  if (reason === "") throw new Refused("Say why", "reason");
  const [row] = await tx.execute<{ said: string }>(sql`select appeal_tier(${moveId}, ${reason}) as said`);
  if (row?.said === "late") throw new Refused("The time for an appeal is over");
  if (row?.said !== "appealed") throw new Refused("This changed meanwhile: open the page again");
  const subject = { type: "partner", id: viewer.partnerId, name: viewer.partnerName };
  return { audit: { action: "tier.move_appealed", subject, after: { from: own.from, to: own.to }, reason } };
}

/** Answers an appeal, by somebody else than who approved the demotion: the tier stays, or the notice runs on. Throws NotFound and Refused. */
export async function answerAppeal(
  tx: Tx,
  by: Person,
  { moveId, answer, reason }: { moveId: string; answer: "uphold" | "keep"; reason: string },
  today: string,
): Promise<Done> {
  const move = await lockMove(tx, moveId);
  refuse(answer, move, reason);
  if (move.approvedById === by.personId)
    throw new Refused("Somebody else than who approved the demotion answers its appeal");
  const upheld = answer === "uphold";
  const later = move.effectiveOn && move.effectiveOn > today ? move.effectiveOn : addDays(today, 1);
  await tx
    .update(tierMoves)
    .set({
      status: moveSteps[answer].to,
      answeredById: by.personId,
      ...(upheld ? { closedAt: sql`now()` } : { effectiveOn: later }),
    })
    .where(eq(tierMoves.id, move.id));
  await note(tx, move.id, upheld ? "upheld" : "kept", by, reason);
  const after = { answer: upheld ? "The tier stays" : "The demotion stands", from: move.fromTier, to: move.toTier };
  return { audit: entry("tier.appeal_answered", move, after, reason) };
}

export type ValueInput = { partnerId: string; criterion: string; value: string; onDay: string; source: string };

/** Enters the value of a criterion that staff keep, for one partner. Throws NotFound and Refused. */
export async function enterValue(tx: Tx, by: Person, input: ValueInput, today: string): Promise<Done> {
  const { partnerId, criterion, onDay, source } = input;
  const [partner] = await tx
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(and(eq(partners.id, partnerId), isNull(partners.mergedIntoId)));
  if (!partner) throw new NotFound("This partner");
  const [known] = await tx
    .select({ name: tierCriteria.name })
    .from(tierCriteria)
    .where(eq(tierCriteria.key, criterion));
  if (!known) throw new Refused("Choose a criterion", "criterion");
  if (onDay > today) throw new Refused("This day has not come yet", "onDay");
  await tx.insert(tierValues).values({ ...input, personId: by.personId });
  const after = { criterion: known.name, value: input.value, on: onDay, source };
  const subject = { type: "partner", id: partner.id, name: partner.name };
  return { audit: { action: "tier.value_entered", subject, partnerId, after } };
}

type Locked = typeof tierMoves.$inferSelect & { partner: string };

async function lockMove(tx: Tx, moveId: string): Promise<Locked> {
  const [move] = await tx.select().from(tierMoves).where(eq(tierMoves.id, moveId)).for("update");
  if (!move) throw new NotFound("This change of tier");
  const [partner] = await tx.select({ name: partners.name }).from(partners).where(eq(partners.id, move.partnerId));
  return { ...move, partner: partner?.name ?? "" };
}

function refuse(step: MoveStep, move: Locked, reason: string): void {
  const wrong = whatForbids(step, move, reason);
  if (wrong) throw new Refused(wrong.says, wrong.field);
}

const note = (tx: Tx, moveId: string, kind: string, by: Person, text: string) =>
  tx.execute(
    sql`insert into tier_move_events (move_id, kind, person_id, text) values (${moveId}, ${kind}, ${by.personId}, ${text || null})`,
  );

function entry(action: AuditEntry["action"], move: Locked, after: Record<string, unknown>, reason: string): AuditEntry {
  const subject = { type: "partner", id: move.partnerId, name: move.partner };
  return { action, subject, partnerId: move.partnerId, after, reason: reason || null };
}
