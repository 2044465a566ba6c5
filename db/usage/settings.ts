import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";

/** Keeps which pages were used for so many days. */
export async function keepUsageFor(tx: Tx, days: number): Promise<AuditEntry> {
  const [before] = await tx.execute<{ days: number }>(sql`select usage_days as days from settings for update`);
  await tx.execute(sql`update settings set usage_days = ${days}`);
  const subject = { type: "settings", id: null, name: "How long use is kept" };
  return { action: "settings.changed", subject, before: { days: before?.days }, after: { days } };
}
