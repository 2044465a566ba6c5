import "server-only";
import { asc, inArray } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { Refused } from "@/lib/errors";
import { decideRegistration } from "./decide";
import { findEvidence } from "./evidence";
import { registrationLines, registrations } from "./schema";

/**
 * Approves several at once, all or none. Only what nothing speaks against: one whose customer another partner's open claim
 * or deal may be about is decided on its own page. Throws Refused with its number.
 */
export async function approveSeveral(tx: Tx, actor: Actor, ids: string[], reason: string): Promise<AuditEntry[]> {
  const rows = await tx
    .select()
    .from(registrations)
    .where(inArray(registrations.id, ids))
    .orderBy(asc(registrations.id));
  const lines = await tx.select().from(registrationLines).where(inArray(registrationLines.registrationId, ids));
  const entries: AuditEntry[] = [];
  for (const row of rows) {
    const productIds = lines.flatMap((line) =>
      line.registrationId === row.id && line.productId ? [line.productId] : [],
    );
    const asked = { ...row, name: row.customerName, domain: row.domain ?? row.contactEmail, productIds };
    const rival = (await findEvidence(tx, asked)).find(({ open, partnerId }) => open && partnerId !== row.partnerId);
    if (rival)
      throw new Refused(
        `${registrationNumber(row.number)} ${row.customerName}: something else speaks of this customer. Nothing was approved; decide on it on its own page`,
      );
    const input = { registrationId: row.id, decision: "approve", reason, note: "", dealId: null } as const;
    entries.push((await decideRegistration(tx, actor, input)).audit);
  }
  if (entries.length === 0) throw new Refused("Tick at least one registration");
  return entries;
}
