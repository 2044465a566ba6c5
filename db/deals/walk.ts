import { and, gte, lt, type SQL, sql } from "drizzle-orm";
import { deals, partnerDeals, sortKeys } from "@/db/deals/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type DealFilter, dealDefaults, dealSorts, type Edge } from "@/lib/deals/filter";
import {
  companiesOf,
  dealConditions,
  type Manner,
  onePartner,
  ownConditions,
  partnersOnceSo,
  worth,
} from "./conditions";

/** Rows of an order that are looked at before the filter's own rows are gathered instead. */
const mostLookedAt = 2_500;
const keyTypes = { day: "date", number: "bigint", text: "text" };

/** Open and closed deals have orders of their own. */
export type Among = "open" | "closed" | "all";
export type Step = { edge: Edge | null; forward: boolean; limit: number };

/**
 * The deals of one page as (id, key, role) in the filter's order, `limit` at most, from the edge onwards. `among` says
 * which deals alone can fit.
 *
 * A partner's own deals are few and are sorted. All deals are walked in the order of an index, for 2,500 rows: either that
 * fills the page, or what the filter asks for is rare there, and then all of it is found by the filter's indexes and sorted.
 */
export function walk(viewer: Viewer, filter: DealFilter, today: string, step: Step, among: Among): SQL {
  const companies = companiesOf(viewer, filter);
  if (companies) return ofCompanies(viewer, filter, today, companies, step);
  const asked = (manner: Manner) => {
    const { found, looked } = dealConditions(viewer, filter, today, manner);
    return and(found, looked) as SQL;
  };
  if (filter.sort === "stage") return byStage(filter, asked("each"), step);
  const key = sortKeys(deals)[filter.sort];
  const order = orderOf(filter, step);
  const last = sql`order by ${order(sql`key`, sql`id`)} limit ${step.limit}`;
  const entry = and(
    scope(viewer, deals),
    among === "open" ? sql`${deals.outcome} = 'open'` : undefined,
    among === "closed" ? sql`${deals.outcome} <> 'open'` : undefined,
    boundsOf(filter, among),
    filter.sort === "amount" ? worth(deals, filter) : undefined,
    beyond(filter, step, key, sql`${deals.id}`),
  );
  const page = (where?: SQL) =>
    sql`select ${deals.id} as id, ${key} as key, null::text as role from ${deals} where ${and(entry, where)}`;
  // An offset keeps the order out of the plan: the rows are found first.
  const once = partnersOnceSo(filter);
  const gathered = once
    ? ofCompanies(viewer, filter, today, once, step)
    : sql`select id, key, role from (${page(asked("find"))} offset 0) gathered ${last}`;
  if (isApart(filter, among)) return gathered;
  const walked = (limit: number) => sql`order by ${order(key, sql`${deals.id}`)} limit ${limit}`;
  if (isPlain(filter)) return sql`${page(asked("each"))} ${walked(step.limit)}`;
  const near = sql`from ${deals} where ${entry} ${walked(mostLookedAt)}`;
  return sql`with near as materialized (select ${deals.id} as id, ${deals}.key, null::text as role from (select ${deals}.*, ${key} as key ${near}) ${deals}
      where ${asked("each")} order by ${order(sql`${deals}.key`, sql`${deals.id}`)} limit ${step.limit}),
    enough as (select (select count(*) from near) = ${step.limit} or (select count(*) from (select 1 ${near}) passed) < ${mostLookedAt} as is)
    select id, key, role from (
      (select * from near where (select enough.is from enough)) union all
      (select * from (${gathered}) g where not (select enough.is from enough))) found ${last}`;
}

/** The deals of some partners, a deal of several of them once. */
function ofCompanies(viewer: Viewer, filter: DealFilter, today: string, companies: SQL, step: Step): SQL {
  const order = orderOf(filter, step);
  const id = sql`${partnerDeals.dealId}`;
  const key = filter.sort === "stage" ? sql`stages.position` : sortKeys(partnerDeals)[filter.sort];
  const stage = filter.sort === "stage" ? sql`join stages on stages.key = ${partnerDeals.stage}` : sql``;
  const where = and(ownConditions(viewer, filter, today, companies), beyond(filter, step, key, id));
  const own = viewer.kind === "partner" ? sql`${partnerDeals.role} as role` : sql`null::text as role`;
  const once = onePartner(viewer, filter) ? sql`` : sql`group by 1, 2`;
  return sql`select ${id} as id, ${key} as key, ${own} from ${partnerDeals} ${stage} where ${where} ${once}
    order by ${order(sql`2`, sql`1`)} limit ${step.limit}`;
}

