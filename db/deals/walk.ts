import { and, gte, lt, type SQL, sql } from "drizzle-orm";
import { deals, partnerDeals, sortKeys } from "@/db/deals/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type DealFilter, dealDefaults, dealSorts } from "@/lib/deals/filter";
import {
  companiesOf,
  dealConditions,
  type Manner,
  onePartner,
  ownConditions,
  partnersOnceSo,
  worth,
} from "./conditions";
import { isNamed, namedJoin, namedKey, orderOf, type Step, walkNames, walkStages } from "./orders";

/** Rows of an order that are looked at before the filter's own rows are gathered instead. */
const mostLookedAt = 2_500;
const keyTypes = { day: "date", number: "bigint", text: "text" };

/** What all that fit have ended as: open and closed deals have orders of their own. */
export type Among = "open" | "won" | "lost" | "closed" | "all";

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
  const { key, join } = keyOf(viewer, filter.sort);
  const order = orderOf(filter, step);
  const last = sql`order by ${order(sql`key`, sql`id`)} limit ${step.limit}`;
  const entry = and(entryOf(viewer, filter, among), beyond(filter, step, key, sql`${deals.id}`));
  // An offset keeps the order out of the plan: the rows are found first.
  const once = partnersOnceSo(filter);
  const gathered = once
    ? ofCompanies(viewer, filter, today, once, step)
    : sql`select id, key, role from (select ${deals.id} as id, ${key} as key, null::text as role from ${deals} ${join}
        where ${and(entry, asked("find"))} offset 0) gathered ${last}`;
  if (isApart(filter, among)) return gathered;
  if (isPlain(filter, among))
    return sql`select id, key, null::text as role from (${nextOf(viewer, filter, step, among, step.limit, asked("each"))}) plain`;
  const { near, enough } = nearOf(viewer, filter, step, among, asked("each"));
  return sql`with near as materialized (${near}), enough as (${enough})
    select id, key, role from (
      (select * from near where (select enough.is from enough)) union all
      (select * from (${gathered}) g where not (select enough.is from enough))) found ${last}`;
}

/** What an index of the order answers of the filter. */
const entryOf = (viewer: Viewer, filter: DealFilter, among: Among) =>
  and(
    scope(viewer, deals),
    among === "closed" || among === "won" || among === "lost" ? sql`${deals.outcome} <> 'open'` : undefined,
    among !== "closed" && among !== "all" ? sql`${deals.outcome} = ${sql.raw(`'${among}'`)}` : undefined,
    among === "open" && filter.sort === "closed" && !isById(filter, among)
      ? sql`${sortKeys(deals).closed} = '-infinity'`
      : undefined,
    boundsOf(filter, among),
    filter.sort === "amount" ? worth(deals, filter) : undefined,
  );

/** What all deals are sorted by, and what must stand beside them for it. */
function keyOf(viewer: Viewer, sort: DealFilter["sort"]) {
  if (sort === "stage") return { key: sql`stages.position`, join: sql`join stages on stages.key = ${deals.stage}` };
  if (isNamed(sort)) return { key: namedKey(sort), join: namedJoin(viewer, sort) };
  return { key: sortKeys(deals)[sort], join: sql`` };
}

/** The same of a partner's deals, read by themselves. */
function ownKeyOf(viewer: Viewer, sort: DealFilter["sort"]) {
  if (sort === "stage")
    return { key: sql`stages.position`, join: sql`join stages on stages.key = ${partnerDeals.stage}` };
  if (!isNamed(sort)) return { key: sortKeys(partnerDeals)[sort], join: sql`` };
  // Other companies have no names for partner people, and so no order.
  if (sort === "partner" && viewer.kind === "partner") return { key: sql`''::text`, join: sql`` };
  const join = sql`join ${deals} on ${deals.id} = ${partnerDeals.dealId} and ${scope(viewer, deals)} ${namedJoin(viewer, sort)}`;
  return { key: namedKey(sort), join };
}

/** The next rows of an order, whole, each with its key. */
function nextOf(viewer: Viewer, filter: DealFilter, step: Step, among: Among, limit: number, where?: SQL): SQL {
  const { sort } = filter;
  const entry = and(entryOf(viewer, filter, among), where);
  const up = (filter.dir === "asc") === step.forward;
  const walked = { up, edge: step.edge, limit, where: entry };
  if (sort === "stage") return walkStages(walked);
  if (isNamed(sort)) return walkNames(viewer, sort, walked);
  const key = sortKeys(deals)[sort];
  const id = sql`${deals.id}`;
  const [order, from] = isById(filter, among)
    ? [sql`${id} ${up ? sql`asc` : sql`desc`}`, step.edge && sql`${id} ${up ? sql`>` : sql`<`} ${step.edge.id}::uuid`]
    : [orderOf(filter, step)(key, id), beyond(filter, step, key, id)];
  return sql`select ${deals}.*, ${key} as key from ${deals} where ${and(entry, from ?? undefined)} order by ${order} limit ${limit}`;
}

/** The filter's rows among the next 2,500 of the order, and whether they are enough for the page. */
function nearOf(viewer: Viewer, filter: DealFilter, step: Step, among: Among, where: SQL) {
  const next = nextOf(viewer, filter, step, among, mostLookedAt);
  return {
    near: sql`select ${deals.id} as id, ${deals}.key, null::text as role from (${next}) ${deals}
      where ${where} order by ${orderOf(filter, step)(sql`${deals}.key`, sql`${deals.id}`)} limit ${step.limit}`,
    enough: sql`select (select count(*) from near) = ${step.limit} or (select count(*) from (${next}) passed) < ${mostLookedAt} as is`,
  };
}

