import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { sealAudit, verifyAudit } from "@/db/audit/chain";
import { closeDatabases, withViewer, withWorker } from "@/db/client";
import { proveLedger } from "@/db/incentives/prove";
import { plantCanaries, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { Refused } from "@/lib/errors";
import { leftOut } from "./left-out";
import { makeBackup, tablesOf } from "./make";
import { examineBackup, restoreBackup } from "./restore";

const database = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "tandem-backup-"));
const file = join(folder, "a.backup");
const strange = "tab\tback\\slash \\. new\nline ünï null \\N";
let other: postgres.Sql;
let otherUrl: string;

beforeAll(async () => {
  await plantCanaries(database.sql);
  await database.sql`update partners set name = ${strange} where id = ${viewerA.partnerId}`;
  // Far more than is read at once.
  await database.sql`insert into page_views ("on", page, role, views) select '2026-01-01'::date + n % 300, 'page ' || n, 'admin', n from generate_series(1, 40000) n`;
  await sealAudit();
  await makeBackup(file, database.url);
  const admin = postgres(new URL("/postgres", inject("ownerUrl")).href, { max: 1 });
  const name = `restored_${database.url.split("_").at(-1)}`;
  await admin.unsafe(`create database ${name} template portal`);
  await admin.unsafe(`grant connect on database ${name} to portal_web, portal_worker`);
  await admin.end();
  otherUrl = new URL(`/${name}`, inject("ownerUrl")).href;
  other = postgres(otherUrl, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await closeDatabases();
  await other.end();
  await database.sql.unsafe(`drop database ${otherUrl.split("/").at(-1)} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

/** What every table holds, as one hash each. */
async function contents(sql: postgres.Sql): Promise<Record<string, string>> {
  const each = (await tablesOf(sql)).map(
    ({ table }) =>
      `select '${table}' as "table", md5(coalesce(string_agg(line, '' order by line), '')) as hash from (select (to_jsonb(t) - 'opened_in')::text as line from ${table} t) x`,
  );
  const rows = await sql.unsafe<{ table: string; hash: string }[]>(each.join(" union all "));
  return Object.fromEntries(rows.map(({ table, hash }) => [table, hash]));
}

test("sec:O8 a backup that is restored into another database holds every row as it was and nothing else, with a sealed audit log, a proved ledger and walls; one that holds something is left alone unless it is to be replaced", async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  const before = await contents(database.sql);
  const [seal] =
    await database.sql`select position::text, encode(hash, 'hex') as hash from audit_chain order by position desc limit 1`;
  await other`insert into people (kind, name) values ('staff', 'Was here before')`;
  await expect(restoreBackup(file, {}, otherUrl)).rejects.toThrow(Refused);
  expect(await other`select 1 from people`).toHaveLength(1);
  await restoreBackup(file, { replace: true }, otherUrl);
  expect(await contents(other)).toEqual(before);
  expect(Object.keys(before).length).toBeGreaterThan(100);
  for (const table of leftOut) expect([table, await other`select 1 from ${other(table)}`]).toEqual([table, []]);
  await closeDatabases();
  process.env.DATABASE_URL = otherUrl;
  const proof = await withWorker((tx) => verifyAudit(tx, seal as { position: string; hash: string }));
  expect([proof.problems, proof.sealed]).toEqual([[], seal?.position]);
  expect((await proveLedger()).entries).toBeGreaterThan(0);
  const seen = await withViewer(viewerA, (tx) => tx.execute<{ name: string }>("select name from partners"));
  expect(seen.map(({ name }) => name)).toEqual([strange]);
  // What is written next collides with nothing, and opens no booking of then.
  const [entry] =
    await other`insert into audit_entries (actor, action, subject_type, subject) values ('x', 'backup.restored', 'database', 'x') returning id`;
  expect(entry).toBeTruthy();
  expect(await other`select 1 from ledger_transactions where opened_in <> 0`).toHaveLength(0);
  await closeDatabases();
  process.env.DATABASE_URL = database.url;
});

test("sec:O8 a backup that was cut off, changed, or made by another version is refused before anything is touched", async () => {
  const plain = gunzipSync(readFileSync(file)).toString("latin1");
  const tried = async (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, gzipSync(Buffer.from(text, "latin1")));
    return restoreBackup(path, { replace: true }, database.url).then(
      () => "restored",
      (error: Error) => error.message,
    );
  };
  const before = await contents(database.sql);
  expect(await tried("cut", plain.slice(0, plain.lastIndexOf("\n", plain.length - 2) + 1))).toMatch("cut off");
  expect(await tried("changed", plain.replace("CANARY", "CANARX"))).toMatch("not what was written");
  expect(await tried("older", plain.replace(/"migrations":\d+/, '"migrations":3'))).toMatch("3 migrations");
  expect(await tried("other", "something else\n")).toMatch("no backup");
  writeFileSync(join(folder, "half"), readFileSync(file).subarray(0, 5_000));
  await expect(examineBackup(join(folder, "half"))).rejects.toThrow();
  expect(await contents(database.sql)).toEqual(before);
  await expect(makeBackup(file, database.url)).rejects.toThrow(Refused);
});
