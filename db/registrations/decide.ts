import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { customerKeys } from "@/lib/deals/matching/customer";
import type { DecisionInput } from "@/lib/deals/registrations/form";
import { mayBecome, registrationMoves } from "@/lib/deals/registrations/states";
import { registrationStatuses } from "@/lib/deals/words";
import { Refused } from "@/lib/errors";
import { formatDay } from "@/lib/format";
import { linkDeal, openDeal } from "./deal";
import { addEvent, lockRegistration, type Registration, subjectOf } from "./lock";
import { registrations } from "./schema";

type Done = { dealId: string | null; audit: AuditEntry };

/**
 * Decides on a registration: of two people at once one does, and never whoever entered it. An approval opens a deal, or
 * links the one given. The reason is for the partner, the note for staff. Throws NotFound and Refused.
 */
export async function decideRegistration(tx: Tx, actor: Actor, input: DecisionInput): Promise<Done> {
  const { decision, reason, note } = input;
  const registration = await lockRegistration(tx, input.registrationId);
  const move = registrationMoves[decision];
  if (!mayBecome(registration.status, decision))
    throw new Refused(`It is "${registrationStatuses[registration.status]}" by now: open its page again`, "decision");
  if (actor.personId && [registration.submittedById, registration.createdById].includes(actor.personId))
    throw new Refused("You entered this registration yourself: somebody else decides on it", "decision");
  if (move.reason && reason === "") throw new Refused("Say why: the partner reads it", "reason");
  if (note) await addEvent(tx, registration.id, "note", note, true);
  const dealId = await carryOut(tx, actor, registration, input);
  const audit: AuditEntry = {
    action: "registration.decided",
    subject: subjectOf(registration),
    partnerId: registration.partnerId,
    before: { status: registration.status },
    after: { status: move.to, ...(dealId ? { deal: dealId } : {}) },
    reason: reason || null,
  };
  return { dealId, audit };
}

async function carryOut(
  tx: Tx,
  actor: Actor,
  registration: Registration,
  input: DecisionInput,
): Promise<string | null> {
  const { decision, reason } = input;
  if (decision === "approve") return approve(tx, actor, registration, input);
  if (decision === "separate") await separate(tx, registration, reason);
  else if (decision === "return") await sendBack(tx, registration, reason);
  else await refuse(tx, actor, registration, decision, reason);
  return null;
}

const decided = (actor: Actor, decision: "approved" | "rejected") => ({
  decision,
  decidedOn: sql`program_day(now())`,
  decidedAt: sql`now()`,
  decidedById: actor.personId,
  answeredAt: sql`coalesce(${registrations.answeredAt}, now())`,
  updatedAt: sql`now()`,
  dueAt: null,
});

async function approve(tx: Tx, actor: Actor, registration: Registration, { reason, dealId }: DecisionInput) {
  await holdCustomer(tx, registration);
  const known = dealId ?? registration.dealId;
  const deal = known ? await linkDeal(tx, known, registration) : await openDeal(tx, registration);
  await tx
    .update(registrations)
    .set({
      ...decided(actor, "approved"),
      status: "approved",
      dealId: deal,
      reason: reason || null,
      protectedUntil: sql`program_day(now()) + (select protection_days from settings)`,
    })
    .where(eq(registrations.id, registration.id));
  await addEvent(tx, registration.id, "approved", reason || null);
  return deal;
}

/** What came before there was a line holds nothing yet: it takes its place now, unless another one has it. */
async function holdCustomer(tx: Tx, { id, customerName, domain, contactEmail, country }: Registration): Promise<void> {
  const [held] = await tx.execute(sql`select 1 from registration_claims where registration_id = ${id} limit 1`);
  if (held) return;
  const keys = customerKeys({ name: customerName, domain: domain ?? contactEmail, country });
  await tx.update(registrations).set({ keys }).where(eq(registrations.id, id));
  const [row] = await tx.execute<{ since: string | null }>(sql`select take_claims(${id})::text as since`);
  if (row?.since)
    throw new Refused(
      `Another registration holds this customer since ${formatDay(row.since)}: decide on that one first`,
      "decision",
    );
}

async function refuse(tx: Tx, actor: Actor, { id }: Registration, decision: "reject" | "duplicate", reason: string) {
  const status = registrationMoves[decision].to;
  await tx
    .update(registrations)
    .set({ ...decided(actor, "rejected"), status, reason, endedOn: sql`program_day(now())` })
    .where(eq(registrations.id, id));
  await addEvent(tx, id, status, reason);
}

/** It keeps its place while the partner answers, until the days for an answer are over. */
async function sendBack(tx: Tx, { id, status }: Registration, reason: string) {
  await tx
    .update(registrations)
    .set({
      status: "returned",
      reason,
      answeredAt: sql`coalesce(${registrations.answeredAt}, now())`,
      updatedAt: sql`now()`,
      dueAt: sql`now() + make_interval(days => (select answer_days from settings))`,
      claimSince: status === "waiting" ? sql`${registrations.claimSince}` : null,
    })
    .where(eq(registrations.id, id));
  await addEvent(tx, id, "returned", reason);
}

/** Another customer than the one it stands behind: it gives up the keys that both have, and takes its own place. */
async function separate(tx: Tx, { id, keys }: Registration, reason: string) {
  const shared = await tx.execute<{ key: string }>(
    sql`select distinct key from registration_claims where registration_id <> ${id} and key = any(${sql.param(keys)}::text[])`,
  );
  const own = keys.filter((key) => !shared.some((claim) => claim.key === key));
  const kept = own.length > 0 ? own : [`r:${id}`];
  await tx.update(registrations).set({ keys: kept }).where(eq(registrations.id, id));
  const [row] = await tx.execute<{ since: string | null }>(sql`select take_claims(${id})::text as since`);
  if (row?.since) throw new Refused("Somebody claimed this customer just now: look at the page again");
  await tx
    .update(registrations)
    .set({
      status: "submitted",
      claimSince: null,
      updatedAt: sql`now()`,
      dueAt: sql`now() + make_interval(hours => (select decision_hours from settings))`,
    })
    .where(eq(registrations.id, id));
  await addEvent(tx, id, "separated", reason, true);
  await addEvent(tx, id, "promoted", null);
}

/** Writes what staff tell each other about a registration. Throws NotFound. */
export async function noteOnRegistration(tx: Tx, registrationId: string, note: string): Promise<{ audit: AuditEntry }> {
  const registration = await lockRegistration(tx, registrationId);
  await addEvent(tx, registrationId, "note", note, true);
  return {
    audit: { action: "registration.noted", subject: subjectOf(registration), partnerId: registration.partnerId },
  };
}
