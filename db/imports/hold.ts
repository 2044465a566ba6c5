import "server-only";
import { sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";
import { mostBefore, type Oddity, odditiesOf, type Size } from "@/lib/imports/oddities";
import { openBatch } from "./batch";

/** Holds a checked import that is unlike the last ones of its source, until somebody releases it as it is now. */
export async function holdIfOdd(tx: Tx, batchId: string): Promise<void> {
  const size = sql`(select coalesce(sum((f ->> 'rows')::int), 0)::int from jsonb_array_elements(b.files) f) as rows, coalesce((b.counts ->> 'quarantined')::int, 0) as held`;
  const [now] = await tx.execute<Size & { source: string; mends: boolean }>(
    sql`select ${size}, b.source, b.mends_id is not null as mends from import_batches b where b.id = ${batchId}::uuid`,
  );
  if (!now) return;
  const before = await tx.execute<Size>(sql`select ${size} from import_batches b
    where b.source = ${now.source} and b.status = 'published' and b.mends_id is null order by b.published_at desc limit ${mostBefore}`);
  const odd = now.mends ? [] : odditiesOf(now, before);
  const held = odd.length > 0 ? JSON.stringify(odd) : null;
  await tx.execute(sql`update import_batches set held = ${held}::jsonb, released_at = case when held = ${held}::jsonb then released_at end,
    released_by_id = case when held = ${held}::jsonb then released_by_id end, released_why = case when held = ${held}::jsonb then released_why end where id = ${batchId}::uuid`);
}

/** Throws Refused for an import that is held and that nobody released. */
export function refuseHeld({ held, released }: { held: Oddity[] | null; released: boolean }): void {
  if (held && !released)
    throw new Refused("This import is unlike those before it, and is held until somebody releases it with a reason");
}

/** Lets a held import be published as it is. Throws NotFound and Refused. */
export async function releaseImport(
  tx: Tx,
  actor: Actor,
  batchId: string,
  why: string,
): Promise<{ audit: AuditEntry }> {
  const batch = await openBatch(tx, batchId, ["checked"]);
  if (!batch.held || batch.released) throw new Refused("Nothing holds this import");
  await tx.execute(
    sql`update import_batches set released_at = now(), released_by_id = ${actor.personId}::uuid, released_why = ${why} where id = ${batchId}::uuid`,
  );
  const subject = { type: "import", id: batchId, name: batch.label };
  return { audit: { action: "import.released", subject, after: { held: batch.held }, reason: why } };
}
