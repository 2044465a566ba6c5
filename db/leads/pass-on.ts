import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import { withWorker } from "@/db/client";
import { NotFound } from "@/lib/errors";
import { endOffer, lockLead, type Moment, moveOn } from "./offer";
import { leadOffers } from "./schema";

export type PassedOn = { passed: number; offered: number; unplaced: number };
const actor = { personId: null, name: "Leads" };

/**
 * Passes on what was not answered in time, and what was declined: each lead is offered to the best partner that is left,
 * or is unplaced. Each in a transaction of its own that looks again, so that of two workers one does it. One that fails
 * does not keep the others; its error is thrown at the end.
 */
export async function passOnLeads(now: Date, portalUrl: string): Promise<PassedOn> {
  const done = { passed: 0, offered: 0, unplaced: 0 };
  let failure: unknown;
  for (const leadId of await listDue(now)) {
    try {
      const did = await passOn(leadId, { personId: null, now, portalUrl });
      for (const what of did) done[what]++;
    } catch (error) {
      // Deleted since it was listed: nothing is left to pass on.
      if (!(error instanceof NotFound)) failure ??= error;
    }
  }
  if (failure) throw failure;
  return done;
}

async function listDue(now: Date): Promise<string[]> {
  const due = await withWorker((tx) =>
    tx.execute<{ id: string }>(sql`
      (select lead_id as id from lead_offers where status = 'offered' and answer_by <= ${now.toISOString()}::timestamptz order by answer_by limit 500)
      union (select l.id from leads l where l.status = 'new' and exists (select 1 from lead_offers o where o.lead_id = l.id) limit 500)`),
  );
  return due.map(({ id }) => id);
}

function passOn(leadId: string, moment: Moment): Promise<(keyof PassedOn)[]> {
  return withWorker(async (tx) => {
    const lead = await lockLead(tx, leadId);
    const held = await tx
      .select({ status: leadOffers.status, answerBy: leadOffers.answerBy })
      .from(leadOffers)
      .where(and(eq(leadOffers.leadId, leadId)));
    const late = held.some(({ status, answerBy }) => status === "offered" && answerBy <= moment.now);
    if (lead.status === "offered" ? !late : lead.status !== "new" || held.length === 0) return [];
    if (late) await endOffer(tx, lead, moment, null);
    const next = await moveOn(tx, lead, moment);
    const subject = { type: "lead", id: leadId, name: lead.customerName };
    const reason = late ? "Not answered in time" : null;
    if (next) {
      const after = { partner: next.name, score: next.score };
      await recordAudit(tx, actor, { action: "lead.offered", subject, partnerId: next.id, after, reason });
    } else await recordAudit(tx, actor, { action: "lead.unplaced", subject, reason });
    return [...(late ? (["passed"] as const) : []), next ? "offered" : "unplaced"];
  });
}
