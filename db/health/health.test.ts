import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { readiness } from "@/db/readiness";
import { plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { NotFound } from "@/lib/errors";
import { healthRows, healthSentence } from "@/lib/health/view";
import { readHealth } from "./queries";

const database = testDatabase();
let asked = Date.now();
/** Asked so late that the answer before is not given again. */
const ready = () => readiness((asked += 60_000));

beforeAll(async () => {
  await plantCanaries(database.sql);
  await database.sql`truncate jobs, job_workers, mail_outbox`;
  await database.sql`do $$ begin execute format('comment on table settings is %L', 'applied x migrations 9999'); end $$`;
});

test("readiness tells whether a worker was seen lately, names nothing else, and is none while tables are older than the code", async () => {
  expect(await ready()).toEqual({ ready: true, worker: "silent" });
  await database.sql`insert into job_workers (id) values (${randomUUID()})`;
  expect(await ready()).toEqual({ ready: true, worker: "seen" });
  await database.sql`update job_workers set seen_at = now() - interval '3 minutes'`;
  expect(await ready()).toEqual({ ready: true, worker: "silent" });
  await database.sql`comment on table settings is 'applied x migrations 1'`;
  expect(await ready()).toEqual({ ready: false, reason: "schema is behind" });
});

test("the page of health names what needs somebody, as figures that tell no row, and not to partners", async () => {
  await expect(readHealth(viewerA)).rejects.toThrow(NotFound);
  const said = async () => {
    const rows = healthRows(await readHealth(staffViewer), { freeBytes: 2, allBytes: 100 });
    return Object.fromEntries(rows.map(({ label, state }) => [label, state]));
  };
  await database.sql`truncate job_workers, ledger_proofs`;
  expect(await said()).toMatchObject({
    Worker: "bad",
    Mail: "well",
    Jobs: "well",
    Backup: "unknown",
    "Disk of the portal": "bad",
  });
  await database.sql`insert into job_workers (id) values (${randomUUID()})`;
  await database.sql`insert into mail_outbox (recipient, sealed, created_at) values ('CANARY@a.example', 'CANARY', now() - interval '2 hours')`;
  await database.sql`insert into jobs (name, run_at, error) values ('prune', now() - interval '5 minutes', 'CANARY')`;
  await database.sql`insert into ledger_proofs (entries, problems) values (1, '["CANARY"]')`;
  await database.sql`insert into audit_entries (at, actor, action, subject_type, subject) values (now() - interval '3 days', 'x', 'backup.made', 'database', 'CANARY')`;
  expect(await said()).toMatchObject({
    Worker: "well",
    Mail: "bad",
    Jobs: "watch",
    Backup: "watch",
    "Proof of the ledger": "bad",
  });
  const facts = await readHealth(staffViewer);
  expect(JSON.stringify(facts)).not.toContain("CANARY");
  expect(healthSentence(healthRows(facts, null))).toBe("Needs somebody: Mail, Proof of the ledger.");
  expect(healthSentence([])).toBe("All is well.");
});
