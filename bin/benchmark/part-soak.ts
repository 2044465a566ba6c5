import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { recordAudit } from "@/db/audit/commands";
import { closeDatabases, withWorker } from "@/db/client";
import { publishImport, stageImport } from "@/db/imports/commands";
import { drainDirty } from "@/db/metrics/rollup";
import { signIns } from "@/db/seed/cast";
import { seedProgram } from "@/db/seed/program";
import { type Database, startDatabase } from "@/e2e/faults/database";
import { type Event, lostOf, startLoad, tally } from "@/e2e/faults/load";
import { send, signInPeople, startPortal } from "@/e2e/faults/portal";
import { root } from "../commands/database";
import { print } from "../commands/output";
import { startMailbox } from "../demo-services/mailbox";
import { build } from "../running/build";
import { writeImportFiles } from "./import-file";
import { sampleMemory, sayingWhatItHolds } from "./memory";

export type SoakOptions = { minutes: number; json?: boolean };
type Say = (text: string) => void;

const pages = {
  staff: [
    "/home",
    "/deals",
    "/partners",
    "/scorecards",
    "/executive",
    "/metrics",
    "/registrations",
    "/alerts",
    "/incentives",
    "/admin/jobs",
  ],
  partner: ["/home", "/deals", "/registrations", "/incentives", "/announcements"],
};
const actor = { personId: null, name: "Soak" };

/**
 * Imports, pages as each role, changes and the worker's jobs for so many minutes, with one restart of the database half-way:
 * what people saw of it, what was lost, and how the memory of web and worker went.
 */
export async function benchSoak({ minutes, json }: SoakOptions, say: Say): Promise<void> {
  await build(say);
  const database = await startDatabase();
  const work = mkdtempSync(join(tmpdir(), "tandem-soak-"));
  const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0 });
  const env = { AUTH_SECRET: "x".repeat(40), SMTP_URL: mailbox.smtpUrl, ...sayingWhatItHolds };
  Object.assign(process.env, { AUTH_SECRET: env.AUTH_SECRET, DATABASE_WORKER_URL: database.urls.worker });
  say("filling the example program");
  await seedProgram(new Date());
  await drainDirty();
  const people = await signInPeople(database);
  const portal = await startPortal(database, env);
  const worker = startWorker(database, env, portal.url);
  try {
    const until = Date.now() + minutes * 60_000;
    const sessions = await sessionsOfAll(database);
    const load = startLoad([portal], people, { readers: 0, writers: 1 });
    const [read, memory, imports, restart] = await Promise.all([
      readPages(portal.url, sessions, until),
      sampleMemory({ web: { pid: portal.child.pid as number, log: portal.log }, worker }, until),
      importAgain(work, until),
      restartHalfWay(database, until, say),
    ]);
    await load.stop();
    const found = {
      minutes,
      pages: summed(read, restart),
      changes: { ...summed(load.events, restart), lost: await lostOf(database, load.acknowledged) },
      imports,
      jobs: await jobsOf(database),
      memory,
      lives: portal.lives() && worker.child.exitCode === null,
    };
    print(json, found, JSON.stringify(found, null, 2));
  } finally {
    worker.child.kill("SIGTERM");
    await portal.stop();
    await mailbox.close();
    await closeDatabases();
    await database.remove();
    rmSync(work, { recursive: true, force: true });
  }
}

function startWorker({ dataDir, urls }: Database, env: Record<string, string>, url: string) {
  const logFile = join(dataDir, "worker.log");
  const log = openSync(logFile, "w");
  const addresses = { AUTH_URL: url, DATABASE_WEB_URL: urls.web, DATABASE_WORKER_URL: urls.worker };
  const given = { PATH: process.env.PATH, ...env, ...addresses } as unknown;
  const args = ["--conditions=react-server", "--import", "tsx", "bin/portal.ts", "work"];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: given as NodeJS.ProcessEnv,
    stdio: ["ignore", log, log],
  });
  return { child, pid: child.pid as number, log: () => readFileSync(logFile, "utf8") };
}

