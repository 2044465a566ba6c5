import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { recordAudit } from "@/db/audit/commands";
import { closeDatabases, withWorker } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { publishImport, stageImport } from "@/db/imports/commands";
import { findMapping } from "@/db/imports/queries";
import type { GivenFile } from "@/db/imports/stage";
import { ensureServer, stopServer } from "@/db/server/embedded";
import { fileOf, type Mapping } from "@/lib/imports/mapping";
import { dataDir, migrateWhenBehind } from "../commands/database";
import { print, table } from "../commands/output";
import { madeMapping, makeFiles } from "./made-files";
import { short } from "./numbers";

export type ImportOptions = { rows: number; file?: string; source?: string; dataDir?: string; json?: boolean };

const actor = { personId: null, name: "bench" };

/** Imports files into an empty database as the command does, then copies the rows that came of it into tables of the same shape. */
export async function benchImport(
  { rows, file, source, json }: ImportOptions,
  say: (text: string) => void,
): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "bench-import-"));
  await ensureServer(dataDir());
  try {
    await emptyDatabase();
    if (!file) await makeFiles(work, rows);
    const mapping = source ? await withWorker((tx) => findMapping(tx, source)) : madeMapping;
    if (!mapping) throw new Error(`no source is called "${source}"`);
    const imported = await importFiles(mapping, filesIn(file ?? work, mapping), say);
    say("copying");
    const copied = await copyRows();
    const result = {
      fileRows: imported.fileRows,
      landedRows: copied.rows,
      stageSeconds: imported.stageSeconds,
      publishSeconds: imported.publishSeconds,
      rowsPerSecond: imported.fileRows / (imported.stageSeconds + imported.publishSeconds),
      copySeconds: copied.seconds,
      copyRowsPerSecond: imported.fileRows / copied.seconds,
      ratioToCopy: copied.seconds / (imported.stageSeconds + imported.publishSeconds),
      peakMemoryMb: process.resourceUsage().maxRSS / 1000,
    };
    const said = Object.fromEntries(Object.entries(result).map(([name, value]) => [name, short(value)]));
    print(json, { import: said }, table(Object.keys(said), [Object.values(said).map(String)]));
  } finally {
    await closeDatabases();
    await stopServer(dataDir());
    rmSync(work, { recursive: true, force: true });
  }
}

/** The folder is the bench's own: whatever a run before has left there goes. */
export async function emptyDatabase(): Promise<void> {
  const url = await connectionUrl("owner");
  const sql = postgres(new URL("/postgres", url).href, { max: 1, onnotice: () => {} });
  await sql.unsafe("drop database if exists portal with (force)");
  await sql.unsafe("create database portal");
  await sql.end({ timeout: 5 });
  await migrateWhenBehind();
}

function filesIn(folder: string, mapping: Mapping): GivenFile[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => fileOf(mapping, name))
    .map((name) => ({ path: join(folder, name), name }));
}

async function importFiles(mapping: Mapping, files: GivenFile[], say: (text: string) => void) {
  const started = performance.now();
  say("reading and checking");
  const batch = await withWorker((tx) => stageImport(tx, actor, mapping, files));
  const staged = performance.now();
  say("publishing");
  await withWorker(async (tx) => recordAudit(tx, actor, (await publishImport(tx, actor, batch)).audit));
  const published = performance.now();
  const sql = postgres(await connectionUrl("owner"), { max: 1, onnotice: () => {} });
  const [{ count }] =
    (await sql`select (select sum((f ->> 'rows')::int) from jsonb_array_elements(files) f)::int as count
    from import_batches where id = ${batch}`) as unknown as [{ count: number }];
  await sql.end({ timeout: 5 });
  return { fileRows: count, stageSeconds: (staged - started) / 1000, publishSeconds: (published - staged) / 1000 };
}

/** The portal's own tables that an import fills; what it keeps about the import itself and what triggers derive is left out. */
const landed = [
  "partners",
  "people",
  "accounts",
  "products",
  "deals",
  "deal_versions",
  "deal_partners",
  "deal_lines",
  "revenue_lines",
  "targets",
  "certifications",
  "fx_rates",
];

/** Writes out each table's rows beside the database, then times COPY into a table with the same columns, checks and indexes. */
async function copyRows(): Promise<{ rows: number; seconds: number }> {
  const sql = postgres(await connectionUrl("owner"), { max: 1, onnotice: () => {} });
  const [{ file }] = (await sql`select current_setting('data_directory') || '/bench.copy' as file`) as unknown as [
    { file: string },
  ];
  const sum = { rows: 0, seconds: 0 };
  for (const name of landed) {
    const { count } = await sql.unsafe(`copy ${name} to '${file}'`);
    await sql.unsafe(
      `create table raw_${name} (like ${name} including defaults including constraints including indexes including identity)`,
    );
    await sql.unsafe("checkpoint");
    const started = performance.now();
    await sql.unsafe(`copy raw_${name} from '${file}'`);
    sum.seconds += (performance.now() - started) / 1000;
    sum.rows += count;
    await sql.unsafe(`drop table raw_${name}`);
  }
  await sql.end({ timeout: 5 });
  rmSync(file, { force: true });
  return sum;
}
