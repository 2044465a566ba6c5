import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { NotFound } from "@/lib/errors";

/** How long staff may look at the portal as a partner before they have to say again why. */
export const viewAsMinutes = 30;

/** Makes the session show the portal as the partner sees it, read only, for half an hour. NotFound when the partner was merged or is not there. */
export async function startViewAs(tx: Tx, sessionId: string, partnerId: string, reason: string): Promise<AuditEntry> {
  const [partner] = await tx.execute<{ name: string }>(
    sql`select name from partners where id = ${partnerId} and merged_into_id is null`,
  );
  if (!partner) throw new NotFound("This partner");
  await tx.execute(sql`update sessions set view_as_partner_id = ${partnerId},
    view_as_until = now() + make_interval(mins => ${viewAsMinutes}) where id = ${sessionId}`);
  const subject = { type: "partner", id: partnerId, name: partner.name };
  return { action: "partner.viewed_as", subject, partnerId, reason };
}

/** Ends it. `partnerId` is null when the session did not look as a partner. */
export async function stopViewAs(
  tx: Tx,
  sessionId: string,
): Promise<{ partnerId: string | null; audit: AuditEntry[] }> {
  const [seen] = await tx.execute<{ id: string; name: string }>(sql`
    select p.id, p.name from sessions s join partners p on p.id = s.view_as_partner_id where s.id = ${sessionId}`);
  if (!seen) return { partnerId: null, audit: [] };
  await tx.execute(sql`update sessions set view_as_partner_id = null, view_as_until = null where id = ${sessionId}`);
  const subject = { type: "partner", id: seen.id, name: seen.name };
  return { partnerId: seen.id, audit: [{ action: "partner.view_as_ended", subject, partnerId: seen.id }] };
}
