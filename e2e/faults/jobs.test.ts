import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "@/bin/commands/database";
import { type Database, startDatabase } from "./database";
import { figure } from "./figures";

const points = ["before taking", "taken", "rendering", "sent", "finishing", "finished"];
/** Milliseconds into the writing of the effect: before, within and after its commit. */
const within = Array.from({ length: 16 }, (_, n) => String(n * 2));

let database: Database;
let person: string;

beforeAll(async () => {
  database = await startDatabase();
  person = await database.asOwner(async (sql) => {
    const [row] = await sql`insert into people (kind, name, email, role, access)
      values ('staff', 'Ada', 'ada@northstar.example', 'admin', 'active') returning id`;
    return row?.id;
  });
});

afterAll(() => database?.remove());

function work(workerId: string, point: string): Promise<number | string> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_WORKER_URL: database.urls.worker,
    DATABASE_WEB_URL: database.urls.web,
    AUTH_SECRET: "x".repeat(40),
    AUTH_URL: "http://localhost:3000",
  };
  const args = ["--conditions=react-server", "--import", "tsx", "e2e/faults/dying-worker.ts", workerId, point];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: env as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((done) => child.once("close", (code, signal) => done(signal ?? code ?? "")));
}

test("killed at any point, a worker leaves its job to the next one, and what the job does is done exactly once (sec:J1)", async () => {
  let killed = 0;
  for (const point of [...points, ...within]) {
    const run = await database.asOwner((sql) =>
      sql.begin(async (tx) => {
        await tx`truncate mail_outbox, jobs, job_runs, job_workers, report_schedules cascade`;
        const [schedule] = await tx`insert into report_schedules (person_id, subject, format, cron, time_zone, next_at)
          values (${person}, 'deals', 'csv', '0 7 * * 1', 'UTC', 'infinity') returning id`;
        const [made] =
          await tx`insert into report_runs (schedule_id, person_id, slot) values (${schedule?.id}, ${person}, now()) returning id`;
        await tx`select enqueue_job('deliver_report', ${made?.id}, ${tx.json({ run: made?.id })}, null)`;
        return made?.id as string;
      }),
    );
    const alive = (id: string, seconds: number) =>
      database.asOwner(
        (sql) => sql`insert into job_workers (id, seen_at) values (${id}, now() - make_interval(secs => ${seconds}))`,
      );
    const [first, second] = [randomUUID(), randomUUID()];
    // The first said that it lives a minute ago, and is dead by the time that the second looks.
    await alive(first, 0);
    if ((await work(first, point)) === "SIGKILL") killed++;
    await database.asOwner((sql) => sql`update job_workers set seen_at = now() - interval '1 minute'`);
    await alive(second, 0);
    await work(second, "");
    const [after] = await database.asOwner(
      (sql) => sql`select (select count(*)::int from mail_outbox) as mails, (select count(*)::int from jobs) as jobs,
        (select count(*)::int from job_runs where outcome is null) as open, (select status from report_runs where id = ${run}) as status`,
    );
    expect({ point, ...after }).toEqual({ point, mails: 1, jobs: 0, open: 0, status: "sent" });
  }
  const tried = points.length + within.length;
  figure({
    check: "J1",
    what: `a worker killed at ${tried} points of a job (${killed} died)`,
    tried,
    failed: 0,
    lost: 0,
  });
  expect(killed).toBeGreaterThanOrEqual(points.length);
});
