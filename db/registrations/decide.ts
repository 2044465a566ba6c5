import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { accounts, dealLines, dealPartners, deals, dealVersions } from "@/db/deals/schema";
import { customerKeys } from "@/lib/deals/matching/customer";
import type { DecisionInput } from "@/lib/deals/registrations/form";
import { mayBecome, registrationMoves } from "@/lib/deals/registrations/states";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { registrationStatuses } from "@/lib/deals/words";
import { NotFound, Refused } from "@/lib/errors";
import { registrationLines, registrations } from "./schema";

type Registration = typeof registrations.$inferSelect;
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
      `Another registration holds this customer since ${row.since}: decide on that one first`,
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

/** Opens a deal as the partner described it: its customer, its lines, in the first open stage from now on. */
async function openDeal(tx: Tx, registration: Registration): Promise<string> {
  const { customerName, currency, partnerId, expectedCloseOn } = registration;
  if (!currency) throw new Refused("It names no currency: send it back");
  const lines = await tx.select().from(registrationLines).where(eq(registrationLines.registrationId, registration.id));
  const [stage] = await tx.execute<{ key: string }>(
    sql`select key from stages where outcome = 'open' order by position limit 1`,
  );
  const [opener] = await tx.execute<{ manager: string | null }>(
    sql`select manager_id as manager from partners where id = ${partnerId}`,
  );
  const [deal] = await tx
    .insert(deals)
    .values({
      name: customerName,
      accountId: await accountOf(tx, registration),
      stage: stage?.key as string,
      currency,
      accepted: true,
      registeredOn: registration.submittedOn,
      ownerId: opener?.manager ?? null,
      partnerPersonId: registration.submittedById,
      nextStep: null,
    })
    .returning({ id: deals.id });
  const dealId = (deal as { id: string }).id;
  await tx.insert(dealPartners).values({ dealId, partnerId, role: "sourcing", addedOn: sql`program_day(now())` });
  if (lines.length > 0)
    await tx
      .insert(dealLines)
      .values(
        lines.map(({ lineNo, productId, quantity, amountE4 }) => ({ dealId, lineNo, productId, quantity, amountE4 })),
      );
  await tx.insert(dealVersions).values({
    dealId,
    validFrom: sql`now()`,
    fromOn: sql`program_day(now())`,
    stage: stage?.key as string,
    amountE4: registration.amountE4,
    currency,
    expectedCloseOn,
  });
  return dealId;
}

/** The account of the same name or site, or a new one. */
async function accountOf(tx: Tx, { customerName, domain, country }: Registration): Promise<string> {
  const [known] = await tx.execute<{ id: string }>(sql`select id from accounts
    where lower(name) = lower(${customerName}) and (${country}::text is null or country is null or country = ${country})
    order by created_at, id limit 1`);
  if (known) return known.id;
  const [made] = await tx
    .insert(accounts)
    .values({ name: customerName, domain, country })
    .returning({ id: accounts.id });
  return (made as { id: string }).id;
}

/** Links a deal that stands already; the partner becomes its source when nobody is. */
async function linkDeal(
  tx: Tx,
  dealId: string,
  { partnerId, submittedOn, id, dealId: own }: Registration,
): Promise<string> {
  const [deal] = await tx
    .select({ id: deals.id, sourceId: deals.partnerId, outcome: deals.outcome, registeredOn: deals.registeredOn })
    .from(deals)
    .where(eq(deals.id, dealId))
    .for("update");
  if (!deal) throw new Refused("This deal does not exist", "dealId");
  if (deal.outcome !== "open" && dealId !== own) throw new Refused("This deal is closed: open a new one", "dealId");
  const [other] = await tx.execute<{ number: number }>(
    sql`select number from registrations where deal_id = ${dealId} and status = 'approved' and id <> ${id} limit 1`,
  );
  if (other) throw new Refused(`${registrationNumber(other.number)} is approved for this deal already`, "dealId");
  const role = deal.sourceId && deal.sourceId !== partnerId ? "influencing" : "sourcing";
  await tx
    .insert(dealPartners)
    .values({ dealId, partnerId, role, addedOn: sql`program_day(now())` })
    .onConflictDoNothing();
  await tx
    .update(deals)
    .set({ accepted: true, registeredOn: deal.registeredOn ?? submittedOn, updatedAt: sql`now()` })
    .where(eq(deals.id, dealId));
  return dealId;
}

/** Writes what staff tell each other about a registration. Throws NotFound. */
export async function noteOnRegistration(tx: Tx, registrationId: string, note: string): Promise<{ audit: AuditEntry }> {
  const registration = await lockRegistration(tx, registrationId);
  await addEvent(tx, registrationId, "note", note, true);
  return {
    audit: { action: "registration.noted", subject: subjectOf(registration), partnerId: registration.partnerId },
  };
}

/** Answers a wish for longer protection; never whoever asked. Throws NotFound and Refused. */
export async function answerExtension(
  tx: Tx,
  actor: Actor,
  { extensionId, answer, reason }: { extensionId: string; answer: "approved" | "rejected"; reason: string },
): Promise<{ registrationId: string; audit: AuditEntry }> {
  const [asked] = await tx.execute<{
    registration_id: string;
    until: string;
    status: string;
    requested_by_id: string | null;
  }>(
    sql`select registration_id, until::text, status, requested_by_id from registration_extensions where id = ${extensionId} for update`,
  );
  if (!asked) throw new NotFound("This request");
  const registration = await lockRegistration(tx, asked.registration_id);
  if (asked.status !== "requested") throw new Refused("It was answered already");
  if (asked.requested_by_id === actor.personId) throw new Refused("You asked for it yourself: somebody else answers");
  if (answer === "rejected" && reason === "") throw new Refused("Say why: the partner reads it", "reason");
  if (answer === "approved" && registration.status !== "approved")
    throw new Refused("The registration is not protected any more");
  await tx.execute(sql`update registration_extensions set status = ${answer}, decided_by_id = ${actor.personId}, decided_at = now(), answer = ${reason || null}
    where id = ${extensionId}`);
  if (answer === "approved")
    await tx
      .update(registrations)
      .set({ protectedUntil: asked.until, updatedAt: sql`now()` })
      .where(eq(registrations.id, registration.id));
  await addEvent(tx, registration.id, `extension_${answer}`, reason || null);
  return {
    registrationId: registration.id,
    audit: {
      action: "registration.extension_answered",
      subject: subjectOf(registration),
      partnerId: registration.partnerId,
      before: { protectedUntil: registration.protectedUntil },
      after: { protectedUntil: answer === "approved" ? asked.until : registration.protectedUntil },
      reason: reason || null,
    },
  };
}

/** The registration as it stands once nobody else changes it. Throws NotFound. */
async function lockRegistration(tx: Tx, id: string): Promise<Registration> {
  const [row] = await tx.select().from(registrations).where(eq(registrations.id, id)).for("update");
  if (!row || row.status === "draft") throw new NotFound("This registration");
  return row;
}

const subjectOf = ({ id, number, customerName }: Registration) => ({
  type: "registration",
  id,
  name: `${registrationNumber(number)} ${customerName}`,
});

const addEvent = (tx: Tx, id: string, kind: string, text: string | null, internal = false) =>
  tx.execute(
    sql`insert into registration_events (registration_id, kind, text, internal) values (${id}, ${kind}, ${text}, ${internal})`,
  );
