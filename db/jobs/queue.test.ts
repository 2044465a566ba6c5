import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { withViewer, withWorker } from "@/db/client";
import { plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { NotFound, Refused } from "@/lib/errors";
import { jobRows, jobsSentence } from "@/lib/jobs/view";
import { retryJob, runJobNow } from "./commands";
import { readJobs } from "./queries";
import { enqueue, failJob, finishJob, freeLostJobs, once, releaseJobs, type Taken, takeJob } from "./queue";
import { makeDueJobs } from "./slots";

const database = testDatabase();
const rounds = Number(process.env.JOB_ROUNDS ?? 100);
const names = ["prune", "cohorts"] as const;
let worker: string;

beforeAll(() => plantCanaries(database.sql));
beforeEach(async () => {
  await database.sql`truncate jobs, job_slots, job_runs, job_workers, job_effects`;
  worker = await newWorker();
});

async function newWorker(): Promise<string> {
  const id = randomUUID();
  await database.sql`insert into job_workers (id) values (${id})`;
  return id;
}
const take = async (by = worker) => (await takeJob(by, names)) as Taken;
const count = async (where = "true") =>
  (await database.sql.unsafe(`select count(*)::int as n from jobs where ${where}`))[0]?.n as number;
const ask = (key?: string) => withWorker((tx) => enqueue(tx, "prune", { key }));
const now = () => database.sql`update jobs set run_at = now()`;

test(`sec:J2 a job that is asked for in a transaction exists when that commits, and only then, ${rounds} times each`, async () => {
  for (let n = 0; n < rounds; n++) {
    await withViewer(staffViewer, (tx) => enqueue(tx, "prune", { key: `kept ${n}` }));
    await withViewer(staffViewer, async (tx) => {
      await enqueue(tx, "prune", { key: `rolled back ${n}` });
      throw new Error("no");
    }).catch(() => {});
  }
  expect(await count("key like 'kept %'")).toBe(rounds);
  expect(await count("key like 'rolled back %'")).toBe(0);
  const refused = withViewer(viewerA, (tx) => enqueue(tx, "prune", { key: "a partner's" }));
  await expect(refused).rejects.toMatchObject({ cause: { code: "42501" } });
  const direct = withViewer(staffViewer, (tx) => tx.execute(sql`insert into jobs (name) values ('prune')`));
  await expect(direct).rejects.toMatchObject({ cause: { code: "42501" } });
}, 60_000);

test("a job stands in the queue once by its key, until it is done", async () => {
  expect([await ask("one"), await ask("one"), await ask("two")]).toEqual([true, false, true]);
  await finishJob(await take(), null);
  expect(await ask("one")).toBe(true);
});

test("of many workers one gets a job, and none gets what is not due", async () => {
  const others = await Promise.all([newWorker(), newWorker(), newWorker()]);
  for (let n = 0; n < 20; n++) await ask();
  await withWorker((tx) => enqueue(tx, "prune", { runAt: new Date(Date.now() + 60_000) }));
  const got: bigint[] = [];
  await Promise.all(
    [worker, ...others].map(async (id) => {
      for (let job = await take(id); job; job = await take(id)) got.push(job.id);
    }),
  );
  expect([got.length, new Set(got).size]).toEqual([20, 20]);
});

test("sec:J3 a job that fails is tried ever later, and is a dead letter after its last try", async () => {
  await ask("poison");
  for (let n = 1; n <= 5; n++) {
    const job = await take();
    expect(job.tried).toBe(n);
    await failJob(job, "it does not work");
    expect(await take()).toBeNull();
    await now();
  }
  expect(await take()).toBeNull();
  expect(await count("status = 'dead' and error = 'it does not work'")).toBe(1);
  const runs = await database.sql`select outcome from job_runs order by id`;
  expect(runs.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "failed", "failed", "dead"]);
});

test("sec:J1 what a dead worker held is free within a minute, and its late answer changes nothing", async () => {
  await ask("held");
  const held = await take();
  expect(await freeLostJobs()).toBe(0);
  await database.sql`update job_workers set seen_at = now() - interval '50 seconds'`;
  const next = await newWorker();
  expect(await freeLostJobs()).toBe(1);
  const again = await take(next);
  expect([again.id, again.tried]).toEqual([held.id, 2]);
  await finishJob(held, "too late");
  await failJob(held, "too late");
  expect(await count("status = 'running'")).toBe(1);
  await finishJob(again, "done");
  const runs = await database.sql`select outcome, did from job_runs order by id`;
  expect(runs.map(({ outcome, did }) => [outcome, did])).toEqual([
    ["lost", null],
    ["done", "done"],
  ]);
});

test("sec:O5 what a worker gives back when it stops waits for the next, and counts as no try", async () => {
  await ask("given back");
  await take();
  await releaseJobs(worker);
  expect((await take(await newWorker())).tried).toBe(1);
});

test("an effect is done once by its key, however often its transaction is tried, and not at all when that fails", async () => {
  await withWorker(async (tx) => {
    await once(tx, "mail 1");
    throw new Error("no");
  }).catch(() => {});
  const did = await Promise.all(Array.from({ length: 6 }, () => withWorker((tx) => once(tx, "mail 1"))));
  expect(did.filter(Boolean)).toHaveLength(1);
});

test("sec:J4 a moment of a schedule is put into the queue once, by two schedulers and whatever the clock did", async () => {
  const clock = Date.parse("2026-10-25T00:10:00Z");
  const day = 86_400_000;
  for (const moved of [0, day, 0, -day, 0, day]) {
    const at = new Date(clock + moved);
    await Promise.all([makeDueJobs(at, ["prune"]), makeDueJobs(at, ["prune"])]);
    await now();
    for (let job = await take(); job; job = await take()) await finishJob(job, "ran");
  }
  const slots =
    await database.sql`select slot, (select count(*)::int from job_runs) as runs from job_slots order by slot`;
  expect(slots.length).toBe(3);
  expect(slots[0]?.runs).toBe(3);
});

test("a dead letter is tried again with all its tries when somebody says so, and what is asked for runs once", async () => {
  await database.sql`insert into jobs (name, status, tried, error) values ('prune', 'dead', 5, 'it did not work')`;
  const [letter] = await database.sql<{ id: string }[]>`select id::text from jobs`;
  const facts = await readJobs(staffViewer);
  expect([facts.deadCount, jobRows(facts)[0]?.state]).toEqual([1, "dead"]);
  expect(jobsSentence(facts, jobRows(facts))).toContain("1 dead letter");
  const again = () => withViewer(staffViewer, (tx) => retryJob(tx, letter?.id as string));
  expect(await again()).toMatchObject({ action: "job.retried", reason: "it did not work" });
  await expect(again()).rejects.toThrow(NotFound);
  expect((await take()).tried).toBe(1);
  await withViewer(staffViewer, (tx) => runJobNow(tx, "cohorts"));
  await expect(withViewer(staffViewer, (tx) => runJobNow(tx, "cohorts"))).rejects.toThrow(Refused);
  expect(await take()).toMatchObject({ name: "cohorts", askedById: staffViewer.personId });
  await expect(readJobs(viewerA)).rejects.toThrow(NotFound);
});
