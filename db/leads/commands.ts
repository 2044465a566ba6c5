import "server-only";
import { and, eq } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { dealPartners, deals, products } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { Refused } from "@/lib/errors";
import type { LeadInput, LeadNote } from "@/lib/leads/form";
import { endOffer, lockLead, type Moment, moveOn, offerTo, requireMove } from "./offer";
import { leadNotes, leads } from "./schema";

type Done = { audit: AuditEntry };

/** Enters a lead, which waits to be offered. Throws Refused when the product does not exist. */
export async function createLead(tx: Tx, actor: Actor, input: LeadInput): Promise<Done & { id: string }> {
  if (input.productId) {
    const [product] = await tx
      .select({ id: products.id })
      .from(products)
      .where(eq(products.id, input.productId))
      .limit(1);
    if (!product) throw new Refused("This product does not exist", "productId");
  }
  const [made] = await tx
    .insert(leads)
    .values({ ...input, createdById: actor.personId })
    .returning({ id: leads.id });
  if (!made) throw new Error("The lead was not written");
  const subject = { type: "lead", id: made.id, name: input.customerName };
  return {
    id: made.id,
    audit: { action: "lead.created", subject, after: { customer: input.customerName, need: input.need } },
  };
}

/** Offers a lead to a partner that the ranking holds, until `settings.lead_hours` later. Throws NotFound and Refused. */
export async function offerLead(
  tx: Tx,
  { leadId, partnerId }: { leadId: string; partnerId: string },
  moment: Moment,
): Promise<Done & { partner: string }> {
  const lead = await lockLead(tx, leadId);
  requireMove("offer", lead);
  const chosen = await offerTo(tx, lead, partnerId, moment);
  if (!chosen) throw new Error("The lead was not offered");
  const after = { partner: chosen.name, score: chosen.score };
  return { partner: chosen.name, audit: { action: "lead.offered", subject: subjectOf(lead), partnerId, after } };
}

/** Takes a lead from the partner that holds it and offers it to the best that is left, if any. Throws NotFound and Refused. */
export async function passOnLead(
  tx: Tx,
  { leadId, reason }: { leadId: string; reason: string },
  moment: Moment,
): Promise<Done & { next: string | null }> {
  const lead = await lockLead(tx, leadId);
  requireMove("passOn", lead, reason);
  await endOffer(tx, lead, moment, reason);
  const next = await moveOn(tx, lead, moment);
  const [before, after] = [{ partner: await nameOf(tx, lead.partnerId) }, { partner: next?.name ?? null }];
  const audit: AuditEntry = {
    action: "lead.passed_on",
    subject: subjectOf(lead),
    partnerId: lead.partnerId,
    before,
    after,
    reason,
  };
  return { next: next?.name ?? null, audit };
}

/** Says that a lead became a deal that its partner takes part in already. Throws NotFound and Refused. */
export async function linkLead(
  tx: Tx,
  { leadId, dealId }: { leadId: string; dealId: string },
  { now }: Pick<Moment, "now">,
): Promise<Done> {
  const lead = await lockLead(tx, leadId);
  requireMove("linkDeal", lead);
  const [deal] = await tx
    .select({ name: deals.name })
    .from(deals)
    .innerJoin(
      dealPartners,
      and(eq(dealPartners.dealId, deals.id), eq(dealPartners.partnerId, lead.partnerId as string)),
    )
    .where(eq(deals.id, dealId))
    .limit(1);
  if (!deal) throw new Refused("Choose a deal that the partner takes part in", "dealId");
  await tx.update(leads).set({ status: "converted", dealId, updatedAt: now }).where(eq(leads.id, leadId));
  const after = { deal: deal.name };
  return { audit: { action: "lead.deal_linked", subject: subjectOf(lead), partnerId: lead.partnerId, after } };
}

/** Staff write a note on a lead: for the partner that holds it too, or among themselves. Throws NotFound and Refused. */
export async function noteLead(tx: Tx, actor: Actor, note: LeadNote): Promise<Done> {
  const lead = await lockLead(tx, note.leadId);
  const { text, rating } = note;
  const shared = note.audience === "shared";
  if (shared && (!lead.partnerId || lead.status === "offered"))
    throw new Refused("No partner has accepted this lead: choose staff", "audience");
  const partnerId = shared ? lead.partnerId : null;
  await tx.insert(leadNotes).values({ leadId: lead.id, partnerId, personId: actor.personId, rating, text });
  const after = { shared, ...(rating ? { rating } : {}) };
  return { audit: { action: "lead.noted", subject: subjectOf(lead), partnerId, after } };
}

const subjectOf = (lead: { id: string; customerName: string }) => ({
  type: "lead",
  id: lead.id,
  name: lead.customerName,
});

async function nameOf(tx: Tx, partnerId: string | null): Promise<string | null> {
  if (!partnerId) return null;
  const [partner] = await tx.select({ name: partners.name }).from(partners).where(eq(partners.id, partnerId)).limit(1);
  return partner?.name ?? null;
}
