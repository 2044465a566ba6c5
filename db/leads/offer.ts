import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { settings } from "@/db/program/schema";
import { NotFound, Refused } from "@/lib/errors";
import { type LeadMove, whatForbids } from "@/lib/leads/moves";
import { bestOf, type Ranked } from "@/lib/leads/rank";
import { rankForLead } from "./candidates";
import { writeOffer, writeUnplaced } from "./letters";
import { leadOffers, leads } from "./schema";

/** Who offers when, and where the portal is that the letters lead to. */
export type Moment = { personId: string | null; now: Date; portalUrl: string };
export type LockedLead = Awaited<ReturnType<typeof lockLead>>;

/**
 * The lead as it stands once nobody else changes it. Offers are made one after the other in the whole portal, so that two
 * leads offered at once do not fill a partner beyond its capacity. Throws NotFound.
 */
export async function lockLead(tx: Tx, id: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('lead offers', 0))`);
  const [lead] = await tx
    .select({
      id: leads.id,
      customerName: leads.customerName,
      country: leads.country,
      status: leads.status,
      partnerId: leads.partnerId,
      createdById: leads.createdById,
    })
    .from(leads)
    .where(eq(leads.id, id))
    .for("update");
  if (!lead) throw new NotFound("This lead");
  return lead;
}

/** Throws Refused when the lead may not make the move from where it stands. */
export function requireMove(move: LeadMove, lead: LockedLead, reason?: string): void {
  const forbidden = whatForbids(move, lead.status, reason);
  if (forbidden) throw new Refused(forbidden.says, forbidden.field);
}

/** Offers a locked lead to the partner, or without one to the best near the customer that is left. Null when none is. Throws Refused. */
export async function offerTo(
  tx: Tx,
  lead: LockedLead,
  partnerId: string | null,
  moment: Moment,
): Promise<Ranked | null> {
  const { ranked, excluded } = await rankForLead(tx, lead.id, moment.now, { partnerId });
  const chosen = partnerId ? ranked.find(({ id }) => id === partnerId) : bestOf(ranked);
  if (!chosen) {
    const out = excluded.find(({ id }) => id === partnerId);
    if (partnerId)
      throw new Refused(out ? `${out.name} cannot get this lead: ${out.says}` : "This partner does not exist");
    return null;
  }
  const [hours] = await tx.select({ lead: settings.leadHours }).from(settings).limit(1);
  const answerBy = new Date(moment.now.getTime() + (hours?.lead ?? 48) * 3_600_000);
  const { score, reasons } = chosen;
  const made = { leadId: lead.id, partnerId: chosen.id, offeredAt: moment.now, offeredById: moment.personId, answerBy };
  await tx.insert(leadOffers).values({ ...made, score, reasons });
  await stand(tx, lead.id, { status: "offered", partnerId: chosen.id }, moment.now);
  await writeOffer(tx, lead, made, moment.portalUrl);
  return chosen;
}

/** Offers a locked lead to the best that is left; without one it is unplaced, and whoever entered it is told. */
export async function moveOn(tx: Tx, lead: LockedLead, moment: Moment): Promise<Ranked | null> {
  const next = await offerTo(tx, lead, null, moment);
  if (next) return next;
  await stand(tx, lead.id, { status: "unplaced", partnerId: null }, moment.now);
  await writeUnplaced(tx, lead, moment.portalUrl);
  return null;
}

/** Ends the offer that a locked lead stands on. */
export async function endOffer(tx: Tx, lead: LockedLead, moment: Moment, reason: string | null): Promise<void> {
  await tx
    .update(leadOffers)
    .set({ status: "passed", answeredAt: moment.now, answeredById: moment.personId, reason })
    .where(and(eq(leadOffers.leadId, lead.id), sql`${leadOffers.status} in ('offered', 'accepted')`));
  await stand(tx, lead.id, { status: "new", partnerId: null }, moment.now);
}

const stand = (tx: Tx, id: string, to: Partial<typeof leads.$inferInsert>, now: Date) =>
  tx
    .update(leads)
    .set({ ...to, updatedAt: now })
    .where(eq(leads.id, id));