/** A partner's search in two steps of one statement: all that it finds (`own`), and of it the page. Its deals are read once for page and totals. */
export function walkSearch(viewer: Viewer, filter: DealFilter, today: string, companies: SQL, step: Step) {
  const order = orderOf(filter, step);
  const key = filter.sort === "stage" ? sql`stages.position` : sortKeys(partnerDeals)[filter.sort];
  const stage = filter.sort === "stage" ? sql`join stages on stages.key = ${partnerDeals.stage}` : sql``;
  const own = sql`select ${partnerDeals.dealId} as id, ${key} as key, ${partnerDeals.role} as role, ${partnerDeals.outcome} as outcome,
    ${partnerDeals.reportedE4} as reported_e4, true as whole from ${partnerDeals} ${stage} where ${ownConditions(viewer, filter, today, companies)}`;
  const page = sql`select id, key, role from own where ${beyond(filter, step, sql`key`, sql`id`) ?? sql`true`}
    order by ${order(sql`key`, sql`id`)} limit ${step.limit}`;
  return sql`own as materialized (${own}), found as materialized (${page})`;
}

/** Stage by stage; in the edge's own stage from its deal onwards. */
function byStage(filter: DealFilter, where: SQL, step: Step): SQL {
  const order = orderOf(filter, step);
  const [id, { edge }] = [sql`${deals.id}`, step];
  const up = (filter.dir === "asc") === step.forward;
  const end = up ? "00000000-0000-0000-0000-000000000000" : "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const from = edge
    ? {
        stage: sql`s.position ${sql.raw(up ? ">=" : "<=")} ${edge.key}::bigint`,
        deal: sql`${id} ${sql.raw(up ? ">" : "<")} case when s.position = ${edge.key}::bigint then ${edge.id} else ${end} end::uuid`,
      }
    : { stage: sql`true`, deal: undefined };
  return sql`select f.id, s.position as key, null::text as role from stages s cross join lateral (select ${id} as id from ${deals}
      where ${and(sql`${deals.stage} = s.key`, where, from.deal)} order by ${id} ${directionOf(filter, step)} limit ${step.limit}) f
    where ${from.stage} order by ${order(sql`s.position`, sql`f.id`)} limit ${step.limit}`;
}

const directionOf = (filter: DealFilter, { forward }: Step) =>
  sql.raw((filter.dir === "asc") === forward ? "asc" : "desc");

function orderOf(filter: DealFilter, step: Step) {
  const direction = directionOf(filter, step);
  return (key: SQL, id: SQL) => sql`${key} ${direction}, ${id} ${direction}`;
}

function beyond(filter: DealFilter, { edge, forward }: Step, key: SQL, id: SQL): SQL | undefined {
  if (!edge) return undefined;
  const sign = sql.raw((filter.dir === "asc") === forward ? ">" : "<");
  const type = sql.raw(keyTypes[dealSorts[filter.sort]]);
  return sql`(${key}, ${id}) ${sign} (${edge.key}::${type}, ${edge.id}::uuid)`;
}

/** Where in the orders by day a period lies. */
function boundsOf({ by, from, to }: DealFilter, among: Among): SQL | undefined {
  const { opened, closes } = sortKeys(deals);
  const day = by === "opened" ? opened : closesBy(by, among) ? closes : undefined;
  return and(day && from ? gte(day, sql`${from}::date`) : undefined, day && to ? lt(day, sql`${to}::date`) : undefined);
}

/** Whether the day is the one of the order by closing: the expected one for open deals, else the one a deal was closed on. */
const closesBy = (by: DealFilter["by"], among: Among) => by === "closed" || (by === "expected" && among === "open");

/** Whether a period lies at another place of the order than its rows: deals closed in a quarter, by the day they were opened. */
function isApart({ sort, by, from, to }: DealFilter, among: Among): boolean {
  if (!from && !to) return false;
  return (sort === "opened" && by !== "opened") || (sort === "closes" && !closesBy(by, among));
}

/** Whether nothing is asked but an order, or what has an index of its own with statistics that can be trusted. */
function isPlain(filter: DealFilter): boolean {
  if (filter.owner.length + filter.account.length > 0) return true;
  const place = { sort: "", dir: "", after: "", before: "", by: "" };
  return JSON.stringify({ ...filter, ...place }) === JSON.stringify({ ...dealDefaults, ...place });
}
