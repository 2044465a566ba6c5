import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { dealPartners, deals } from "@/db/deals/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type Note, noteKinds } from "@/lib/deals/note-form";
import { NotFound, Refused } from "@/lib/errors";

/**
 * Keeps what somebody wrote about a deal, or a call or meeting. Staff say with which partner it stands, if the deal has
 * any; what a partner person writes is a comment of their own company. Throws NotFound and Refused.
 */
export async function addNote(tx: Tx, viewer: Viewer, note: Note, today: string): Promise<{ audit: AuditEntry }> {
  const { dealId, subject, body } = note;
  const [deal] = await tx
    .select({ name: deals.name })
    .from(deals)
    .where(and(eq(deals.id, dealId), scope(viewer, deals)));
  if (!deal) throw new NotFound("This deal");
  const staff = viewer.kind === "staff";
  const kind = staff ? note.kind : "comment";
  const on = (staff && note.on) || today;
  if (on > today) throw new Refused("This day has not come yet", "on");
  const partnerId = staff ? await partnerOf(tx, note) : viewer.partnerId;
  if (!partnerId && kind === "comment") throw new Refused("No partner takes part in this deal: write a note", "kind");
  // These columns alone: partner people may name no other.
  await tx.execute(sql`insert into activities (partner_id, deal_id, kind, subject, body, "on", person_id)
    values (${partnerId}, ${dealId}, ${kind}, ${subject}, ${body || null}, ${on}, ${viewer.personId})`);
  if (staff)
    await tx
      .update(deals)
      .set({ lastActivityOn: sql`greatest(${deals.lastActivityOn}, ${on})` })
      .where(eq(deals.id, dealId));
  return {
    audit: {
      action: "deal.noted",
      subject: { type: "deal", id: dealId, name: deal.name },
      partnerId,
      before: null,
      after: { kind: noteKinds[kind].says, subject, on },
    },
  };
}

/** The partner that it stands with: the one chosen, else who sourced the deal; null of a deal without partners. */
async function partnerOf(tx: Tx, { dealId, partnerId }: Note): Promise<string | null> {
  const parts = await tx
    .select({ id: dealPartners.partnerId })
    .from(dealPartners)
    .where(eq(dealPartners.dealId, dealId))
    .orderBy(sql`${dealPartners.role} <> 'sourcing'`);
  const found = partnerId ? parts.find(({ id }) => id === partnerId) : parts[0];
  if (!found && partnerId) throw new Refused("This partner takes no part in the deal", "partnerId");
  return found?.id ?? null;
}
