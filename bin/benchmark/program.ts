import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { generateProgram, type ProgramSize } from "@/db/bulk/generate";
import { type GeneratedCast, signInGenerated } from "@/db/bulk/people";
import { closeDatabases } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { rebuildSums } from "@/db/metrics/rollup";
import { renewStandings } from "@/db/partners/standing";
import { readCustomers } from "@/db/registrations/customers";
import { ensureServer, stopServer } from "@/db/server/embedded";
import { dataDir, migrateWhenBehind } from "../commands/database";
import { writeKept } from "../commands/kept";
import { ensureScorecards } from "./scorecards";

/** Raised when the generated rows become others: a program of an older generation is made again. */
const generation = 1;

type Kept = ProgramSize & GeneratedCast & { generation: number; seconds: Record<string, number> };
export type Program = Kept & { url: string };

/**
 * The program of that size in DATA_DIR, made when it is not there, its tables brought up to date when they are older than
 * this code. Its server runs afterwards. `say` hears of every step.
 */
export async function ensureProgram(size: Omit<ProgramSize, "today">, say: (text: string) => void): Promise<Program> {
  const file = join(dataDir(), "bench.json");
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : undefined;
  if (kept?.generation !== generation)
    return make({ ...size, today: new Date().toISOString().slice(0, 10) }, file, say);
  if (kept.partners !== size.partners || kept.deals !== size.deals || kept.activities !== size.activities)
    throw new Error(
      `${dataDir()} holds a program of ${kept.partners} partners, ${kept.deals} deals and ${kept.activities} activities.`,
    );
  const { url } = await ensureServer(dataDir());
  if (await migrateWhenBehind()) {
    say("The tables were brought up to date.");
    await makeSums(say);
  }
  await ensureScorecards(url, [kept.largest, kept.typical]);
  // As the worker does at the beginning of a day, and after an import.
  await renewStandings();
  if (await readAllCustomers()) {
    const owner = postgres(url, { max: 1 });
    await owner`vacuum analyze customer_blocks`;
    await owner.end();
  }
  return { ...kept, url };
}

/** Reads what customers are found by, as the worker does step by step; how many were not read yet. */
async function readAllCustomers(): Promise<number> {
  let all = 0;
  for (let read = await readCustomers(); read > 0; read = await readCustomers()) all += read;
  return all;
}

async function make(size: ProgramSize, file: string, say: (text: string) => void): Promise<Program> {
  say(`Making ${size.partners} partners, ${size.deals} deals, ${size.activities} activities in ${dataDir()} ...`);
  const started = Date.now();
  await restartWith(
    ["wal_level = 'minimal'", "max_wal_senders = 0", "max_wal_size = '4GB'", "checkpoint_timeout = '30min'"],
    false,
  );
  await migrateWhenBehind();
  const ownerUrl = await connectionUrl("owner");
  await generateProgram(ownerUrl, size, say);
  const generated = Date.now();
  const sumSeconds = await makeSums(say);
  const cast = await signInGenerated(ownerUrl, size.partners);
  await ensureScorecards(ownerUrl, [cast.largest, cast.typical]);
  await closeDatabases();
  await restartWith(
    [
      "wal_level to default",
      "max_wal_senders to default",
      "max_wal_size = '1GB'",
      "shared_buffers = '1GB'",
      "effective_cache_size = '4GB'",
    ],
    true,
  );
  const seconds = { rows: (generated - started) / 1000, sums: sumSeconds };
  const kept: Kept = { ...size, ...cast, generation, seconds };
  writeKept(file, kept);
  return { ...kept, url: await connectionUrl("owner") };
}

/** Makes the kept sums from the rows, and says how long it took. */
async function makeSums(say: (text: string) => void): Promise<number> {
  const started = Date.now();
  const sums = await rebuildSums();
  const seconds = (Date.now() - started) / 1000;
  say(`sums of ${sums} partners: ${Math.round(seconds)} s`);
  await asOwner(["metric_month", "metric_program", "metric_dirty"].map((name) => `vacuum (analyze) ${name}`));
  return seconds;
}

/** Starts the server with other settings. Without `safe` a crash of the machine would lose what is being made, and nothing else. */
async function restartWith(settings: string[], safe: boolean): Promise<void> {
  await ensureServer(dataDir());
  await asOwner(settings.map((setting) => `alter system set ${setting}`));
  await stopServer(dataDir());
  await ensureServer(dataDir(), { fsync: safe });
}

async function asOwner(statements: string[]): Promise<void> {
  const sql = postgres(await connectionUrl("owner"), { max: 1, onnotice: () => {} });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end({ timeout: 5 });
}
