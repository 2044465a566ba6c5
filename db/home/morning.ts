import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { booked } from "@/db/metrics/figures";
import { answerIn, type Program, reachOf, readProgram } from "@/db/metrics/queries";
import { getProgram } from "@/db/program/queries";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { Call } from "@/lib/home/calls";
import { type GapKey, gapKeys } from "@/lib/home/gaps";
import type { Morning } from "@/lib/home/morning";
import { type Counted, type MovementKey, movementKeys } from "@/lib/home/movement";
import { parseAmountE4 } from "@/lib/money";
import { addDays } from "@/lib/period";
import { callsOf } from "./calls";
import { countGap, listGap } from "./gaps";
import { type Asked, countThat, listThat } from "./movement";
import { waitingFor } from "./waiting";

/** Whose morning: the own book, or the whole program. */
export type MorningScope = { own: boolean };
const shownCalls = 6;
const shownStalled = 6;
const mostCalls = 200;
export const rowsPerPage = 50;

/**
 * What a channel manager reads first: what happened since their last visit, what waits for them, whom to call and why. What
 * waits is read as it is now; the rest is kept until a fact changes. For staff only: throws NotFound.
 */
export async function readMorning(viewer: Viewer, { own }: MorningScope, now: Date): Promise<Morning> {
  const staff = requireStaff(viewer);
  const book = own ? staff.personId : null;
  return withViewer(staff, async (tx) => {
    const { today, timeZone, reportingCurrency: currency } = await getProgram(viewer, now);
    const visit = await lastVisit(tx, staff, today);
    const asked = { book, today, since: visit.since };
    const [waiting, counted] = await Promise.all([
      waitingFor(tx, book, now),
      kept(staff, { name: "morning", question: asked, now }, (own) => countMorning(own, staff, asked)),
    ]);
    return { today, timeZone, currency, ...visit, ...waiting, ...counted };
  });
}

/** The day on which the viewer was last here before today, and the first day that is news. */
async function lastVisit(tx: Tx, { personId }: StaffViewer, today: string) {
  const [row] = await tx.execute<{ on: string | null }>(
    sql`select max("on")::text as "on" from visits where person_id = ${personId}::uuid and "on" < ${today}::date`,
  );
  const lastVisitOn = row?.on ?? null;
  return { lastVisitOn, since: lastVisitOn ?? addDays(today, -7) };
}

async function countMorning(tx: Tx, viewer: StaffViewer, asked: Asked) {
  const program = await readProgram(tx);
  const [counts, stalled, gaps, calls] = await Promise.all([
    Promise.all(movementKeys.map((key) => counted(tx, viewer, program, key, asked))),
    listThat(tx, "stalled", asked, shownStalled),
    Promise.all(gapKeys.map((key) => countGap(tx, key, asked))),
    callsOf(tx, viewer, program, asked),
  ]);
  const of = <Key extends string, T>(keys: readonly Key[], values: readonly T[]) =>
    Object.fromEntries(keys.map((key, index) => [key, values[index]])) as Record<Key, T>;
  return {
    movement: of(movementKeys, counts),
    stalled: stalled.map(({ id, name, partner, stage, amountE4, on }) => ({ id, name, partner, stage, amountE4, on })),
    gaps: of(gapKeys, gaps),
    calls: calls.slice(0, shownCalls),
    callCount: calls.length,
  };
}

/** What is a metric is asked of the metrics; the lists of work are counted as they are. */
async function counted(
  tx: Tx,
  viewer: StaffViewer,
  program: Program,
  key: MovementKey,
  asked: Asked,
): Promise<Counted> {
  if (key !== "won" && key !== "opened") return countThat(tx, key, asked);
  const span = { from: asked.since, to: addDays(asked.today, 1) };
  const reach = await booked(tx, reachOf(viewer, program, undefined), asked.book);
  const metric = key === "won" ? "sourced_revenue" : "new_pipeline";
  const { total } = await answerIn(tx, program, { metric, span }, reach);
  return { count: total.facts, amountE4: parseAmountE4(total.value ?? "0").toString(), missing: total.missing };
}

/** A list of the morning, a page of its rows with the count and sum of all. For staff only: throws NotFound. */
export function listMorningDeals(viewer: Viewer, key: MovementKey, scope: MorningScope, page: number, now: Date) {
  return inMorning(viewer, scope, now, async (tx, staff, asked) => {
    const [total, rows] = await Promise.all([
      counted(tx, staff, await readProgram(tx), key, asked),
      listThat(tx, key, asked, rowsPerPage, (page - 1) * rowsPerPage),
    ]);
    return { total, rows };
  });
}

/** The partners with a gap, a page of them with their number. For staff only: throws NotFound. */
export function listMorningGaps(viewer: Viewer, key: GapKey, scope: MorningScope, page: number, now: Date) {
  return inMorning(viewer, scope, now, async (tx, _, asked) => {
    const [{ partners }, rows] = await Promise.all([
      countGap(tx, key, asked),
      listGap(tx, key, asked, rowsPerPage, (page - 1) * rowsPerPage),
    ]);
    return { partners, rows };
  });
}

/** All partners to call, up to 200. For staff only: throws NotFound. */
export function listMorningCalls(viewer: Viewer, scope: MorningScope, now: Date) {
  return inMorning(viewer, scope, now, async (_, staff, asked) => {
    const question = { book: asked.book };
    return kept(staff, { name: "calls", question, now }, async (own) => {
      const calls: Call[] = await callsOf(own, staff, await readProgram(own), asked);
      return { calls: calls.slice(0, mostCalls), callCount: calls.length };
    });
  });
}

function inMorning<T>(
  viewer: Viewer,
  { own }: MorningScope,
  now: Date,
  work: (tx: Tx, staff: StaffViewer, asked: Asked) => Promise<T>,
) {
  const staff = requireStaff(viewer);
  return withViewer(staff, async (tx) => {
    const program = await getProgram(viewer, now);
    const { since, lastVisitOn } = await lastVisit(tx, staff, program.today);
    const asked = { book: own ? staff.personId : null, today: program.today, since };
    return { ...(await work(tx, staff, asked)), program, since, lastVisitOn };
  });
}

function requireStaff(viewer: Viewer): StaffViewer {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  return viewer;
}
