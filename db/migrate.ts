import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { connectionUrl, rolePassword } from "./connection";
import { seedReference } from "./reference";
import { raiseWalls } from "./walls";

const here = import.meta.dirname;
const lock = 7_263_361;

/** The files of routines, applied in this order after every migration; paths within db. */
export const routineFiles = [
  "routines.sql",
  "incentives/routines.sql",
  "payouts/routines.sql",
  "funds/routines.sql",
  "jobs/routines.sql",
  "record/routines.sql",
  "applications/routines.sql",
  "alerts/routines.sql",
  "webhooks/routines.sql",
  "health/routines.sql",
];

/**
 * Brings the database up to date: roles, tables, routines, walls and reference rows. Safe to run again and by several
 * processes at once. `url` is an owner-capable connection; throws what the database says when a step fails.
 */
export async function migrateDatabase(url?: string): Promise<void> {
  const ownerUrl = url ?? (await connectionUrl("owner"));
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${lock})`;
    await makeRoles(sql, ownerUrl);
    await sql`set role portal_owner`;
    await migrate(drizzle(sql), { migrationsFolder: join(here, "migrations") });
    for (const routines of routineFiles) await sql.unsafe(await readFile(join(here, routines), "utf8"));
    await raiseWalls(sql);
    await seedReference(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The database roles are of the whole cluster: made once, given their rights in each database. */
async function makeRoles(sql: postgres.Sql, ownerUrl: string): Promise<void> {
  const quoted = (role: "web" | "worker") => `'${rolePassword(ownerUrl, role)}'`;
  await sql.unsafe(`do $$
    declare r text;
    begin
      foreach r in array array['portal_owner','portal_partner','portal_staff','portal_auth'] loop
        begin execute format('create role %I nologin', r); exception when duplicate_object then null; when unique_violation then null; end;
      end loop;
      begin create role portal_web login noinherit; exception when duplicate_object then null; when unique_violation then null; end;
      begin create role portal_worker login; exception when duplicate_object then null; when unique_violation then null; end;
      execute format('grant create, connect on database %I to portal_owner', current_database());
      execute format('grant connect on database %I to portal_web, portal_worker', current_database());
      execute format('revoke all on database %I from public', current_database());
      grant portal_owner to current_user;
      grant portal_partner, portal_staff, portal_auth to portal_web;
      grant all on schema public to portal_owner;
      grant usage on schema public to portal_web, portal_worker, portal_partner, portal_staff, portal_auth;
    end $$`);
  await sql.unsafe(`alter role portal_web password ${quoted("web")}`);
  await sql.unsafe(`alter role portal_worker password ${quoted("worker")}`);
}
