import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keptLater } from "@/db/metrics/answers";
import type { Viewer } from "@/lib/access/viewer";
import type { DealFilter } from "@/lib/deals/filter";
import type { Reached } from "@/lib/deals/funnel";
import { allRows } from "./rows";
import { counting, questionOf } from "./sums";

/** Of the whole filter when `exact`; else of so many of its deals, until all are read. */
export type DealFunnel = { stages: Reached[]; exact: boolean; sample: number };

const mostMeanwhile = 1_500;

/**
 * How far the deals of a filter got, from their history: by stage the deals that got no further (a lost one: than it had
 * come), and the days that deals stood in it before they left. Kept since the last change; counted behind the page at first.
 */
export function readDealFunnel(viewer: Viewer, filter: DealFilter, today: string): Promise<DealFunnel> {
  const asked = { name: "deal funnel", question: questionOf(viewer, filter), now: new Date(`${today}T12:00:00Z`) };
  return keptLater<DealFunnel>(
    viewer,
    asked,
    (tx) => readReached(tx, allRows(viewer, filter, today), null),
    (tx) => readReached(tx, allRows(viewer, filter, today, sql`limit ${mostMeanwhile + 1}`), mostMeanwhile),
  );
}

async function readReached(tx: Tx, rows: SQL, most: number | null): Promise<DealFunnel> {
  const read = await counting<Reached & { found: number }>(
    tx,
    most,
    sql`
    with found as materialized (${rows}),
      stays as materialized (select v.deal_id, v.stage, s.position, s.outcome, v.from_on, v.to_on from found
        join deal_versions v on v.deal_id = found.id and v.superseded_at is null join stages s on s.key = v.stage),
      furthest as (select position, count(*)::int as deals from (
          select deal_id, max(position) filter (where outcome <> 'lost') as position from stays group by 1) f where position is not null group by 1),
      stood as (select stage, count(*)::int as deals, sum(days)::float8 as days from (
          select deal_id, stage, sum(to_on - from_on) as days from stays where outcome = 'open' and from_on > '-infinity'
          group by 1, 2 having bool_and(to_on is not null)) d group by 1)
    select s.key, s.name, s.outcome, coalesce(f.deals, 0) as furthest, coalesce(stood.deals, 0) as "left", coalesce(stood.days, 0) as days,
      (select count(*)::int from found) as found
    from stages s left join furthest f on f.position = s.position left join stood on stood.stage = s.key
    where s.outcome <> 'lost' order by s.position limit 100`,
  );
  const sample = read[0]?.found ?? 0;
  const stages = read.map(({ found: _found, ...stage }) => stage);
  return { stages, exact: most === null || sample <= most, sample };
}
