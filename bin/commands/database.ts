import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { connectionUrl } from "@/db/connection";
import { migrateDatabase, routineFiles } from "@/db/migrate";
import journal from "@/db/migrations/meta/_journal.json" with { type: "json" };

/** The project's folder. */
export const root = resolve(import.meta.dirname, "../..");

/** The folder of the built-in database and of everything else this installation keeps. */
export function dataDir(): string {
  return process.env.DATA_DIR ? resolve(process.env.DATA_DIR) : join(root, ".data");
}

/** Whether the database is the built-in server rather than one that DATABASE_URL names. */
export const isEmbedded = () => !process.env.DATABASE_URL && !process.env.DATABASE_WORKER_URL;

/**
 * Makes the database ready for `withWorker`: starts the built-in server when it does not run, and migrates when the
 * tables, walls or routines are older than this code. With DATABASE_WORKER_URL alone there is no owner to migrate as.
 */
export async function openDatabase(): Promise<void> {
  process.env.DATA_DIR = dataDir();
  if (!process.env.DATABASE_URL && process.env.DATABASE_WORKER_URL) return;
  await migrateWhenBehind();
}

/** Migrates when the database was last migrated by other code than this. Returns whether it did. */
export async function migrateWhenBehind(): Promise<boolean> {
  process.env.DATA_DIR = dataDir();
  const sql = postgres(await connectionUrl("owner"), { max: 1, onnotice: () => {}, connect_timeout: 10 });
  const wanted = fingerprint();
  try {
    const [found] = await sql`select obj_description(to_regclass('public.settings'), 'pg_class') as fingerprint`;
    if (found?.fingerprint === wanted) return false;
    await migrateDatabase();
    await sql.unsafe(`set role portal_owner; comment on table public.settings is '${wanted}'`);
    return true;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Everything a migration applies, as one hash, and how many migrations: the comment of `settings` tells what is applied. */
function fingerprint(): string {
  const rooms = readdirSync(join(root, "db"));
  const walls = rooms.map((room) => `${room}/walls.ts`).filter((file) => existsSync(join(root, "db", file)));
  const applied = [
    "migrations/meta/_journal.json",
    ...routineFiles,
    "walls.ts",
    "rights.ts",
    "scope.ts",
    ...walls,
    "reference.ts",
  ];
  const hash = createHash("sha256");
  for (const name of applied) hash.update(readFileSync(join(root, "db", name)));
  return `applied ${hash.digest("hex").slice(0, 32)} migrations ${journal.entries.length}`;
}
