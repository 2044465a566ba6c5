import { rmSync } from "node:fs";
import type { Command } from "commander";
import postgres from "postgres";
import { checkDatabase } from "@/db/check";
import { connectionUrl } from "@/db/connection";
import { drainDirty } from "@/db/metrics/rollup";
import { seedAlerts } from "@/db/seed/alert-history";
import { seedProgram } from "@/db/seed/program";
import { seedQuality } from "@/db/seed/quality";
import { serverStatus, stopServer } from "@/db/server/embedded";
import { dataDir, isEmbedded, migrateWhenBehind, openDatabase } from "./database";
import { takeKeptSecret } from "./kept";
import { print } from "./output";

type Options = { json?: boolean; yes?: boolean };
const asJson = ["--json", "print the result as JSON"] as const;

export function register(program: Command): void {
  const db = program.command("db").description("make, fill, check and remove the database");
  db.command("migrate")
    .description("bring tables, routines and row-level security up to date")
    .option(...asJson)
    .action(migrate);
  db.command("seed")
    .description("fill an empty database with the example program")
    .option(...asJson)
    .action(seed);
  db.command("check")
    .description("check the walls between partners and everything that is derived; exit 1 when something differs")
    .option(...asJson)
    .action(check);
  db.command("reset")
    .description("remove all data: the built-in server's folder, or the portal's objects in DATABASE_URL")
    .option("--yes", "really do it")
    .option(...asJson)
    .action(reset);
  db.command("stop")
    .description("stop the built-in server")
    .option(...asJson)
    .action(stop);
}

async function migrate({ json }: Options) {
  const migrated = await migrateWhenBehind();
  print(json, { migrated }, migrated ? "The database is up to date now." : "The database was up to date.");
}

async function seed({ json }: Options) {
  await openDatabase();
  if (isEmbedded()) takeKeptSecret();
  const counts = await seedProgram(new Date());
  await drainDirty();
  await seedQuality();
  await seedAlerts();
  const told = Object.entries(counts).map(([what, n]) => `${n} ${what}`);
  print(json, counts, `Filled with the example program: ${told.join(", ")}.`);
}

async function check({ json }: Options) {
  await openDatabase();
  const checks = await checkDatabase();
  const ok = checks.every(({ problems }) => problems.length === 0);
  const lines = checks.flatMap(({ name, problems }) => [
    `${problems.length ? "differs" : "ok     "}  ${name}`,
    ...problems.slice(0, 20).map((problem) => `           ${problem}`),
    ...(problems.length > 20 ? [`           and ${problems.length - 20} more`] : []),
  ]);
  print(json, { ok, checks }, lines.join("\n"));
  if (!ok) process.exitCode = 1;
}

async function reset({ yes, json }: Options) {
  const where = isEmbedded()
    ? (await serverStatus(dataDir())).dataFolder
    : `the database of ${process.env.DATABASE_URL ? "DATABASE_URL" : "DATABASE_WORKER_URL"}`;
  if (!yes) throw new Error(`this removes all data in ${where}. Add --yes to do it.`);
  if (isEmbedded()) await removeServer(where);
  else await dropObjects();
  print(json, { removed: where }, `All data in ${where} is gone.`);
}

async function removeServer(folder: string) {
  await stopServer(dataDir());
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${dataDir()}/postgres.json`, { force: true });
}

async function dropObjects() {
  if (!process.env.DATABASE_URL) throw new Error("DATABASE_URL is needed: only its owner may remove the tables.");
  const sql = postgres(await connectionUrl("owner"), { max: 1, onnotice: () => {} });
  try {
    // What the portal made, and nothing that others keep in the same database.
    const [made] = await sql`select 1 from pg_roles where rolname = 'portal_owner'`;
    if (made) await sql.unsafe("drop owned by portal_owner cascade");
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function stop({ json }: Options) {
  if (!isEmbedded()) throw new Error("DATABASE_URL names a server that is not the portal's to stop.");
  const stopped = await stopServer(dataDir());
  print(json, { stopped }, stopped ? "The database is stopped." : "The database was not running.");
}
