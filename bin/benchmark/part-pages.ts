import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { connectionUrl } from "@/db/connection";
import { serverStatus } from "@/db/server/embedded";
import { dataDir } from "../commands/database";
import { print, table } from "../commands/output";
import { build } from "../running/build";
import { type Anew, type Speed, speedOf, type Weight, type Work, workOf } from "./measure";
import { short } from "./numbers";
import { type MeasuredPage, type Middle, measuredPages } from "./pages";
import type { Program } from "./program";
import { statementLog } from "./statement-log";
import { startWeb } from "./web";
import { countingRelay } from "./wire";

export type PagesOptions = { pages?: string; seconds: number; main?: boolean; json?: boolean };
type Result = MeasuredPage & Partial<Work & Anew & Speed & Weight> & { error?: string };

/** Measures the pages, first what they ask of the database, one request at a time, then how fast they are. */
export async function benchPages(program: Program, options: PagesOptions, say: (text: string) => void): Promise<void> {
  await build(say);
  const all = [
    { page: "empty", role: "admin", path: "/bench/empty" },
    ...measuredPages(program, await middleOf(program)),
  ];
  const wanted = all.filter(
    ({ page, role }) =>
      (!options.main || !page.includes("·")) && new RegExp(options.pages ?? "", "i").test(`${role} ${page}`),
  );
  const results = wanted.map((page): Result => ({ ...page }));
  await count(program, results, say);
  await time(program, results, options.seconds, say);
  print(options.json, { pages: results.map(rounded) }, asTable(results));
}

/** Goes through the pages on a server of its own, behind a relay that counts, while the database logs every statement. */
async function count(program: Program, results: Result[], say: (text: string) => void): Promise<void> {
  const { logFile } = await serverStatus(dataDir());
  const relay = await countingRelay(await connectionUrl("web"));
  await setLogging(program.url, true);
  const web = await startWeb("counted", relay.url);
  const owner = postgres(program.url, { max: 1, onnotice: () => {} });
  try {
    const watch = {
      take: relay.take,
      log: statementLog(logFile),
      forget: () => owner`delete from metric_answers`,
      counted: () => untilCounted(owner),
    };
    for (const result of results) {
      say(`counting  ${result.role}  ${result.page}`);
      await noting(result, () => workOf(web.url, result, sessionOf(program, result), watch));
    }
  } finally {
    await web.stop();
    relay.close();
    await owner.end({ timeout: 5 });
    await setLogging(program.url, false);
  }
}

/** What a page has begun to count goes on when the page has been answered: it is busy in the database until then. */
async function untilCounted(owner: postgres.Sql): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    await sleep(50);
    const [busy] = await owner`select 1 from pg_stat_activity where usename = 'portal_web' and state <> 'idle' limit 1`;
    if (!busy) return;
  }
}

async function time(program: Program, results: Result[], seconds: number, say: (text: string) => void): Promise<void> {
  const web = await startWeb("timed", await connectionUrl("web"));
  const owner = postgres(program.url, { max: 1, onnotice: () => {} });
  try {
    for (const result of results) {
      say(`timing  ${result.role}  ${result.page}`);
      const session = sessionOf(program, result);
      await noting(result, () => speedOf(web.url, result, session, seconds, () => untilCounted(owner)));
    }
  } finally {
    await web.stop();
    await owner.end({ timeout: 5 });
  }
}

/** A page that fails is told of, and the others go on. */
async function noting(result: Result, work: () => Promise<(Work & Anew) | (Speed & Weight)>): Promise<void> {
  if (result.error) return;
  try {
    Object.assign(result, await work());
  } catch (error) {
    result.error = (error as Error).message;
  }
}

const sessionOf = (program: Program, { role }: MeasuredPage) => program.sessions[role] as string;

async function setLogging(url: string, on: boolean): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  for (const [name, value] of [
    ["log_min_duration_statement", "0"],
    ["log_parameter_max_length", "0"],
  ] as const)
    await sql.unsafe(on ? `alter role portal_web set ${name} = ${value}` : `alter role portal_web reset ${name}`);
  await sql.end({ timeout: 5 });
}

/** The deal in the middle of the list by day of opening, of all and of the largest partner's, and what is to be decided next. */
async function middleOf({ url, largest }: Program): Promise<Middle> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const [all] = await sql<
    { day: string; id: string }[]
  >`select opened_on::text as day, id from deals where opened_on is not null
    order by opened_on desc, id desc offset (select count(*) / 2 from deals) limit 1`;
  const [own] = await sql<
    { day: string; id: string }[]
  >`select d.opened_on::text as day, d.id from deals d where d.opened_on is not null
    and d.partner_id = ${largest} order by 1 desc, 2 desc offset (select count(*) / 2 from deals where partner_id = ${largest}) limit 1`;
  const [due] = await sql<
    { id: string }[]
  >`select id from registrations where status = 'submitted' order by due_at, id limit 1`;
  await sql.end({ timeout: 5 });
  if (!all || !own || !due) throw new Error("The program has no deals in the middle, or nothing to decide.");
  return { all, largest: own, due: due.id };
}

const numbers = [
  "p50Ms",
  "p95Ms",
  "rps",
  "rps1",
  "ratioToEmpty",
  "rpsRatio",
  "coldMs",
  "sqlMs",
  "anewMs",
  "anewSqlMs",
] as const;

function rounded(result: Result): Result {
  const copy = { ...result };
  for (const name of numbers) if (copy[name] !== undefined) copy[name] = short(copy[name]);
  return copy;
}

function asTable(results: Result[]): string {
  const kb = (bytes?: number) => (bytes === undefined ? "" : short(bytes / 1000));
  const rows = results
    .map(rounded)
    .map((r) =>
      [
        r.page,
        r.role,
        ...(r.error
          ? [r.error]
          : [r.p50Ms, r.p95Ms, r.ratioToEmpty, r.rps1, r.rps, r.rpsRatio, r.sqlMs, r.statements, r.roundTrips]),
        ...(r.error ? [] : [kb(r.htmlBytes), kb(r.htmlGzipBytes), kb(r.jsBytes), r.coldMs, r.anewMs, r.anewSqlMs]),
      ].map(String),
    );
  const headings = [
    "page",
    "role",
    "p50 ms",
    "p95 ms",
    "× empty",
    "1/s",
    "1/s at 16",
    "of empty",
    "SQL ms",
    "statements",
    "trips",
    "HTML kB",
    "gzip kB",
    "JS kB",
    "first ms",
    "anew ms",
    "anew SQL ms",
  ];
  return table(headings, rows);
}
