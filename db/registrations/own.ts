import "server-only";
import { and, eq } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { PartnerViewer } from "@/lib/access/viewer";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { NotFound } from "@/lib/errors";
import { registrations } from "./schema";

/** A partner's registration as it stands once nobody else changes it. Throws NotFound, also when it is another's. */
export async function findOwn(tx: Tx, viewer: PartnerViewer, id: string) {
  const [row] = await tx
    .select()
    .from(registrations)
    .where(and(eq(registrations.id, id), eq(registrations.partnerId, viewer.partnerId)))
    .for("update");
  if (!row) throw new NotFound("This registration");
  return row;
}

type Standing = { id: string; number: number; customerName: string };

/** What the audit log keeps of what a partner did with its registration. */
export const entry = (
  action: AuditEntry["action"],
  { id, number, customerName }: Standing,
  partnerId: string,
): AuditEntry => ({
  action,
  subject: { type: "registration", id, name: `${registrationNumber(number)} ${customerName}`.trim() },
  partnerId,
});
