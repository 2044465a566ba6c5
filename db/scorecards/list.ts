import "server-only";
import { and, asc, eq, ilike, isNull, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { answerIn, reachOf, readProgram } from "@/db/metrics/queries";
import { containing } from "@/db/partners/conditions";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { MetricKey } from "@/lib/metrics/registry";
import type { Period } from "@/lib/period";
import { type Counted, quarterOf } from "@/lib/scorecards/figures";
import type { ScorecardFilter } from "@/lib/scorecards/filter";
import { type Status, statuses, statusKeys } from "@/lib/scorecards/status";
import type { TemplateKey } from "@/lib/scorecards/templates";
import { type Entry, linesOf, verdictOf } from "@/lib/scorecards/view";
import { keysOf } from "./page";
import { scorecardMetrics, scorecards, scorecardValues } from "./schema";

export const scorecardsPerPage = 50;
const most = 5_000;

export type ScorecardListRow = {
  partnerId: string;
  partner: string;
  template: TemplateKey;
  owner: string | null;
  nextReviewOn: string;
  status: Status;
  says: string;
};

/**
 * Partnerships with their status over the quarter, worst first, 50 a page, and how many stand where. The status is counted
 * from the same figures as each scorecard's own page. For staff the page is kept until a fact or a scorecard changes.
 */
export function listScorecards(viewer: Viewer, filter: ScorecardFilter, now: Date) {
  return withViewer(viewer, async (tx) => {
    const [program, state] = await Promise.all([getProgram(viewer, now), viewer.kind === "staff" ? stateOf(tx) : null]);
    const judged = state
      ? kept(viewer, { name: "scorecard list", question: { filter, state }, now }, (_own, at) =>
          judge(viewer, filter, at),
        )
      : judge(viewer, filter, now);
    return { program, ...(await judged) };
  });
}

/** What every scorecard says of its outcomes, as one number: another one as soon as one of them says something else. */
async function stateOf(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ state: string }>(sql`
    select concat_ws(' ', (select sum(hashtextextended(s::text, 0)) from scorecards s),
      (select sum(hashtextextended(m::text, 0)) from scorecard_metrics m where m.layer = 'outcome'),
      (select sum(hashtextextended(v::text, 0)) from scorecard_values v join scorecard_metrics m on m.id = v.metric_id and m.layer = 'outcome')) as state`);
  return row?.state ?? "";
}

async function judge(viewer: Viewer, filter: ScorecardFilter, now: Date) {
  const [program, rows, outcomes] = await Promise.all([
    getProgram(viewer, now),
    readRows(viewer),
    readOutcomes(viewer),
  ]);
  const { today, programName, reportingCurrency: currency } = program;
  const period = quarterOf("", today);
  const staff = viewer.kind === "staff";
  const ids = rows.map(({ partnerId }) => partnerId);
  const values = await countOutcomes(viewer, keysOf(outcomes, staff), ids, period);
  const byPartner = new Map<string, Entry[]>(rows.map(({ partnerId }) => [partnerId, []]));
  for (const outcome of outcomes) byPartner.get(outcome.partnerId)?.push(outcome);
  const judged = rows.map((row): ScorecardListRow => {
    const context = { staff, partnerId: row.partnerId, programName, currency, period, today };
    const entries = byPartner.get(row.partnerId) ?? [];
    return { ...row, ...verdictOf(linesOf(entries, countedOf(values, row.partnerId), context)) };
  });
  const counts = Object.fromEntries(
    statusKeys.map((key) => [key, judged.filter(({ status }) => status === key).length]),
  );
  const due = judged.filter(({ nextReviewOn }) => nextReviewOn <= today).length;
  const shown = judged.filter((row) => matches(row, filter, today)).sort(worstFirst);
  const start = (filter.page - 1) * scorecardsPerPage;
  const page = shown.slice(start, start + scorecardsPerPage);
  return { period, rows: page, count: shown.length, counts: counts as Record<Status, number>, due, all: rows.length };
}

const worstFirst = (a: ScorecardListRow, b: ScorecardListRow) =>
  statuses[a.status].rank - statuses[b.status].rank ||
  a.nextReviewOn.localeCompare(b.nextReviewOn) ||
  a.partner.localeCompare(b.partner);

