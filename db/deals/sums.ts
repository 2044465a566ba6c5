import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keptLater } from "@/db/metrics/answers";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type Grouping, groupingsFor } from "@/lib/deals/address";
import type { DealFilter } from "@/lib/deals/filter";
import { Forbidden } from "@/lib/errors";
import { allRows } from "./rows";

/** `key` is the value of the filter that leads to the group's rows; null where the deals have none. */
export type DealGroup = {
  key: string | null;
  label: string | null;
  count: number;
  open: number;
  reportedE4: bigint;
  missing: number;
};
/** Of the whole filter when `exact`; else of so many of its deals, until all are counted. `more` groups are left out. */
export type DealGroups = { groups: DealGroup[]; exact: boolean; sample: number; more: number };
type Written = Omit<DealGroups, "groups"> & { groups: (Omit<DealGroup, "reportedE4"> & { reported: string })[] };

/** What sums of a filter depend on: not on the order or the page, and on who asks only where the filter says so. */
export function questionOf(viewer: Viewer, filter: DealFilter) {
  const { sort: _, dir: __, after: ___, before: ____, ...question } = filter;
  return { ...question, me: filter.owner.includes("me") ? viewer.personId : null };
}

/** While all are counted, so many deals are summed up for whoever waits. */
const mostMeanwhile = 4_000;
const mostGroups = 100;

/**
 * The deals of a filter by one of their qualities, with counts and sums in the reporting currency: exact, as kept since the
 * last change. What nobody asked before is counted behind the page, which shows the sums of 4,000 deals meanwhile. Tier and region are those
 * of the sourcing partner on the deal's day; a product family's sum is its lines' share of the deals. Throws Forbidden.
 */
export async function readDealGroups(
  viewer: Viewer,
  filter: DealFilter,
  by: Grouping,
  today: string,
): Promise<DealGroups> {
  if (!groupingsFor(viewer.kind).includes(by)) throw new Forbidden("Deals are not put together by this");
  const asked = { name: `deals by ${by}`, question: questionOf(viewer, filter), now: new Date(`${today}T12:00:00Z`) };
  const written = await keptLater<Written>(
    viewer,
    asked,
    (tx) => readGroups(tx, viewer, filter, by, today, null),
    (tx) => readGroups(tx, viewer, filter, by, today, mostMeanwhile),
  );
  return {
    ...written,
    groups: written.groups.map(({ reported, ...group }) => ({ ...group, reportedE4: BigInt(reported) })),
  };
}

async function readGroups(
  tx: Tx,
  viewer: Viewer,
  filter: DealFilter,
  by: Grouping,
  today: string,
  most: number | null,
): Promise<Written> {
  const { key, label, from, value } = parts(viewer, filter, today)[by];
  const limit = most === null ? sql`` : sql`limit ${most + 1}`;
  const rows = await counting<Written["groups"][number] & { found: number; all: number }>(
    tx,
    most,
    sql`
    with found as materialized (${allRows(viewer, filter, today, limit)}),
      grouped as (select ${key} as key, count(distinct found.id)::int as count, count(distinct found.id) filter (where found.outcome = 'open')::int as open,
          coalesce(sum(${value}), 0) as reported, count(distinct found.id) filter (where found.reported_e4 is null)::int as missing
        from found ${from} group by 1)
    select key, ${label} as label, count, open, round(reported)::text as reported, missing,
      (select count(*)::int from found) as found, count(*) over ()::int as all
    from grouped order by ${by === "month" ? sql`key desc nulls last` : sql`grouped.reported desc, key`} limit ${mostGroups}`,
  );
  const [first] = rows;
  const sample = first?.found ?? 0;
  const exact = most === null || sample <= most;
  const groups = rows.map(({ found: _found, all: _all, ...group }) => group);
  return { groups, exact, sample, more: Math.max(0, (first?.all ?? 0) - groups.length) };
}

/**
 * Runs a count over all rows of a filter with a plan for its values, or over so many of them: then each row's neighbours
 * are looked up, since to read whole tables would take as long as to count all.
 */
export async function counting<Row extends Record<string, unknown>>(tx: Tx, most: number | null, query: SQL) {
  const joins = (state: "on" | "off") =>
    sql`set_config('enable_hashjoin', ${state}, true), set_config('enable_mergejoin', ${state}, true), set_config('enable_seqscan', ${state}, true)`;
  const plan = sql`set_config('plan_cache_mode', 'force_custom_plan', true)`;
  if (most === null) {
    await tx.execute(sql`select ${plan}`);
    return tx.execute<Row>(query);
  }
  const [, rows] = await Promise.all([
    tx.execute(sql`select ${plan}, ${joins("off")}`),
    tx.execute<Row>(query),
    tx.execute(sql`select ${joins("on")}`),
  ]);
  return rows;
}

type Parts = { key: SQL; label: SQL; from: SQL; value: SQL };

/** How each grouping reads its key from a found deal. */
function parts(viewer: Viewer, { by, from: since, to }: DealFilter, today: string): Record<Grouping, Parts> {
  const value = sql`found.reported_e4`;
  const day = { closed: sql`found.closed_on`, opened: sql`found.opened_on`, expected: sql`found.expected_close_on` }[
    by
  ];
  const then = by === "opened" && (since || to) ? sql`found.opened_on` : sql`found.closed_on`;
  const source = sql`left join deal_partners p on p.deal_id = found.id and p.role = 'sourcing'`;
  const version = sql`${source} left join lateral (select v.tier, v.region from partner_versions v where v.partner_id = p.partner_id
      and v.valid_from <= coalesce(${then}, ${today}::date) and (v.valid_to is null or v.valid_to > coalesce(${then}, ${today}::date)) limit 1) v on true`;
  return {
    stage: {
      key: sql`found.stage`,
      label: sql`(select s.name from stages s where s.key = grouped.key)`,
      from: sql``,
      value,
    },
    month: { key: sql`to_char(${day}, 'YYYY-MM')`, label: sql`key`, from: sql``, value },
    family: {
      key: sql`pr.family`,
      label: sql`key`,
      from: sql`left join lateral (select l.product_id, l.amount_e4, l.deal_id from deal_lines l where l.deal_id = found.id) l on true
        left join products pr on pr.id = l.product_id left join deals d on d.id = l.deal_id`,
      value: sql`case when l.deal_id is null then found.reported_e4 else found.reported_e4 * l.amount_e4::numeric / nullif(d.amount_e4, 0) end`,
    },
    partner: {
      key: sql`p.partner_id`,
      label: sql`(select ${partners.name} from ${partners} where ${partners.id} = grouped.key and ${scope(viewer, partners)})`,
      from: source,
      value,
    },
    tier: {
      key: sql`v.tier`,
      label: sql`coalesce((select t.name from tiers t where t.key = grouped.key), key)`,
      from: version,
      value,
    },
    region: { key: sql`v.region`, label: sql`key`, from: version, value },
  };
}
