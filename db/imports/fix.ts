import "server-only";
import { sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { NotFound, Refused } from "@/lib/errors";
import { mostCells } from "@/lib/imports/row-form";
import { openBatch } from "./batch";
import { checkImport } from "./commands";

export type RowPlace = { batchId: string; file: string; line: number };

/**
 * Keeps what a person typed into a row that is held back, and checks the import again with it. The row as it came stays
 * beside it. Returns whether the row is whole now. Throws NotFound, and Refused for a row that was taken as it is.
 */
export async function fixRow(
  tx: Tx,
  actor: Actor,
  { batchId, file, line }: RowPlace,
  typed: readonly string[],
): Promise<{ whole: boolean; audit: AuditEntry }> {
  const batch = await openBatch(tx, batchId, ["checked"]);
  const staged = batch.files.find(({ name }) => name === file);
  const [row] = await tx.execute<{ cells: string[] }>(
    sql`select cells from import_rows where batch_id = ${batchId}::uuid and file = ${file} and line = ${line}::int for update`,
  );
  if (!staged || !row) throw new NotFound("This row");
  const [mayChange] = await tx.execute(sql`
    select 1 from import_items where batch_id = ${batchId}::uuid and file = ${file} and line = ${line}::int and outcome = 'quarantined'
    union all select 1 from import_fixes where batch_id = ${batchId}::uuid and file = ${file} and line = ${line}::int limit 1`);
  if (!mayChange) throw new Refused("This row is taken as it came: only rows that are held back are mended here");
  if (staged.header.length > mostCells) throw new Refused("This row has too many cells to be mended in a page");
  const cells = staged.header.map((_, n) => typed[n] ?? row.cells[n] ?? "");
  await tx.execute(sql`insert into import_fixes (batch_id, file, line, before, after, fixed_by_id)
    values (${batchId}::uuid, ${file}, ${line}::int, ${JSON.stringify(row.cells)}::jsonb, ${JSON.stringify(cells)}::jsonb, ${actor.personId}::uuid)`);
  await tx.execute(
    sql`update import_rows set cells = ${JSON.stringify(cells)}::jsonb where batch_id = ${batchId}::uuid and file = ${file} and line = ${line}::int`,
  );
  await checkImport(tx, batchId);
  const [still] = await tx.execute(
    sql`select 1 from import_items where batch_id = ${batchId}::uuid and file = ${file} and line = ${line}::int and outcome = 'quarantined' limit 1`,
  );
  const changed = staged.header.flatMap((name, n) => (cells[n] === row.cells[n] ? [] : [[name, n] as const]));
  const values = (of: readonly string[]) => Object.fromEntries(changed.map(([name, n]) => [name, of[n] ?? ""]));
  const subject = { type: "import", id: batchId, name: `${batch.label}, ${file} line ${line}` };
  return {
    whole: !still,
    audit: { action: "import.row_fixed", subject, before: values(row.cells), after: values(cells) },
  };
}

/**
 * Opens the rows that a published import held back for mending: a new import of the same files that does nothing but these.
 * What was taken then is left alone, whatever became of it since. Returns the open one when there is one already.
 */
export async function beginMending(tx: Tx, actor: Actor, batchId: string): Promise<{ id: string; audit: AuditEntry }> {
  const batch = await openBatch(tx, batchId, ["published"]);
  const subject = { type: "import", id: batchId, name: batch.label };
  const audit: AuditEntry = { action: "import.mending_begun", subject };
  const [open] = await tx.execute<{ id: string }>(
    sql`select id from import_batches where mends_id = ${batchId}::uuid and status = 'checked' order by created_at desc limit 1`,
  );
  if (open) return { id: open.id, audit };
  const [held] = await tx.execute(
    sql`select 1 from import_items where batch_id = ${batchId}::uuid and outcome = 'quarantined' limit 1`,
  );
  if (!held) throw new Refused("This import held no row back");
  const [made] = await tx.execute<{
    id: string;
  }>(sql`insert into import_batches (source, mapping, status, files, created_by_id, mends_id)
    select source, mapping, 'staging', files, ${actor.personId}::uuid, id from import_batches where id = ${batchId}::uuid returning id`);
  if (!made) throw new Error("The import was not written");
  await tx.execute(
    sql`insert into import_rows (batch_id, file, line, cells) select ${made.id}::uuid, file, line, cells from import_rows where batch_id = ${batchId}::uuid`,
  );
  await checkImport(tx, made.id);
  return { id: made.id, audit };
}
