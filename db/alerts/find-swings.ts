import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Asked } from "./find";

/**
 * Partners whose sourced revenue of the last whole month does not fit their own year: `watches` of the rule says how. Read
 * from the monthly sums; a partner whose sums are being made again is asked next time.
 */
export function revenueSwings({ today, currency, chosen }: Asked): SQL {
  const month = (back: SQL) => sql`(date_trunc('month', ${today}::date) - make_interval(months => 1 + ${back}))::date`;
  const steady = sql`${chosen.steady}::int`;
  return sql`
    with sums as materialized (select m.partner_id, m.month, sum(m.value)::float8 / 10000 as v from metric_month m
        where m.component = 'won_amount' and m.dim = '' and m.month >= ${month(sql`24`)} and m.month <= ${month(sql`0`)} group by 1, 2),
      sellers as (select partner_id from sums except select partner_id from metric_dirty),
      pairs as (select s.partner_id, k, coalesce(a.v, 0) as v, coalesce(b.v, 0) as before,
          ln((greatest(coalesce(a.v, 0), 0) + ${steady}) / (greatest(coalesce(b.v, 0), 0) + ${steady})) as ratio
        from sellers s cross join generate_series(0, 12) k left join sums a on a.partner_id = s.partner_id and a.month = ${month(sql`k`)}
          left join sums b on b.partner_id = s.partner_id and b.month = ${month(sql`k + 12`)}),
      middles as (select partner_id, percentile_cont(0.5) within group (order by ratio) as middle from pairs where k > 0 group by 1 having count(*) filter (where before > 0) >= 6),
      spreads as (select p.partner_id, greatest(percentile_cont(0.5) within group (order by abs(p.ratio - m.middle)), 0.15) as spread from pairs p join middles m using (partner_id) where p.k > 0 group by 1),
      last as (select x.partner_id, x.v, x.before, greatest((greatest(x.before, 0) + ${steady}) * exp(m.middle) - ${steady}, 0) as expected, abs(x.ratio - m.middle) / s.spread as times
        from pairs x join middles m using (partner_id) join spreads s using (partner_id) where x.k = 0)
    select p.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('month', to_char(${month(sql`0`)}, 'YYYY-MM'), 'value', round(l.v), 'expected', round(l.expected), 'before', round(l.before),
      'times', round(l.times::numeric, 1), 'currency', ${currency}::text,
      'rows', jsonb_build_array(jsonb_build_object('kind', 'metric', 'id', format('sourced_revenue?partner=%s&from=%s&to=%s', p.id, ${month(sql`0`)}, date_trunc('month', ${today}::date)::date), 'name', 'Sourced revenue', 'says', 'The month'))) as figures
    from last l join partners p on p.id = l.partner_id
    where l.times > ${chosen.times}::int and abs(l.v - l.expected) >= ${chosen.least}::int and p.merged_into_id is null and p.status <> 'suspended'`;
}
