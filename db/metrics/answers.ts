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
const longestStaleMs = 60_000;

/** What is being counted in this process, so that many who ask the same wait for one. */
const running = new Map<string, Promise<unknown>>();

/**
 * What `compute` returns, as JSON gives it back. It is kept for the rest of the program's day and given again until a
 * fact has changed: exactly then, since the transaction of every change is noted and compared with the snapshot that the
 * answer was counted in. A stale answer that is slow to count is given up to a minute longer while it is counted anew;
 * what it says of its time stands in the answer. Partner people's answers are kept apart, behind both walls. Counting has
 * a transaction of its own and goes on when the page has given up waiting, so that the next one finds the answer.
 */
export function kept<T>(viewer: Viewer, asked: Asked, compute: Compute<T>): Promise<T> {
  const key = keyOf(viewer, asked);
  return withViewer(viewer, async (tx) => {
    const found = await find(tx, viewer, key, asked);
    const counted = () => once(key, () => apart(() => count(viewer, key, asked, compute)));
    if (found.view === null) return counted();
    const slow = found.tookMs > quickMs && found.ageMs < longestStaleMs;
    if (!found.fresh && !slow) return counted();
    if (!found.fresh && found.ageMs > found.tookMs * 4)
      counted().catch((error: unknown) => console.warn("An answer could not be counted anew:", reasonOf(error)));
    return JSON.parse(found.view) as T;
  });
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
    if (found.view !== null && found.fresh) return JSON.parse(found.view) as T;
    once(key, () => apart(() => count(viewer, key, asked, compute))).catch((error: unknown) =>
      console.warn("An answer could not be counted:", reasonOf(error)),
    );
    return found.view !== null && found.tookMs > quickMs && found.ageMs < longestStaleMs
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

type Found = { view: string | null; fresh: boolean; tookMs: number; ageMs: number };

async function find(tx: Tx, viewer: Viewer, key: string, { now }: Asked): Promise<Found> {
  const [row] = await tx.execute<Found>(sql`
    select metric_answers.view, metric_answers.took_ms as "tookMs",
      (extract(epoch from clock_timestamp() - metric_answers.asked_at) * 1000)::int as "ageMs",
      not exists (select from metric_changes
        where xid >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(xid, seen) and (visits or not visit)
          and (about_id is null or metric_changes.partner_id is null or metric_changes.partner_id = about_id) and ${scope(viewer, metricChanges)}) as fresh
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
