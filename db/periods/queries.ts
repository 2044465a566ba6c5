import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { answerIn, reachOf, readProgram, shownOf } from "@/db/metrics/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { type MetricKey, metricKeys } from "@/lib/metrics/registry";
import type { Days } from "@/lib/periods/closable";
import { type MovedRow, movedRows } from "./moved";
import { closedFigures, closedPeriods, periodRevisions } from "./schema";

export type Revision = {
  revision: number;
  status: "proposed" | "accepted" | "refused";
  why: string;
  proposedBy: string | null;
  proposedById: string | null;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
};
export type ClosedPeriod = Days & { id: string; revisions: Revision[] };
type Moment = { value: string | null; numerator: string };

/** The closed periods with their restatements, newest first. For staff: throws NotFound for others. */
export async function listPeriods(viewer: Viewer): Promise<ClosedPeriod[]> {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  return withViewer(viewer, async (tx) => [
    ...(await tx.execute<ClosedPeriod>(sql`${periods} order by p.to_on desc, p.from_on limit 200`)),
  ]);
}

const periods = sql`
  select p.id, p.from_on::text as "from", p.to_on::text as "to", (select json_agg(json_build_object('revision', r.revision, 'status', r.status, 'why', r.why,
      'proposedBy', a.name, 'proposedById', r.proposed_by_id, 'proposedAt', r.proposed_at, 'decidedBy', b.name, 'decidedAt', r.decided_at) order by r.revision desc, r.proposed_at desc)
    from period_revisions r left join people a on a.id = r.proposed_by_id left join people b on b.id = r.decided_by_id where r.period_id = p.id) as revisions
  from closed_periods p`;

/** A closed period: each metric of the program as it was frozen and as it is now. Throws NotFound. */
export async function readPeriod(viewer: Viewer, id: string, now: Date) {
  if (viewer.kind !== "staff" || !isId(id)) throw new NotFound("This period");
  return withViewer(viewer, async (tx) => {
    const [period] = await tx.execute<ClosedPeriod>(sql`${periods} where p.id = ${id}::uuid`);
    if (!period) throw new NotFound("This period");
    const revision = period.revisions.find(({ status }) => status === "accepted")?.revision ?? 1;
    const question = { id, revision };
    const figures = await kept(viewer, { name: "period", question, visits: true, now }, async (own) => {
      const program = await readProgram(own);
      const frozen = await own.execute<{ metric: MetricKey; version: number } & Moment>(sql`
        select metric, version, value, numerator from closed_figures where period_id = ${id}::uuid and revision = ${revision} and partner_id is null`);
      const found = [...frozen].filter(({ metric }) => metricKeys.includes(metric));
      return Promise.all(
        found.map(async (row) => {
          const { total } = await answerIn(
            own,
            program,
            { metric: row.metric, span: period },
            reachOf(viewer, program),
          );
          return { ...row, now: total.value, nowNumerator: total.numerator };
        }),
      );
    });
    return { period, revision, figures: metricKeys.flatMap((key) => figures.filter(({ metric }) => metric === key)) };
  });
}

/** The rows by which a metric of a closed period moved, and whose. For staff: throws NotFound for others. */
export async function readMovedRows(viewer: Viewer, id: string, metric: MetricKey): Promise<MovedRow[]> {
  if (viewer.kind !== "staff" || !isId(id)) throw new NotFound("This period");
  return withViewer(viewer, async (tx) => {
    const program = await readProgram(tx);
    const [frozen] = await tx.execute<Days & { revision: number; at: string }>(sql`
      select p.from_on::text as "from", p.to_on::text as "to", r.revision, r.decided_at::text as at from closed_periods p
        join period_revisions r on r.period_id = p.id and r.status = 'accepted' where p.id = ${id}::uuid order by r.revision desc limit 1`);
    if (!frozen) throw new NotFound("This period");
    const { from, to, revision, at } = frozen;
    return movedRows(tx, viewer, program, { periodId: id, revision, at, span: { from, to } }, metric, null);
  });
}

/** What a figure was closed as, when its period is one that is closed, and the rows by which it differs now. */
export type ClosedFigure = {
  id: string;
  closedAt: string;
  revision: number;
  version: number;
  value: string | null;
  first: string | null;
  now: string | null;
  moved: MovedRow[];
};

/** The frozen figure of a metric for exactly these days, of the program or of one partner; null when they are not closed. */
export function findClosedFigure(
  viewer: Viewer,
  asked: { metric: MetricKey; span: Days; partnerId: string | null },
  now = new Date(),
): Promise<ClosedFigure | null> {
  const partnerId = viewer.kind === "partner" ? viewer.partnerId : asked.partnerId;
  const whose = partnerId
    ? sql`closed_figures.partner_id = ${partnerId}::uuid`
    : sql`closed_figures.partner_id is null`;
  const of = (
    order: ReturnType<typeof sql>,
  ) => sql`(select json_build_object('value', closed_figures.value, 'version', closed_figures.version)
    from closed_figures where closed_figures.period_id = closed_periods.id and closed_figures.revision = ${order} and closed_figures.metric = ${asked.metric} and ${whose} and ${scope(viewer, closedFigures)})`;
  return withViewer(viewer, async (tx) => {
    const [row] = await tx.execute<{
      id: string;
      revision: number;
      at: string;
      last: { value: string | null; version: number } | null;
      first: { value: string | null } | null;
    }>(sql`
      select closed_periods.id, period_revisions.revision, period_revisions.decided_at::text as at, ${of(sql`period_revisions.revision`)} as last, ${of(sql`1`)} as first
      from closed_periods join period_revisions on period_revisions.period_id = closed_periods.id and period_revisions.status = 'accepted' and ${scope(viewer, periodRevisions)}
      where closed_periods.from_on = ${asked.span.from} and closed_periods.to_on = ${asked.span.to} and ${scope(viewer, closedPeriods)} order by period_revisions.revision desc limit 1`);
    if (!row) return null;
    const question = { ...asked, partnerId, revision: row.revision };
    const about = { name: "closed", question, aboutId: partnerId, visits: asked.metric === "portal_adoption", now };
    const since = await kept(viewer, about, async (own) => {
      const program = await readProgram(own);
      const reach = reachOf(viewer, program, partnerId);
      const { total } = await answerIn(own, program, { metric: asked.metric, span: asked.span }, reach);
      const nothing = total.denominator === null && total.value !== null ? "0" : null;
      const value = row.last ? row.last.value : nothing;
      const frozen = { periodId: row.id, revision: row.revision, at: row.at, span: asked.span };
      const moved = isSame(value, total.value)
        ? []
        : await movedRows(own, viewer, program, frozen, asked.metric, partnerId);
      return { value, now: total.value, moved };
    });
    const { id, at: closedAt, revision, last, first } = row;
    return { id, closedAt, revision, version: last?.version ?? 1, first: first?.value ?? null, ...since };
  });
}

const isSame = (a: string | null, b: string | null) => a === b || (a !== null && b !== null && Number(a) === Number(b));

/** The zone and currency that a period's page writes in. */
export const readShown = (viewer: Viewer) => withViewer(viewer, async (tx) => shownOf(await readProgram(tx)));
