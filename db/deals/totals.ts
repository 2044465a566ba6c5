import { and, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { deals, partnerDeals, sortKeys } from "@/db/deals/schema";
import { kept, keptLater } from "@/db/metrics/answers";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { DealFilter } from "@/lib/deals/filter";
import { companiesOf, dealConditions, onePartner, ownConditions, partnersOnceSo } from "./conditions";

/** Of the whole filter when `exact`; else there are at least so many, and the sums are of these alone. */
export type DealTotals = { count: number; open: number; reportedE4: bigint; missing: number; exact: boolean };

/** Up to so many deals are counted and summed up while somebody waits for the page. */
const mostCounted = 10_000;
/** So many of the newest deals are looked at: when fewer than one in a hundred fits, all that do can be found and counted. */
const mostLookedAt = 500;

/**
 * How many deals the filter asks for, and their amount in the reporting currency: exact, as kept since the last change. What
 * takes long to count for the first time is counted behind the page, which says meanwhile that there are at least so many;
 * so is what a search finds beyond 10,000 deals, since hardly two searches are the same.
 */
export async function readTotals(tx: Tx, viewer: Viewer, filter: DealFilter, today: string): Promise<DealTotals> {
  const quickly = async (own: Tx) => {
    const [, found] = await Promise.all([planned(own), counted(own, among(viewer, filter, today))]);
    return found;
  };
  if (filter.q || filter.company) return totalsOf(await quickly(tx));
  const { sort: _, dir: __, after: ___, before: ____, ...question } = filter;
  const asked = { name: "deals", question: { ...question, me: viewer.personId }, now: new Date(`${today}T12:00:00Z`) };
  const wholly = async (own: Tx) => {
    await planned(own);
    return counted(own, all(viewer, filter, today, sql``));
  };
  const slow = !companiesOf(viewer, filter) && dealConditions(viewer, filter, today, "find").looked !== undefined;
  return totalsOf(await (slow ? keptLater(viewer, asked, wholly, quickly) : kept(viewer, asked, wholly)));
}

/** A plan for these very values, since one for all values would walk the wrong index for most; and never through a whole table. */
export const planned = (tx: Tx) =>
  tx.execute(
    sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)`,
  );

export type Counted = { count: number; open: number; reported: string; missing: number; exact: boolean };

async function counted(tx: Tx, rows: SQL): Promise<Counted | undefined> {
  const [row] = await tx.execute<Counted>(countOf(sql`(${rows}) among`));
  return row;
}

/** One row that counts rows of (outcome, reported_e4, whole). */
export const countOf = (rows: SQL) => sql`
  select count(*)::int as count, count(*) filter (where outcome = 'open')::int as open, coalesce(sum(reported_e4), 0)::text as reported,
    count(*) filter (where reported_e4 is null)::int as missing, coalesce(bool_and(whole), true) as exact from ${rows}`;

/** What was counted, as the totals of a list; of nothing, zero. */
export function totalsOf(row?: Counted): DealTotals {
  const { count = 0, open = 0, missing = 0, exact = true } = row ?? {};
  return { count, open, reportedE4: BigInt(row?.reported ?? 0), missing, exact };
}

/** Rows of (outcome, reported_e4, whole); `whole` is false when there may be more. */
function among(viewer: Viewer, filter: DealFilter, today: string): SQL {
  if (companiesOf(viewer, filter)) return all(viewer, filter, today, sql``);
  const each = dealConditions(viewer, filter, today, "each");
  const newest = sql`select * from ${deals} where ${scope(viewer, deals)} order by ${sortKeys(deals).opened} desc, ${deals.id} desc limit ${mostLookedAt}`;
  return sql`with near as materialized (select ${deals.outcome}, ${deals.reportedE4}, false as whole, ${and(each.found, each.looked)} as fits from (${newest}) ${deals}),
    rare as (select count(*) < ${mostLookedAt} or count(*) filter (where fits) * 100 < ${mostLookedAt} as is from near),
    found as materialized (${all(viewer, filter, today, sql`limit case when (select rare.is from rare) then ${mostCounted} + 1 else 0 end`)})
    select outcome, reported_e4, whole from near where fits and not (select rare.is from rare)
    union all select outcome, reported_e4, (select count(*) from found) <= ${mostCounted} from found`;
}

/** The same of all that the filter asks for. */
function all(viewer: Viewer, filter: DealFilter, today: string, limit: SQL): SQL {
  const companies = companiesOf(viewer, filter) ?? partnersOnceSo(filter);
  if (companies)
    return sql`select outcome, reported_e4, true as whole from ${partnerDeals} where ${ownConditions(viewer, filter, today, companies)}
      ${onePartner(viewer, filter) ? sql`` : sql`group by deal_id, outcome, reported_e4`} ${limit}`;
  const { found, looked } = dealConditions(viewer, filter, today, "find");
  return sql`select ${deals.outcome}, ${deals.reportedE4}, true as whole from ${deals} where ${and(found, looked)} ${limit}`;
}