/** The deals of some partners, a deal of several of them once. */
function ofCompanies(viewer: Viewer, filter: DealFilter, today: string, companies: SQL, step: Step): SQL {
  const order = orderOf(filter, step);
  const id = sql`${partnerDeals.dealId}`;
  const { key, join } = ownKeyOf(viewer, filter.sort);
  const where = and(ownConditions(viewer, filter, today, companies), beyond(filter, step, key, id));
  const own = viewer.kind === "partner" ? sql`${partnerDeals.role} as role` : sql`null::text as role`;
  const once = onePartner(viewer, filter) ? sql`` : sql`group by 1, 2`;
  return sql`select ${id} as id, ${key} as key, ${own} from ${partnerDeals} ${join} where ${where} ${once}
    order by ${order(sql`2`, sql`1`)} limit ${step.limit}`;
}

/**
 * Staff's search of all deals, read once for page and totals: the order is walked as `walk` does; where the text is rare
 * there, all that it finds (`own`) is counted and the page taken of it. Null where `walk` finds in another way.
 */
export function walkStaffSearch(viewer: Viewer, filter: DealFilter, today: string, step: Step, among: Among) {
  if (isApart(filter, among) || companiesOf(viewer, filter) || partnersOnceSo(filter)) return null;
  const { key, join } = keyOf(viewer, filter.sort);
  const order = orderOf(filter, step);
  const asked = (manner: Manner) => {
    const { found, looked } = dealConditions(viewer, filter, today, manner);
    return and(found, looked) as SQL;
  };
  const last = sql`order by ${order(sql`key`, sql`id`)} limit ${step.limit}`;
  const { near, enough } = nearOf(viewer, filter, step, among, asked("each"));
  return sql`near as materialized (${near}), enough as materialized (${enough}),
    own as materialized (select ${deals.id} as id, ${key} as key, ${deals.outcome} as outcome, ${deals.reportedE4} as reported_e4, true as whole
      from ${deals} ${join} where not (select enough.is from enough) and ${asked("find")}),
    found as materialized ((select id, key, null::text as role from near where (select enough.is from enough)) union all
      (select id, key, null::text as role from own where ${beyond(filter, step, sql`key`, sql`id`) ?? sql`true`} ${last}))`;
}

/** A partner's search in two steps of one statement: all that it finds (`own`), and of it the page. Its deals are read once for page and totals. */
export function walkSearch(viewer: Viewer, filter: DealFilter, today: string, companies: SQL, step: Step) {
  const order = orderOf(filter, step);
  const { key, join } = ownKeyOf(viewer, filter.sort);
  const own = sql`select ${partnerDeals.dealId} as id, ${key} as key, ${partnerDeals.role} as role, ${partnerDeals.outcome} as outcome,
    ${partnerDeals.reportedE4} as reported_e4, true as whole from ${partnerDeals} ${join} where ${ownConditions(viewer, filter, today, companies)}`;
  const page = sql`select id, key, role from own where ${beyond(filter, step, sql`key`, sql`id`) ?? sql`true`}
    order by ${order(sql`key`, sql`id`)} limit ${step.limit}`;
  return sql`own as materialized (${own}), found as materialized (${page})`;
}

function beyond(filter: DealFilter, { edge, forward }: Step, key: SQL, id: SQL): SQL | undefined {
  if (!edge) return undefined;
  const sign = sql.raw((filter.dir === "asc") === forward ? ">" : "<");
  const type = sql.raw(keyTypes[dealSorts[filter.sort]]);
  return sql`(${key}, ${id}) ${sign} (${edge.key}::${type}, ${edge.id}::uuid)`;
}

/** Where in the orders by day a period lies. */
function boundsOf({ by, from, to, sort }: DealFilter, among: Among): SQL | undefined {
  const { closes, [by]: own } = sortKeys(deals);
  const day = by === sort || by === "opened" ? own : closesBy(by, among) ? closes : undefined;
  return and(day && from ? gte(day, sql`${from}::date`) : undefined, day && to ? lt(day, sql`${to}::date`) : undefined);
}

/** Whether the day is the one of the order by closing: the expected one for open deals, else the one a deal was closed on. */
const closesBy = (by: DealFilter["by"], among: Among) => by === "closed" || (by === "expected" && among === "open");

/** Whether the order is by what all deals of a stage have in common, and so by their ids, of which a stage has an index. */
const isById = ({ sort, stage }: DealFilter, among: Among) =>
  stage.length === 1 &&
  ((sort === "outcome" && among !== "all" && among !== "closed") || (sort === "closed" && among === "open"));

/** Whether a period lies at another place of the order than its rows: deals closed in a quarter, by the day they were opened. */
function isApart({ sort, by, from, to }: DealFilter, among: Among): boolean {
  if (!from && !to) return false;
  if (sort === "closes") return !closesBy(by, among);
  return (sort === "opened" || sort === "closed" || sort === "expected") && by !== sort;
}

/**
 * Whether nothing is asked but an order, or what has an index of its own with statistics that can be trusted: whose deals
 * they are, and the stage where the order is by names, by stages or by ids.
 */
function isPlain(filter: DealFilter, among: Among): boolean {
  if (filter.owner.length + filter.account.length > 0) return true;
  const inStage =
    isNamed(filter.sort) || (filter.stage.length === 1 && filter.sort === "stage") || isById(filter, among);
  const place = { sort: "", dir: "", after: "", before: "", by: "", ...(inStage ? { stage: [], outcome: [] } : {}) };
  return JSON.stringify({ ...filter, ...place }) === JSON.stringify({ ...dealDefaults, ...place });
}