function matches(row: ScorecardListRow, { q, status, template, due }: ScorecardFilter, today: string): boolean {
  return (
    row.partner.toLowerCase().includes(q.toLowerCase()) &&
    (status.length === 0 || status.includes(row.status)) &&
    (template.length === 0 || template.includes(row.template)) &&
    (due === "" || row.nextReviewOn <= today)
  );
}

function readRows(viewer: Viewer) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        partnerId: scorecards.partnerId,
        partner: partners.name,
        template: scorecards.template,
        owner: people.name,
        nextReviewOn: scorecards.nextReviewOn,
      })
      .from(scorecards)
      .innerJoin(partners, and(eq(partners.id, scorecards.partnerId), scope(viewer, partners)))
      .leftJoin(people, and(eq(people.id, scorecards.ownerId), scope(viewer, people)))
      .where(and(isNull(partners.mergedIntoId), scope(viewer, scorecards)))
      .orderBy(asc(scorecards.nextReviewOn))
      .limit(most),
  );
}

function readOutcomes(viewer: Viewer) {
  const m = scorecardMetrics;
  const latest = sql<
    Entry["values"]
  >`coalesce((select json_agg(json_build_object('on', v."on", 'value', v.value::text, 'source', v.source)) from (
    select * from ${scorecardValues} where scorecard_values.metric_id = scorecard_metrics.id and ${scope(viewer, scorecardValues)}
    order by scorecard_values."on" desc, scorecard_values.entered_at desc limit 1) v), '[]'::json)`;
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: m.id,
        partnerId: m.partnerId,
        layer: m.layer,
        metric: m.metric,
        name: m.name,
        unit: m.unit,
        better: m.better,
        ownerId: m.ownerId,
        owner: sql<null>`null`,
        baseline: m.baseline,
        baselineSays: m.baselineSays,
        target: m.target,
        cadence: m.cadence,
        shared: m.shared,
        values: latest,
      })
      .from(m)
      .where(and(eq(m.layer, "outcome"), isNull(m.removedAt), scope(viewer, m)))
      .limit(most * 4),
  );
}

type Values = Partial<Record<MetricKey, Record<string, string | null>>>;

/** Each metric of the outcomes over the period, of all these partners at once. */
function countOutcomes(viewer: Viewer, keys: MetricKey[], ids: string[], period: Period): Promise<Values> {
  const metrics = [...new Set(keys)].sort();
  return withViewer(viewer, async (tx) => {
    const program = await readProgram(tx);
    const reach = viewer.kind === "staff" ? { ...reachOf(viewer, program), partners: ids } : reachOf(viewer, program);
    const answers = await Promise.all(
      metrics.map((metric) => answerIn(tx, program, { metric, span: period, by: "partner" }, reach)),
    );
    return Object.fromEntries(
      metrics.map((key, i) => [
        key,
        Object.fromEntries((answers[i]?.groups ?? []).map(({ group, value }) => [group, value])),
      ]),
    ) as Values;
  });
}

function countedOf(values: Values, partnerId: string): Counted {
  const none = { amount: "0", won: "0", lost: "0", cycleDays: "0", timed: "0" };
  const figures = Object.fromEntries(
    Object.entries(values).map(([key, of]) => [
      key,
      { value: of[partnerId] ?? null, numerator: "0", denominator: null, before: null, missing: 0, trend: [] },
    ]),
  );
  return { figures, now: none, before: none, countedAt: "" };
}

export const candidatesShown = 20;

/** Partners without a scorecard whose name holds the text, for starting one. */
export function listWithoutScorecard(viewer: Viewer, q: string) {
  const none = sql`not exists (select 1 from ${scorecards} where ${scorecards.partnerId} = ${partners.id} and ${scope(viewer, scorecards)})`;
  return withViewer(viewer, (tx) =>
    tx
      .select({ id: partners.id, name: partners.name, country: partners.country })
      .from(partners)
      .where(
        and(
          scope(viewer, partners),
          isNull(partners.mergedIntoId),
          none,
          q ? ilike(partners.name, containing(q)) : undefined,
        ),
      )
      .orderBy(asc(sql`lower(${partners.name})`))
      .limit(candidatesShown),
  );
}
