import "server-only";
import { asc, inArray } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { BulkDecision } from "@/lib/deals/registrations/form";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { Refused } from "@/lib/errors";
import { decideRegistration } from "./decide";
import { findEvidence } from "./evidence";
import type { Registration } from "./lock";
import { registrationLines, registrations } from "./schema";

const most = 5;

/**
 * Decides on several at once, all or none, in one order, so that two reviewers wait for each other. Approves only what
 * nothing speaks against: one whose customer another partner's open claim or deal may be about is decided on its own page.
 * Throws NotFound, and Refused with the numbers of those that stand in the way.
 */
export async function decideSeveral(tx: Tx, actor: Actor, asked: BulkDecision): Promise<AuditEntry[]> {
  const { registrationId: ids, decision, reason } = asked;
  const rows = await tx
    .select()
    .from(registrations)
    .where(inArray(registrations.id, ids))
    .orderBy(asc(registrations.id))
    .for("update");
  if (rows.length === 0) throw new Refused("Tick at least one registration");
  if (decision === "approve") await refuseRivals(tx, rows);
  const entries: AuditEntry[] = [];
  for (const row of rows)
    entries.push(await decideOne(tx, actor, row, { registrationId: row.id, decision, reason, note: "", dealId: null }));
  return entries;
}

async function decideOne(tx: Tx, actor: Actor, row: Registration, input: Parameters<typeof decideRegistration>[2]) {
  try {
    return (await decideRegistration(tx, actor, input)).audit;
  } catch (error) {
    if (error instanceof Refused) throw new Refused(`${named(row)}: ${error.message}`);
    throw error;
  }
}

async function refuseRivals(tx: Tx, rows: readonly Registration[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const lines = await tx.select().from(registrationLines).where(inArray(registrationLines.registrationId, ids));
  const contested: string[] = [];
  for (const row of rows) {
    const productIds = lines.flatMap((line) =>
      line.registrationId === row.id && line.productId ? [line.productId] : [],
    );
    const asked = { ...row, name: row.customerName, domain: row.domain ?? row.contactEmail, productIds };
    const found = await findEvidence(tx, asked);
    if (found.some(({ open, partnerId }) => open && partnerId !== row.partnerId)) contested.push(named(row));
  }
  if (contested.length === 0) return;
  const more = contested.length > most ? ` and ${contested.length - most} more` : "";
  throw new Refused(
    `Somebody else may be working on these customers: ${contested.slice(0, most).join(", ")}${more}. Decide on these on their own pages, and untick them here`,
  );
}

const named = ({ number, customerName }: Registration) => `${registrationNumber(number)} ${customerName}`;
