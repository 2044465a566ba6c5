import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabases } from "@/db/client";
import { answersKept } from "@/db/metrics/answers";

/** The owner's connection to the test file's own database: for setting up and looking behind the walls. */
export type TestDatabase = { sql: postgres.Sql; url: string };

/**
 * Gives the test file a fresh, migrated database of its own and points DATABASE_URL at it. Call it once at the top of the
 * file; `sql` and `url` hold from the first test on.
 */
export function testDatabase(): TestDatabase {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const database = {} as TestDatabase;
  beforeAll(async () => {
    const owner = inject("ownerUrl");
    await asAdmin(owner, `create database ${name} template portal`);
    database.url = new URL(`/${name}`, owner).href;
    await asDatabase(
      database.url,
      `revoke all on database ${name} from public; grant connect on database ${name} to portal_web, portal_worker`,
    );
    process.env.DATABASE_URL = database.url;
    process.env.AUTH_SECRET ??= "a-secret-for-tests-of-32-characters";
    process.env.AUTH_URL ??= "http://localhost:3000";
    database.sql = postgres(database.url, { max: 4, onnotice: () => {} });
  });
  afterAll(async () => {
    await answersKept();
    await closeDatabases();
    await database.sql?.end();
    await asAdmin(inject("ownerUrl"), `drop database if exists ${name} with (force)`);
  });
  return database;
}

/** Empties tables and what points at them, also those that only grow for everybody else. */
export async function emptied({ sql }: TestDatabase, tables: readonly string[]): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(`truncate ${[...new Set(tables)].join(", ")} cascade`);
  });
}

const asAdmin = (owner: string, statement: string) => asDatabase(new URL("/postgres", owner).href, statement);

async function asDatabase(url: string, statement: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(statement);
  await sql.end();
}
