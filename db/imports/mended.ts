import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** Leaves of a mending import's items those alone whose rows were held back before, or were mended. */
export async function keepMended(tx: Tx, batchId: string, mendsId: string): Promise<void> {
  await tx.execute(sql`delete from import_items i where i.batch_id = ${batchId}::uuid and not exists (
    select 1 from import_items h where h.batch_id = ${mendsId}::uuid and h.outcome = 'quarantined' and h.file = i.file and h.line = i.line)`);
}
