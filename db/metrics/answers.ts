import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { apart, type Tx, withViewer } from "@/db/client";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { metricAnswers, metricChanges } from "./schema";

export type Asked = {
  /** Which page or part of one asks, and everything else that its answer depends on. */
  name: string;
  question: unknown;
  /** The one partner whose facts the answer is made of, when staff ask; without it any partner's change makes it stale. */
  aboutId?: string | null;
  /** Whether it counts visits, which change far more often than facts. */
  visits?: boolean;
  now: Date;
};

export type Compute<T> = (tx: Tx, now: Date) => Promise<T>;

/** An answer that took less is counted anew as soon as it is stale; a slower one is shown as of its time meanwhile. */
const quickMs = 250;
const minute = 60_000;
/** How long after the first change that it misses an answer is still given: longer, where nobody would wait for the next. */
const mostStaleMs = (tookMs: number) => (tookMs <= quickMs ? 0 : tookMs <= 2_000 ? minute : 15 * minute);

/** What a page is told with an answer that misses a change: when it was counted. */
type Dated<T> = T extends readonly unknown[] | string | number | null ? T : T & { asOf?: string };

/** What is being counted in this process, so that many who ask the same wait for one. */
const running = new Map<string, Promise<unknown>>();

type SlowAnswer = { viewer: Viewer; asked: Asked; compute: Compute<unknown>; wantedAt: number };
/** Slow answers that this process gave, by key, the last one last: `renewAnswers` keeps them from growing old. */
const slowAnswers = new Map<string, SlowAnswer>();
const mostSlow = 40;

/**
 * What `compute` returns, as JSON gives it back. It is kept for the rest of the program's day and given again until a
 * fact has changed: exactly then, since the transaction of every change is noted and compared with the snapshot that the
 * answer was counted in. A stale answer that is slow to count is given for some minutes longer, with when it was counted
 * (`asOf`), while it is counted anew. Partner people's answers are kept apart, behind both walls. Counting has a
 * transaction of its own and goes on when the page has given up waiting, so that the next one finds the answer.
 */
export function kept<T>(viewer: Viewer, asked: Asked, compute: Compute<T>): Promise<Dated<T>> {
  const key = keyOf(viewer, asked);
  return withViewer(viewer, async (tx) => {
    const found = await find(tx, viewer, key, asked);
    const counted = () => once(key, () => apart(() => count(viewer, key, asked, compute)));
    if (found.view === null) return (await counted()) as Dated<T>;
    if (found.tookMs > quickMs) remember(key, { viewer, asked, compute, wantedAt: Date.now() });
    if (found.staleMs === null) return JSON.parse(found.view) as Dated<T>;
    if (found.staleMs >= mostStaleMs(found.tookMs)) return (await counted()) as Dated<T>;
    if (found.ageMs > found.tookMs * 4)
      counted().catch((error: unknown) => console.warn("An answer could not be counted anew:", reasonOf(error)));
    return dated<T>(JSON.parse(found.view), found.asOf);
  });
}

const dated = <T>(view: object, asOf: string) =>
  (view !== null && typeof view === "object" && !Array.isArray(view) ? { ...view, asOf } : view) as Dated<T>;

/** Of those that look at the portal as a partner nothing is kept. */
function remember(key: string, slow: SlowAnswer): void {
  if (slow.viewer.kind === "partner" && slow.viewer.viewedBy) return;
  slowAnswers.delete(key);
  slowAnswers.set(key, slow);
  const [oldest] = slowAnswers.keys();
  if (slowAnswers.size > mostSlow && oldest) slowAnswers.delete(oldest);
}

/**
 * Counts anew, one after the other, the slow answers that somebody wanted within two hours and that miss a change, or that
 * were wanted within a day and are of the day before, and pauses three times as long as each took. Returns how many.
 */
export async function renewAnswers(now: Date, pause: (ms: number) => Promise<unknown>): Promise<number> {
  let renewed = 0;
  for (const [key, slow] of [...slowAnswers]) {
    const unwantedMs = now.getTime() - slow.wantedAt;
    if (unwantedMs > 24 * 60 * minute) slowAnswers.delete(key);
    const asked = { ...slow.asked, now };
    const found = await apart(() => withViewer(slow.viewer, (tx) => find(tx, slow.viewer, key, asked)));
    const stale = found.view === null || (found.staleMs !== null && unwantedMs < 120 * minute);
    if (!stale || unwantedMs > 24 * 60 * minute) continue;
    const started = performance.now();
    await once(key, () => apart(() => count(slow.viewer, key, asked, slow.compute)));
    renewed += 1;
    await pause(3 * (performance.now() - started));
  }
  return renewed;
}

/**
 * The same for what takes too long to be waited for: while no answer that may be given is kept, `meanwhile` answers, and the
 * question is counted behind the page.
 */
