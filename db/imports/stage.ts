import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { checkHeader, FileRefused, readCsv } from "@/lib/imports/csv";
import { type Format, plainFormat } from "@/lib/imports/formats";
import { columnsByFile, fileOf, type Mapping } from "@/lib/imports/mapping";
import { brokenRow } from "@/lib/imports/transform";

/** A file on this machine's disk, under the name it was given. */
export type GivenFile = { path: string; name: string };
export type StagedFile = { file: string; name: string; bytes: number; rows: number; sha256: string };

const rowsPerWrite = 1_000;
const charactersPerWrite = 250_000;

/**
 * Takes the files in as rows of a new batch, as they came. Files that no name of the mapping matches are left out.
 * Returns the batch's id. Throws FileRefused when a file is missing, doubled, or cannot be read as declared.
 */
export async function stageFiles(tx: Tx, actor: Actor, mapping: Mapping, given: GivenFile[]): Promise<string> {
  const files = assign(mapping, given);
  const [batch] = await tx.execute<{
    id: string;
  }>(sql`insert into import_batches (source, mapping, status, created_by_id)
    values (${mapping.source}, ${JSON.stringify(mapping)}::jsonb, 'staging', ${actor.personId}) returning id`);
  const id = (batch as { id: string }).id;
  const columns = columnsByFile(mapping);
  const staged: StagedFile[] = [];
  for (const [name, file] of files) {
    const format = { ...plainFormat, nulls: [""], ...mapping.format, ...mapping.files[name]?.format };
    staged.push({ file: name, ...(await stageFile(tx, id, file, format, columns[name] ?? [])) });
  }
  await tx.execute(sql`update import_batches set files = ${JSON.stringify(staged)}::jsonb where id = ${id}`);
  return id;
}

function assign(mapping: Mapping, given: GivenFile[]): Map<string, GivenFile> {
  const files = new Map<string, GivenFile>();
  for (const file of given) {
    const name = fileOf(mapping, file.name);
    if (!name) continue;
    const other = files.get(name);
    if (other) throw new FileRefused(file.name, `stands for the same file of the mapping (${name}) as ${other.name}`);
    files.set(name, file);
  }
  const missing = Object.entries(mapping.files).filter(([name, file]) => !file.optional && !files.has(name));
  if (missing.length > 0) {
    const names = missing.map(([, file]) => file.match).join(", ");
    const came = given.map((file) => file.name).join(", ") || "none";
    throw new FileRefused(mapping.label, `needs ${names}; the files that came are ${came}`);
  }
  return files;
}

async function stageFile(tx: Tx, batchId: string, file: GivenFile, format: Format, needed: string[]) {
  const size = { bytes: 0, rows: 0 };
  const hash = createHash("sha256");
  const records = readCsv(file.name, measured(file.path, size, hash), format);
  const head = await records.next();
  const header = checkHeader(file.name, head.done ? undefined : head.value.cells, needed);
  const writer = rowWriter(tx, batchId, file.name);
  for await (const { line, cells } of records) {
    if (cells.every((cell) => cell === "")) continue;
    size.rows += 1;
    await writer.add(line, named(header, cells));
  }
  await writer.flush();
  return { name: file.name, bytes: size.bytes, rows: size.rows, sha256: hash.digest("hex") };
}

async function* measured(path: string, size: { bytes: number }, hash: ReturnType<typeof createHash>) {
  for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>) {
    size.bytes += chunk.length;
    hash.update(chunk);
    yield chunk;
  }
}

/** The row by column name. One with another number of cells than the header says so instead of being shifted. */
function named(header: string[], cells: string[]): Record<string, string> {
  const extra = cells.slice(header.length).some((cell) => cell !== "");
  const row: Record<string, string> = {};
  header.forEach((name, index) => {
    row[name] = cells[index] ?? "";
  });
  if (extra || cells.length < header.length)
    row[brokenRow] = `has ${cells.length} cells where the header has ${header.length}`;
  return row;
}

function rowWriter(tx: Tx, batchId: string, file: string) {
  let rows: string[] = [];
  let size = 0;
  const flush = async () => {
    if (rows.length === 0) return;
    await tx.execute(insertRows(batchId, file, `[${rows.join(",")}]`));
    [rows, size] = [[], 0];
  };
  const add = async (line: number, cells: Record<string, string>) => {
    const json = JSON.stringify([line, cells]);
    rows.push(json);
    size += json.length;
    if (rows.length >= rowsPerWrite || size >= charactersPerWrite) await flush();
  };
  return { add, flush };
}

const insertRows = (batchId: string, file: string, json: string): SQL =>
  sql`insert into import_rows (batch_id, file, line, cells)
    select ${batchId}::uuid, ${file}::text, (r ->> 0)::int, r -> 1 from jsonb_array_elements(${json}::jsonb) r`;
