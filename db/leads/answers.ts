import "server-only";
import { eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { PartnerViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import type { LeadNote, OpenDeal } from "@/lib/leads/form";
import { decimalOfE4 } from "@/lib/money";
import { tellManager } from "./letters";
import { leads } from "./schema";

type Done = { audit: AuditEntry };
const late = "The time to answer is over: this lead goes to another partner";
const gone = "This lead changed meanwhile: open its page again";

/** A partner accepts the lead that it is offered, in time. Throws NotFound and Refused. */
export async function acceptLead(tx: Tx, viewer: PartnerViewer, leadId: string, portalUrl: string): Promise<Done> {
  const lead = await ownLead(tx, leadId);
  await answer(tx, leadId, true, "");
  await tellManager(tx, viewer.partnerId, { lead, said: `${viewer.partnerName} accepted` }, portalUrl);
  return { audit: { action: "lead.accepted", subject: subjectOf(lead) } };
}

/** A partner declines the lead that it is offered; it goes on to another. Throws NotFound and Refused. */
export async function declineLead(
  tx: Tx,
  viewer: PartnerViewer,
  { leadId, reason }: { leadId: string; reason: string },
  portalUrl: string,
): Promise<Done> {
  const lead = await ownLead(tx, leadId);
  if (reason === "") throw new Refused("Say why", "reason");
  await answer(tx, leadId, false, reason);
  await tellManager(tx, viewer.partnerId, { lead, said: `${viewer.partnerName} declined`, reason }, portalUrl);
  return { audit: { action: "lead.declined", subject: subjectOf(lead), reason } };
}

/** A partner opens the deal of a lead that it accepted, as its source. Returns the deal's id. Throws NotFound and Refused. */
export async function openLeadDeal(
  tx: Tx,
  viewer: PartnerViewer,
  deal: OpenDeal,
  moment: { today: string; portalUrl: string },
): Promise<Done & { dealId: string }> {
  const lead = await ownLead(tx, deal.leadId);
  const { leadId, name, amountE4, currency, expectedCloseOn } = deal;
  if (expectedCloseOn < moment.today) throw new Refused("This day has passed", "expectedCloseOn");
  const [made] = await tx.execute<{ id: string | null }>(
    sql`select open_lead_deal(${leadId}, ${name}, ${String(amountE4)}::bigint, ${currency}, ${expectedCloseOn}::date) as id`,
  );
  if (!made?.id) throw new Refused(gone);
  await tellManager(
    tx,
    viewer.partnerId,
    { lead, said: `${viewer.partnerName} opened a deal`, reason: name },
    moment.portalUrl,
  );
  const after = { deal: name, amount: `${currency} ${decimalOfE4(amountE4)}`, expectedClose: expectedCloseOn };
  return { dealId: made.id, audit: { action: "lead.deal_opened", subject: subjectOf(lead), after } };
}

/** A partner gives up a lead that it accepted: the customer does not buy. Throws NotFound and Refused. */
export async function loseLead(tx: Tx, { leadId, reason }: { leadId: string; reason: string }): Promise<Done> {
  const lead = await ownLead(tx, leadId);
  if (reason === "") throw new Refused("Say why", "reason");
  const [lost] = await tx.execute<{ lost: boolean }>(sql`select lose_lead(${leadId}, ${reason}) as lost`);
  if (!lost?.lost) throw new Refused(gone);
  return { audit: { action: "lead.lost", subject: subjectOf(lead), reason } };
}

/** A partner writes to staff about a lead that it accepted, and may rate it. Throws NotFound and Refused. */
export async function noteOwnLead(tx: Tx, note: Pick<LeadNote, "leadId" | "text" | "rating">): Promise<Done> {
  const lead = await ownLead(tx, note.leadId);
  const { leadId, text, rating } = note;
  const [row] = await tx.execute<{ noted: boolean }>(sql`select note_lead(${leadId}, ${text}, ${rating}) as noted`);
  if (!row?.noted) throw new Refused("Accept the lead before you write about it");
  return {
    audit: { action: "lead.noted", subject: subjectOf(lead), after: { shared: true, ...(rating ? { rating } : {}) } },
  };
}

/** The lead, when the transaction's partner holds it. */
async function ownLead(tx: Tx, leadId: string) {
  const [lead] = await tx
    .select({ id: leads.id, customerName: leads.customerName, country: leads.country })
    .from(leads)
    .where(eq(leads.id, leadId))
    .limit(1);
  if (!lead) throw new NotFound("This lead");
  return lead;
}

async function answer(tx: Tx, leadId: string, yes: boolean, reason: string): Promise<void> {
  const [row] = await tx.execute<{ said: string }>(sql`select answer_lead(${leadId}, ${yes}, ${reason}) as said`);
  if (row?.said === "late") throw new Refused(late);
  if (row?.said === "gone") throw new Refused(gone);
}

const subjectOf = (lead: { id: string; customerName: string }) => ({
  type: "lead",
  id: lead.id,
  name: lead.customerName,
});