export function keptLater<T>(
  viewer: Viewer,
  asked: Asked,
  compute: Compute<T>,
  meanwhile: (tx: Tx) => Promise<T>,
): Promise<T> {
  const key = keyOf(viewer, asked);
  return withViewer(viewer, async (tx) => {
    const found = await find(tx, viewer, key, asked);
    if (found.view !== null && found.staleMs === null) return JSON.parse(found.view) as T;
    once(key, () => apart(() => count(viewer, key, asked, compute))).catch((error: unknown) =>
      console.warn("An answer could not be counted:", reasonOf(error)),
    );
    return found.view !== null && (found.staleMs ?? 0) < mostStaleMs(found.tookMs)
      ? (JSON.parse(found.view) as T)
      : meanwhile(tx);
  });
}

function keyOf(viewer: Viewer, { name, question, aboutId }: Asked): string {
  const whose = viewer.kind === "staff" ? "staff" : viewer.partnerId;
  return createHash("sha256")
    .update(JSON.stringify([process.env.BUILT_AT ?? "", whose, name, aboutId ?? null, question]))
    .digest("hex");
}

/** `staleMs` since the first change that the answer misses; null when it misses none. */
type Found = { view: string | null; staleMs: number | null; tookMs: number; ageMs: number; asOf: string };

async function find(tx: Tx, viewer: Viewer, key: string, { now }: Asked): Promise<Found> {
  const [row] = await tx.execute<Found>(sql`
    select metric_answers.view, metric_answers.took_ms as "tookMs",
      (extract(epoch from clock_timestamp() - metric_answers.asked_at) * 1000)::int as "ageMs", to_json(metric_answers.asked_at)#>>'{}' as "asOf",
      (select (extract(epoch from clock_timestamp() - at) * 1000)::int from metric_changes
        where xid >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(xid, seen) and (visits or not visit)
          and (about_id is null or metric_changes.partner_id is null or metric_changes.partner_id = about_id) and ${scope(viewer, metricChanges)}
        order by xid limit 1) as "staleMs"
    from (select) one left join metric_answers
      on metric_answers.key = ${key} and metric_answers.asked_on = program_day(${now.toISOString()}::timestamptz) and ${scope(viewer, metricAnswers)}`);
  if (!row) throw new Error("The database gave no row");
  return row;
}

/** Counts, and keeps the answer behind the page: a database that only reads still answers. */
async function count<T>(viewer: Viewer, key: string, asked: Asked, compute: Compute<T>): Promise<T> {
  const started = performance.now();
  const { seen, view } = await withViewer(
    viewer,
    async (tx) => {
      const [row] = await tx.execute<{ seen: string }>(sql`select pg_current_snapshot()::text as seen`);
      return { seen: row?.seen ?? "", view: JSON.stringify(await compute(tx, asked.now)) };
    },
    "counting",
  );
  const tookMs = Math.round(performance.now() - started);
  if (tookMs > quickMs && !slowAnswers.has(key)) remember(key, { viewer, asked, compute, wantedAt: Date.now() });
  // Staff who look at the portal as a partner write nothing, not even this.
  if (viewer.kind === "partner" && viewer.viewedBy) return JSON.parse(view) as T;
  const keeping = keep(viewer, key, asked, { seen, view, tookMs })
    .catch((error: unknown) => console.warn("An answer could not be kept:", reasonOf(error)))
    .finally(() => beingKept.delete(keeping));
  beingKept.add(keeping);
  return JSON.parse(view) as T;
}

const beingKept = new Set<Promise<unknown>>();

/** Waits until every answer of this process that was given, or is counted behind a page, is also kept. */
export async function answersKept(): Promise<void> {
  while (running.size + beingKept.size > 0) await Promise.allSettled([...running.values(), ...beingKept]);
}

function keep(viewer: Viewer, key: string, asked: Asked, counted: { seen: string; view: string; tookMs: number }) {
  const { visits = false, now } = asked;
  const partnerId = viewer.kind === "partner" ? viewer.partnerId : null;
  const aboutId = partnerId ?? (asked.aboutId || null);
  return withViewer(viewer, (tx) =>
    tx.execute(sql`insert into metric_answers (key, partner_id, about_id, asked_on, took_ms, visits, seen, view)
      values (${key}, ${partnerId}, ${aboutId}, program_day(${now.toISOString()}::timestamptz), ${counted.tookMs}, ${visits}, ${counted.seen}::pg_snapshot, ${counted.view})
      on conflict (key) do update set (asked_on, asked_at, took_ms, seen, view) =
        (excluded.asked_on, excluded.asked_at, excluded.took_ms, excluded.seen, excluded.view)`),
  );
}

function once<T>(key: string, work: () => Promise<T>): Promise<T> {
  const under = running.get(key) as Promise<T> | undefined;
  if (under) return under;
  const begun = work().finally(() => running.delete(key));
  running.set(key, begun);
  return begun;
}

/** What went wrong, without the statement and what it carries. */
const reasonOf = (error: unknown) => String((error as Error).cause ?? error);

/** Drops answers that nobody can be given any more, and the notes of changes that no answer is older than. */
export async function dropOldAnswers(tx: Tx): Promise<void> {
  await tx.execute(sql`delete from metric_answers where asked_at < now() - interval '25 hours'`);
  // An hour longer than any answer can take to be counted.
  await tx.execute(sql`delete from metric_changes where at < now() - interval '1 hour'
    and xid::text::bigint < (select coalesce(min(pg_snapshot_xmin(seen)::text::bigint), 9223372036854775807) from metric_answers)`);
}
