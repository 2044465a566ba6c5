import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { NotFound, Refused } from "@/lib/errors";
import type { Oddity } from "@/lib/imports/oddities";
import type { StagedFile } from "./stage";

export type BatchRow = {
  id: string;
  source: string;
  status: string;
  mapping: unknown;
  files: StagedFile[];
  label: string;
  mendsId: string | null;
  held: Oddity[] | null;
  released: boolean;
};

/** A batch in one of these states, locked. Throws NotFound, and Refused in another state. */
export async function openBatch(tx: Tx, batchId: string, statuses: string[]): Promise<BatchRow> {
  const rows = await tx.execute<BatchRow>(
    sql`select id, source, status, mapping, files, mapping ->> 'label' as label, mends_id as "mendsId", held, released_at is not null as released from import_batches where id = ${batchId} for update`,
  );
  const batch = rows[0];
  if (!batch) throw new NotFound("This import");
  if (!statuses.includes(batch.status))
    throw new Refused(`This import is ${batch.status}, so this cannot be done with it`);
  return batch;
}
