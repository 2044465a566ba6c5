import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { type CsvRow, checkHeader, FileRefused, readCsv } from "@/lib/imports/csv";
import { type Format, plainFormat } from "@/lib/imports/formats";
import { columnsByFile, fileOf, type Mapping } from "@/lib/imports/mapping";
import { oneBehind } from "./pipeline";

/** A file on this machine's disk, under the name it was given. */
export type GivenFile = { path: string; name: string };
/** A file as it was taken in; its rows hold their cells in the order of the header. */
export type StagedFile = {
  file: string;
  name: string;
  bytes: number;
  rows: number;
  sha256: string;
  header: string[];
};

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
  const writer = rowWriter(tx, batchId, file.name);
  let header: string[] | undefined;
  try {
    for await (const rows of records) {
      const head = header ? undefined : rows.shift();
      header ??= checkHeader(file.name, head?.cells, needed);
      for (const row of rows) {
        if (row.cells.every((cell) => cell === "")) continue;
        size.rows += 1;
        await writer.add(row, header);
      }
    }
  } finally {
    await writer.end();
  }
  header ??= checkHeader(file.name, undefined, needed);
  return { name: file.name, bytes: size.bytes, rows: size.rows, sha256: hash.digest("hex"), header };
}

async function* measured(path: string, size: { bytes: number }, hash: ReturnType<typeof createHash>) {
  for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>) {
    size.bytes += chunk.length;
    hash.update(chunk);
    yield chunk;
  }
}

/** The cells in the header's order. A row with another number of them says so behind its last, instead of being shifted. */
function fitted(cells: string[], width: number): string[] {
  if (cells.length === width) return cells;
  const extra = cells.slice(width).some((cell) => cell !== "");
  const row = Array.from({ length: width }, (_, index) => cells[index] ?? "");
  return extra || cells.length < width ? [...row, `has ${cells.length} cells where the header has ${width}`] : row;
}

/** Writes rows many at a time; the next are read while the database takes the last in. */
function rowWriter(tx: Tx, batchId: string, file: string) {
  const writes = oneBehind();
  let [lines, rows, size]: [number[], string[], number] = [[], [], 0];
  const flush = async () => {
    if (rows.length === 0) return;
    const insert = insertRows(batchId, file, lines, rows);
    [lines, rows, size] = [[], [], 0];
    await writes.add(() => tx.execute(insert));
  };
  const add = async ({ line, cells }: CsvRow, header: string[]) => {
    const json = JSON.stringify(fitted(cells, header.length));
    lines.push(line);
    rows.push(json);
    size += json.length;
    if (rows.length >= rowsPerWrite || size >= charactersPerWrite) await flush();
  };
  const end = async () => {
    await flush();
    await writes.end();
  };
  return { add, end };
}

// JSON holds no line break of its own, so that the rows can stand one on a line of one parameter.
const insertRows = (batchId: string, file: string, lines: number[], rows: string[]): SQL =>
  sql`insert into import_rows (batch_id, file, line, cells)
    select ${batchId}::uuid, ${file}::text, r.line, r.cells::jsonb
    from unnest(${`{${lines.join(",")}}`}::int[], string_to_array(${rows.join("\n")}::text, chr(10))) as r(line, cells)`;
