import "server-only";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import type { Outage } from "@/lib/errors";
import { connectionUrl } from "./connection";
import { codeOf, outageIn } from "./faults";
import journal from "./migrations/meta/_journal.json" with { type: "json" };
import { openPool } from "./pool";

/** `worker` says whether one was seen within the last minutes. Pages are served without it, so it is told and no reason. */
export type Readiness =
  | { ready: true; worker: "seen" | "silent" }
  | { ready: false; reason: Outage | "schema is behind" | "misconfigured" };

const place = globalThis as typeof globalThis & { tandemProbe?: Promise<ReturnType<typeof openProbe>> };
const mostMs = 2_500;
const keptMs = 1_000;
let last: { at: number; over: boolean; answer: Promise<Readiness> } | undefined;

/**
 * Whether the database answers, can be written and has this build's tables, asked on a connection of its own. Asked at most
 * once a second, whoever asks; answers within three seconds.
 */
export function readiness(now: number): Promise<Readiness> {
  if (last && (!last.over || now - last.at < keptMs)) return last.answer;
  const asked = { at: now, over: false, answer: probe() };
  asked.answer.finally(() => {
    asked.over = true;
  });
  last = asked;
  return asked.answer;
}

async function probe(): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((done) => {
    timer = setTimeout(done, mostMs, { ready: false, reason: "silent" });
  });
  return Promise.race([state(), late]).finally(() => clearTimeout(timer));
}

async function state(): Promise<Readiness> {
  try {
    const db = await connection();
    const [row] = await db.execute<{ readOnly: boolean; applied: string | null }>(
      sql`select pg_is_in_recovery() or current_setting('transaction_read_only')::bool as "readOnly",
        (select obj_description(oid, 'pg_class') from pg_class where relname = 'settings' and relnamespace = 'public'::regnamespace) as applied`,
    );
    if (row?.readOnly) return { ready: false, reason: "read-only" };
    const migrations = Number(/ migrations (\d+)$/.exec(row?.applied ?? "")?.[1] ?? 0);
    if (migrations < journal.entries.length) return { ready: false, reason: "schema is behind" };
    const [worker] = await db.execute<{ seen: boolean }>(sql`select worker_seen() as seen`);
    return { ready: true, worker: worker?.seen ? "seen" : "silent" };
  } catch (error) {
    const outage = outageIn(error);
    if (outage) return { ready: false, reason: outage };
    console.error(`not ready: ${codeOf(error) ?? (error as Error).name}`);
    return { ready: false, reason: "misconfigured" };
  }
}

/** Apart from the pool that answers people: a full pool is busy, not unready. */
async function connection() {
  place.tandemProbe ??= connectionUrl("web").then(openProbe);
  place.tandemProbe.catch(() => delete place.tandemProbe);
  return place.tandemProbe;
}

const openProbe = (url: string) =>
  drizzle(
    openPool(url, { max: 1, statementTimeoutMs: 2_000, answerTimeoutMs: 2_000, applicationName: "portal readiness" }),
  );