/** A session of one person of each role. */
function sessionsOfAll(database: Database) {
  return database.asOwner(async (sql) => {
    const made: { session: string; pages: string[] }[] = [];
    for (const { role, email } of signIns) {
      const session = randomBytes(32).toString("base64url");
      const hash = createHash("sha256").update(session).digest("hex");
      await sql`insert into sessions (token_hash, person_id, via, expires_at) select ${hash}, id, 'link', now() + interval '1 day' from people where email = ${email}`;
      made.push({ session, pages: role.startsWith("partner") ? pages.partner : pages.staff });
    }
    return made;
  });
}

/** People of all roles, each opening a page a second or so. What a role may not open is no error. */
async function readPages(url: string, sessions: { session: string; pages: string[] }[], until: number) {
  const events: Event[] = [];
  await Promise.all(
    sessions.map(async ({ session, pages }, n) => {
      for (let i = n; Date.now() < until; i++) {
        const at = Date.now();
        const path = pages[i % pages.length] as string;
        const [outcome, why] = await send(url, path, { session }).then(
          ({ status }): [Event["outcome"], string] =>
            status < 500 ? ["ok", ""] : [status === 503 ? "unavailable" : "failed", `${status} ${path}`],
          (error: Error & { code?: string }): [Event["outcome"], string] => ["failed", `${error.code} ${path}`],
        );
        events.push({ at, ms: Date.now() - at, write: false, outcome, why });
        await sleep(700);
      }
    }),
  );
  return events;
}

/** Publishes one import after the other; one that the restart cut off is begun anew, as its person would. */
async function importAgain(folder: string, until: number) {
  const done = { published: 0, cutOff: 0, rows: 0 };
  while (Date.now() < until) {
    // Each file is the one before with more at its end.
    const rows = 2_000 + 200 * done.published;
    const { mapping, files } = await writeImportFiles(join(folder, String(done.published)), rows, 100);
    try {
      const batch = await withWorker((tx) => stageImport(tx, actor, mapping, files));
      await withWorker(async (tx) => recordAudit(tx, actor, (await publishImport(tx, actor, batch)).audit));
      done.published++;
      done.rows += rows;
    } catch {
      done.cutOff++;
    }
    await sleep(10_000);
  }
  return done;
}

async function restartHalfWay(database: Database, until: number, say: Say): Promise<number> {
  await sleep((until - Date.now()) / 2);
  say("restarting the database");
  const at = Date.now();
  await database.end("SIGINT");
  await database.start();
  return at;
}

/** What people saw: beside the restart nothing may fail, and "back soon" lasts as long as `backSoonSeconds` says. */
function summed(events: Event[], restart: number) {
  const { tried, ok, unavailable, refused, failed, reasons } = tally(events);
  const away = events.filter(({ outcome }) => outcome !== "ok");
  const times = events.filter(({ outcome }) => outcome === "ok").map(({ ms }) => ms);
  times.sort((a, b) => a - b);
  return {
    tried,
    ok,
    unavailable,
    refused,
    failed,
    reasons,
    backSoonSeconds: away.length ? (Math.max(...away.map(({ at, ms }) => at + ms)) - restart) / 1000 : 0,
    beforeTheRestart: countOf(away.filter(({ at, ms }) => at + ms < restart).map(({ why }) => why)),
    medianMs: times[Math.floor(times.length / 2)],
    p95Ms: times[Math.floor(times.length * 0.95)],
  };
}

function countOf(reasons: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** How often each job ended how, and why those that did not end well did not, by their message. */
const jobsOf = (database: Database) =>
  database.asOwner(async (sql) => {
    const rows = await sql<
      { outcome: string; n: number }[]
    >`select coalesce(outcome, 'running') as outcome, count(*)::int as n from job_runs group by 1 order by 1`;
    const troubles = await sql<
      { name: string; outcome: string; error: string | null; n: number }[]
    >`select name, outcome, left(error, 200) as error, count(*)::int as n from job_runs
      where outcome in ('failed', 'dead', 'lost') group by 1, 2, 3 order by n desc`;
    return { ...Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n])), troubles: [...troubles] };
  });
