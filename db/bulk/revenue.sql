truncate revenue_lines, subscriptions, channel_costs, targets, training_assignments, visits;

create unlogged table bulk.won as
select d.n, d.id, d.pn, p.id as partner_id, a.id as account_id, d.currency, d.amount_e4, d.d0 + d.after[d.k] as won_on
from bulk.deal d join bulk.partner p on p.n = d.pn join bulk.account a on a.n = d.account_n where d.stages[d.k] = 'won';
analyze bulk.won;

-- What was won renews every year; a fifth grows once, one in a hundred is paid back in part.
insert into revenue_lines (id, partner_id, account_id, deal_id, product_id, kind, amount_e4, currency, reported_e4, invoiced_on, reference)
select bulk.uid('revenue', w.n * 10 + l.i), w.partner_id, w.account_id, w.id, pr.ids[1 + (w.n % cardinality(pr.ids))::int], l.kind, l.amount_e4, w.currency,
  round(l.amount_e4 * r.rate)::bigint, l.day, 'INV-' || w.n || '-' || l.i
from bulk.won w cross join bulk.size s cross join (select array_agg(id order by sku) as ids from products) pr
  cross join lateral (
    select 0 as i, 'new' as kind, w.amount_e4, w.won_on as day
    union all select y, 'renewal', w.amount_e4 / 10000 * 9000, w.won_on + y * 365 from generate_series(1, 3) y where bulk.chance(w.n, 90) < 0.8
    union all select 5, case when w.n % 2 = 0 then 'upsell' else 'cross_sell' end, w.amount_e4 / 10000 * 3000, w.won_on + 120 where bulk.chance(w.n, 91) < 0.2
    union all select 6, 'refund', -(w.amount_e4 / 10000 * 1000), w.won_on + 40 where bulk.chance(w.n, 92) < 0.01
  ) l join bulk.rate r on r.currency = w.currency and r.on = l.day
where l.day < s.today order by w.n;

insert into subscriptions (id, partner_id, account_id, product_id, started_on, ended_on)
select bulk.uid('subscription', w.n), w.partner_id, w.account_id, pr.ids[1 + (w.n % cardinality(pr.ids))::int], w.won_on,
  case when bulk.chance(w.n, 90) >= 0.8 and w.won_on + 365 < s.today then w.won_on + 365 end
from bulk.won w cross join bulk.size s cross join (select array_agg(id order by sku) as ids from products) pr order by w.n;

insert into channel_costs (id, partner_id, kind, amount_e4, currency, reported_e4, spent_on, note)
select bulk.uid('cost', c.n * 50 + c.month), c.id, c.kind, c.amount_e4, c.currency, round(c.amount_e4 * r.rate)::bigint, c.spent_on, c.note
from (
  select p.n, p.id, m as month, case when m % 4 = 0 then 'mdf' else 'incentives' end as kind, (50 + floor(p.quota * bulk.chance(p.n * 50 + m, 93))::bigint) * 10000 as amount_e4,
    l.currency, (s.start + m * interval '1 month')::date + floor(bulk.chance(p.n * 50 + m, 94) * 27)::int as spent_on, case when m % 4 = 0 then 'Market development' else 'Rebates' end as note, s.today
  from bulk.size s cross join bulk.partner p join bulk.place l on l.n = p.place_n cross join generate_series(0, 36) m
  where p.n <= greatest(5, s.partners / 5) and bulk.chance(p.n * 50 + m, 95) < 0.6
  union all
  select -k, null, m, (array['operations', 'support', 'enablement'])[k], (20000 + k * 7000 + m * 300)::bigint * 10000, 'USD', (s.start + m * interval '1 month')::date + 3 + k, 'Program', s.today
  from bulk.size s cross join generate_series(1, 3) k cross join generate_series(0, 36) m
) c join bulk.rate r on r.currency = c.currency and r.on = c.spent_on
where c.spent_on < c.today order by c.spent_on;

insert into targets (id, metric, from_on, to_on, value, currency, partner_id, owner_id)
select bulk.uid('target', row_number() over (order by q.from_on, t.metric, t.n)), t.metric, q.from_on, (q.from_on + interval '3 months')::date, t.value, t.currency, t.partner_id, t.owner_id
from (select (date_trunc('quarter', s.start) + i * interval '3 months')::date as from_on, s.* from bulk.size s, generate_series(0, 13) i) q
  cross join lateral (
    select 0 as n, m.metric, m.value * q.deals as value, m.currency, null::uuid as partner_id, null::uuid as owner_id
    from (values ('sourced_revenue', 900, 'USD'), ('sourced_pipeline', 3000, 'USD'), ('influenced_revenue', 60, 'USD'), ('renewal_revenue', 400, 'USD'), ('registrations', 0.055, null)) m(metric, value, currency)
    union all select 0, 'win_rate', 0.5, null, null, null
    union all select p.n, 'sourced_revenue', p.quota * 900, 'USD', p.id, null from bulk.partner p where p.n <= greatest(5, q.partners / 10)
    union all select k, 'sourced_revenue', round(q.deals * 900.0 / greatest(2, q.partners / 250)), 'USD', null, bulk.uid('staff', 4 + k) from generate_series(1, greatest(2, q.partners / 250)) k
  ) t;

insert into training_assignments (id, partner_id, person_id, course, assigned_on, due_on, completed_on)
select bulk.uid('training', p.n * 12 + i), p.id, bulk.uid('person', p.n * 3 + i % 3),
  bulk.pick(array['Program onboarding', 'Selling Northstar Core', 'Migration method', 'Security fundamentals', 'Pricing and packaging', 'Compliance refresher'], p.n * 12 + i, 96),
  d.assigned, d.assigned + 45, case when d.done < s.today and bulk.chance(p.n * 12 + i, 97) < 0.75 then d.done end
from bulk.partner p cross join bulk.size s cross join generate_series(0, 11) i
  cross join lateral (select s.start + floor(bulk.chance(p.n * 12 + i, 98) * (s.today - s.start - 1))::int as assigned) a
  cross join lateral (select a.assigned, a.assigned + 3 + floor(bulk.chance(p.n * 12 + i, 99) * 70)::int as done) d
where bulk.chance(p.n * 12 + i, 100) < 0.8;

-- Those who sell more come more often.
insert into visits (person_id, partner_id, "on", pages)
select distinct on (v.person_id, v.day) v.person_id, v.partner_id, v.day, 1 + v.i % 20 from (
  select bulk.uid('person', p.n * 3 + k) as person_id, p.id as partner_id, i, s.start + floor(bulk.chance((p.n * 3 + k) * 1000 + i, 101) * (s.today - s.start))::int as day
  from bulk.partner p cross join bulk.size s cross join generate_series(0, 1) k cross join lateral generate_series(1, least(300, 15 + p.quota / 4 / (k + 1))) i
  where p.status_now <> 'suspended'
  union all
  select bulk.uid('staff', k), null, i, s.start + floor(bulk.chance(k * 1000 + i, 102) * (s.today - s.start))::int
  from bulk.size s cross join generate_series(1, 4 + greatest(2, s.partners / 250)) k cross join generate_series(1, 400) i
) v order by v.person_id, v.day, v.i;
