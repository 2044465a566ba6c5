import "server-only";
import { sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/jobs/queue";
import { Refused } from "@/lib/errors";
import { columnsByFile, type Mapping, readMapping } from "@/lib/imports/mapping";
import { type BatchRow, openBatch } from "./batch";
import { holdIfOdd, refuseHeld } from "./hold";
import { keepMended } from "./mended";
import { landItems } from "./publish";
import { undoChanges } from "./revert";
import type { ImportCounts } from "./schema";
import { settle } from "./settle";
import { type GivenFile, type StagedFile, stageFiles } from "./stage";
import { transformRows } from "./transform";

/** One import changes the program at a time: the second waits, and then sees what the first did. */
const importLock = 7_263_362;

/** Takes files in and checks them: a new batch with its dry run. Returns its id. Throws FileRefused; nothing is kept then. */
export async function stageImport(tx: Tx, actor: Actor, mapping: Mapping, files: GivenFile[]): Promise<string> {
  await withoutTimeout(tx);
  const batchId = await stageFiles(tx, actor, mapping, files);
  await checkImport(tx, batchId, mapping);
  return batchId;
}

/** Checks a batch, with another mapping if one is given, and returns what it would do. Nothing of the program changes. */
export async function checkImport(tx: Tx, batchId: string, mapping?: Mapping): Promise<ImportCounts> {
  await withoutTimeout(tx);
  const batch = await openBatch(tx, batchId, ["staging", "checked"]);
  const used = mapping ?? readMapping(batch.mapping);
  if (mapping) refuseOtherReading(batch, mapping);
  await tx.execute(sql`update import_batches set mapping = ${JSON.stringify(used)}::jsonb where id = ${batchId}`);
  const [zone] = await tx.execute<{ time_zone: string }>(sql`select time_zone from settings`);
  await planFor(tx, batch);
  await transformRows(tx, { batchId, mapping: used, files: batch.files, timeZone: zone?.time_zone ?? "UTC" });
  if (batch.mendsId) await keepMended(tx, batchId, batch.mendsId);
  await settle(tx, { ...settled(batchId, used, batch.files), fresh: true });
  const counts = await keepCounts(tx, batchId, "checked");
  await holdIfOdd(tx, batchId);
  return counts;
}

/**
 * Writes a checked batch into the program in one transaction, with what it does decided anew under the lock: what came
 * in between counts. Returns what it did; the caller writes the audit entry. Refused when the batch is not waiting for it.
 */
export async function publishImport(
  tx: Tx,
  actor: Actor,
  batchId: string,
): Promise<{ counts: ImportCounts; audit: AuditEntry }> {
  await withoutTimeout(tx);
  await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`);
  const batch = await openBatch(tx, batchId, ["checked"]);
  refuseHeld(batch);
  const mapping = readMapping(batch.mapping);
  if (actor.personId) await tx.execute(sql`select set_config('app.person_id', ${actor.personId}, true)`);
  await planFor(tx, batch);
  await settle(tx, settled(batchId, mapping, batch.files));
  await landItems(tx, { batchId, source: batch.source, mapping });
  await tx.execute(
    sql`update import_batches set published_at = now(), published_by_id = ${actor.personId}::uuid where id = ${batchId}`,
  );
  const counts = await keepCounts(tx, batchId, "published");
  await enqueue(tx, "quality", { key: "quality" });
  const subject = { type: "import", id: batchId, name: mapping.label };
  return { counts, audit: { action: "import.published", subject, after: { source: batch.source, ...counts } } };
}

/** Takes a published batch back: every row as it was before. Refused with a list when rows were changed since. The caller writes the audit entry. */
export async function revertImport(
  tx: Tx,
  actor: Actor,
  batchId: string,
  reason: string,
): Promise<{ audit: AuditEntry }> {
  await withoutTimeout(tx);
  await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`);
  const batch = await openBatch(tx, batchId, ["published"]);
  await undoChanges(tx, batchId);
  await tx.execute(
    sql`update import_batches set status = 'reverted', reverted_at = now(), reverted_by_id = ${actor.personId}::uuid where id = ${batchId}`,
  );
  await enqueue(tx, "quality", { key: "quality" });
  const subject = { type: "import", id: batchId, name: batch.label };
  return { audit: { action: "import.reverted", subject, reason } };
}

