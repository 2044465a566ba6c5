import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { root } from "../commands/database";
import { percentile } from "./numbers";
import type { MeasuredPage } from "./pages";
import { type Answer, type Get, getter, inTurns, perSecond } from "./requests";
import type { Statement } from "./statement-log";
import type { Traffic } from "./wire";

export type Speed = {
  p50Ms: number;
  p95Ms: number;
  rps1: number;
  rps: number;
  ratioToEmpty: number;
  rpsRatio: number;
  coldMs: number;
};
export type Weight = { htmlBytes: number; htmlGzipBytes: number; jsBytes: number };
export type Work = { sqlMs: number; statements: number; roundTrips: number };
/** The first request after every kept answer was thrown away: what a change of facts costs the next reader. */
export type Anew = { anewMs: number; anewSqlMs: number; anewStatements: number; slowest: string };

const emptyPath = "/bench/empty";
const callers = 16;
/** Pages that take longer are asked less often. */
const slowMs = 250;
/** A first count that takes longer than this is a fault. */
const mostMsToCount = 60_000;

/**
 * How fast the page is beside the empty one, in turns, so that whatever else the machine does hits both; once nothing that
 * the page has begun to count goes on behind it, which `counted` waits for.
 */
export async function speedOf(
  url: string,
  { path, role }: MeasuredPage,
  session: string,
  seconds: number,
  counted: () => Promise<unknown> = async () => {},
): Promise<Speed & Weight> {
  const [one, many] = [getter(url, 1), getter(url, callers)];
  try {
    const cold = ok(await answered(one.get, path, session), path, role);
    await counted();
    await one.get(emptyPath, session);
    await one.get(path, session);
    const [page, empty] = await inTurns(timed(one.get, path, session), timed(one.get, emptyPath, session), seconds, 3);
    const p50Ms = percentile(page, 0.5);
    const rates = await ratesInTurns(many.get, path, session, seconds, p50Ms > slowMs ? 1 : 2);
    return {
      p50Ms,
      p95Ms: percentile(page, 0.95),
      rps1: 1000 / (page.reduce((sum, ms) => sum + ms, 0) / page.length),
      rps: rates.page,
      ratioToEmpty: p50Ms / percentile(empty, 0.5),
      rpsRatio: rates.page / rates.empty,
      coldMs: cold.ms,
      ...weightOf(cold),
    };
  } finally {
    one.close();
    many.close();
  }
}

const timed = (get: Get, path: string, session: string) => async () => ok(await get(path, session), path).ms;

async function ratesInTurns(get: Get, path: string, session: string, seconds: number, turns: number) {
  const sums = { page: { answered: 0, seconds: 0 }, empty: { answered: 0, seconds: 0 } };
  for (let turn = 0; turn < turns; turn++)
    for (const [name, at] of [
      ["page", path],
      ["empty", emptyPath],
    ] as const) {
      const told = await perSecond(async () => ok(await get(at, session), at), callers, seconds / turns / 2);
      sums[name].answered += told.answered;
      sums[name].seconds += told.seconds;
    }
  return { page: sums.page.answered / sums.page.seconds, empty: sums.empty.answered / sums.empty.seconds };
}

/** What stands between the portal and its database while it is counted. */
export type Watch = {
  take: () => Traffic;
  log: () => Statement[];
  forget: () => Promise<unknown>;
  /** Until nothing is counted behind a page any more. */
  counted: () => Promise<unknown>;
};

/** What the page asks of the database when nobody else asks: the middle of a few requests, after some that warm it up. */
export async function workOf(
  url: string,
  { path, role }: MeasuredPage,
  session: string,
  watch: Watch,
): Promise<Work & Anew> {
  const { get, close } = getter(url, 1);
  const ask = async () => {
    watch.take();
    watch.log();
    const { ms } = ok(await answered(get, path, session), path, role);
    const { roundTrips, statements } = watch.take();
    const run = watch.log();
    return { ms, roundTrips, statements, run, sqlMs: run.reduce((sum, one) => sum + one.ms, 0) };
  };
  try {
    // A connection of the portal's pool prepares a statement when it runs it first: each of them has to.
    let asked = await ask();
    await watch.counted();
    for (let i = 0; i < (asked.ms > slowMs ? 2 : 8); i++) asked = await ask();
    const seen = [await ask(), await ask(), await ask()].sort((a, b) => a.sqlMs - b.sqlMs);
    const { sqlMs, statements, roundTrips } = seen[1] as (typeof seen)[number];
    await watch.forget();
    const anew = anewOf(await ask());
    await watch.counted();
    return { sqlMs, statements, roundTrips, ...anew };
  } finally {
    close();
  }
}

function anewOf({ ms, sqlMs, run }: { ms: number; sqlMs: number; run: Statement[] }): Anew {
  const slowest = run.reduce((a, b) => (b.ms > a.ms ? b : a), { ms: 0, text: "" });
  return {
    anewMs: ms,
    anewSqlMs: sqlMs,
    anewStatements: run.length,
    slowest: `${Math.round(slowest.ms)} ms ${slowest.text}`,
  };
}

/** The first count of a large program may outlast a page, which then says so: the answer that comes at last, with the time until then. */
async function answered(get: Get, path: string, session: string): Promise<Answer> {
  const started = performance.now();
  for (;;) {
    const answer = await get(path, session);
    const ms = performance.now() - started;
    if (answer.status !== 503 || ms > mostMsToCount) return { ...answer, ms };
    await sleep(500);
  }
}

function ok(answer: Answer, path: string, role = ""): Answer {
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}${role ? ` to ${role}` : ""}.`);
  return answer;
}

function weightOf(answer: Answer): Weight {
  const html = answer.body();
  return { htmlBytes: Buffer.byteLength(html), htmlGzipBytes: answer.wireBytes, jsBytes: scriptBytes(html) };
}

const zipped = new Map<string, number>();

/** The compressed size of every script that the page names, but those for browsers without modules. */
function scriptBytes(html: string): number {
  const modern = html.replace(/<script[^>]*\bnoModule[^>]*>/gi, "");
  const names = new Set(
    [...modern.matchAll(/static\/chunks\/[\w./~%-]+?\.js/g)].map(([name]) => decodeURIComponent(name)),
  );
  let sum = 0;
  for (const name of names) {
    if (!zipped.has(name)) zipped.set(name, gzipSync(readFileSync(join(root, ".next", name))).length);
    sum += zipped.get(name) ?? 0;
  }
  return sum;
}
