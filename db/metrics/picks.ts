import { type SQL, sql } from "drizzle-orm";
import type { Component } from "@/lib/metrics/components";

type Pick = NonNullable<Component["pick"]>;

/** The market of a won deal: its customer's country, else the partner's at that time. */
export const marketOf = {
  tables: sql`left join deals md on md.id = f.deal_id left join accounts ma on ma.id = md.account_id`,
  value: sql`coalesce(ma.country, v.country)`,
};

/** One number for each component, span and group of the rows, which is not their sum: exact, and counted anew for each group. */
export const picked = (pick: Pick, rows: SQL): SQL => picks[pick](rows);

const picks: Record<Pick, (rows: SQL) => SQL> = {
  // Of five partners with revenue one, of six two: a fifth, rounded up to whole partners.
  top_fifth: (
    rows,
  ) => sql`select component, span, key, max(label) as label, round(sum(value))::text as value, sum(facts) as facts, sum(missing) as missing
    from (select p.*, row_number() over (partition by span, key order by value desc, partner_id) as place, count(*) over (partition by span, key) as partners
      from (select component, span, key, max(label) as label, partner_id, sum(value) as value, sum(facts) as facts, sum(missing) as missing
        from (${rows}) r group by component, span, key, partner_id having sum(value) > 0) p) ranked
    where place <= ceil(partners * 0.2) group by component, span, key`,
  markets: (
    rows,
  ) => sql`select component, span, key, max(label) as label, count(distinct market)::text as value, sum(facts) as facts, 0 as missing
    from (${rows}) r group by component, span, key`,
  median: (rows) => percentile(rows, sql`0.5`),
  p90: (rows) => percentile(rows, sql`0.9`),
};

/** Between the two values on either side of the place, in exact numbers, as `percentile_cont` does in floating ones. */
const percentile = (rows: SQL, part: SQL) => sql`
  select component, span, key, label, round(a[floor(place)::int + 1] + (a[ceil(place)::int + 1] - a[floor(place)::int + 1]) * (place - floor(place)))::text as value, facts, 0 as missing
  from (select component, span, key, max(label) as label, array_agg(value order by value) as a, ${part} * (count(*) - 1) as place, count(*) as facts
    from (${rows}) r where value is not null group by component, span, key) g`;