/** Removes a batch that was never published. The caller writes the audit entry. */
export async function discardImport(tx: Tx, batchId: string): Promise<{ audit: AuditEntry }> {
  const batch = await openBatch(tx, batchId, ["staging", "checked", "failed"]);
  await tx.execute(sql`delete from import_rows where batch_id = ${batchId}`);
  await tx.execute(sql`delete from import_items where batch_id = ${batchId}`);
  await tx.execute(sql`delete from import_fixes where batch_id = ${batchId}`);
  await tx.execute(sql`delete from import_batches where id = ${batchId}`);
  return { audit: { action: "import.discarded", subject: { type: "import", id: batchId, name: batch.label } } };
}

/** Keeps that files were refused, and why, so that the list of imports shows it. Returns the batch's id. */
export async function keepFailure(tx: Tx, actor: Actor, mapping: Mapping, error: string): Promise<string> {
  const rows = await tx.execute<{
    id: string;
  }>(sql`insert into import_batches (source, mapping, status, error, created_by_id)
    values (${mapping.source}, ${JSON.stringify(mapping)}::jsonb, 'failed', ${error}, ${actor.personId}::uuid) returning id`);
  return (rows[0] as { id: string }).id;
}

/** Saves a source's mapping for its next imports; the caller writes the audit entry. */
export async function saveMapping(tx: Tx, actor: Actor, mapping: Mapping): Promise<{ audit: AuditEntry }> {
  const [before] = await tx.execute<{ mapping: Record<string, unknown> }>(
    sql`select mapping from import_mappings where source = ${mapping.source} for update`,
  );
  await tx.execute(sql`insert into import_mappings (source, label, mapping, updated_by_id)
    values (${mapping.source}, ${mapping.label}, ${JSON.stringify(mapping)}::jsonb, ${actor.personId}::uuid)
    on conflict (source) do update set label = excluded.label, mapping = excluded.mapping, updated_at = now(), updated_by_id = excluded.updated_by_id`);
  const subject = { type: "import_mapping", id: mapping.source, name: mapping.label };
  return { audit: { action: "import.mapping_saved", subject, before: before?.mapping ?? null, after: mapping } };
}

/** A mapping can be changed under files that were taken in, but not what they were read by, nor to columns they lack. */
function refuseOtherReading(batch: BatchRow, mapping: Mapping): void {
  if (mapping.source !== batch.source) throw new Refused(`These files are of the source ${batch.source}`);
  const before = readMapping(batch.mapping);
  const readBy = (of: Mapping, file: string) => {
    const { delimiter = ",", encoding = "utf-8" } = { ...of.format, ...of.files[file]?.format };
    return `${delimiter} ${encoding}`;
  };
  const columns = columnsByFile(mapping);
  for (const { file, name, header } of batch.files) {
    if (readBy(before, file) !== readBy(mapping, file) || !mapping.files[file])
      throw new Refused(`The mapping is saved, but ${name} has to be uploaded again to be read by it`);
    const missing = (columns[file] ?? []).filter((column) => !header.includes(column));
    if (missing.length > 0) throw new Refused(`The mapping is saved, but ${name} has no column ${missing.join(", ")}`);
  }
}

const settled = (batchId: string, mapping: Mapping, files: StagedFile[]) => ({
  batchId,
  mapping,
  fileNames: Object.fromEntries(files.map((file) => [file.file, file.name])),
});

/** `quarantined` counts rows of files that were held back, the others records. */
async function keepCounts(tx: Tx, batchId: string, status: "checked" | "published"): Promise<ImportCounts> {
  const rows =
    await tx.execute<ImportCounts>(sql`select count(*) filter (where outcome = 'created')::int as created, count(*) filter (where outcome = 'changed')::int as changed,
      count(*) filter (where outcome = 'unchanged')::int as unchanged, count(distinct (file, line)) filter (where outcome = 'quarantined')::int as quarantined
    from import_items where batch_id = ${batchId}`);
  const counts = rows[0] as ImportCounts;
  await tx.execute(
    sql`update import_batches set status = ${status}, counts = ${JSON.stringify(counts)}::jsonb where id = ${batchId}`,
  );
  return counts;
}

/** More rows than this are joined as a whole, fewer may be looked up one by one: their square is few. */
const mostLookedUp = 200;

/**
 * Lets the planner work by the size of the batch, whose rows are too new for it to know: a file of many rows is joined as a
 * whole, row by row it would take hours; a few rows find what they need by index, and do not read a big portal's tables.
 */
const planFor = (tx: Tx, { files }: BatchRow) => {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const nestloop = rows <= mostLookedUp ? "on" : "off";
  return tx.execute(sql`select set_config('work_mem', '64MB', true), set_config('enable_nestloop', ${nestloop}, true)`);
};

/** An import may take longer than a page's queries may. */
const withoutTimeout = (tx: Tx) => tx.execute(sql`set local statement_timeout = 0`);
