-- Who sources each deal: as many as the partner's share says, dealt out in a shuffled order; the rest has no sourcing partner.
create unlogged table bulk.slot as
select (row_number() over (order by hashint8extended(k, 11), k))::int as n, pn from (
  select row_number() over (order by pn, i) as k, pn from (
    select p.n as pn, i from bulk.partner p, generate_series(1, p.quota) i
    union all select null, i from generate_series(1, (select deals from bulk.size) - (select sum(quota)::int from bulk.partner)) i) q) s;

create unlogged table bulk.account as
select a.n, bulk.uid('account', a.n) as id, a.pn, l.n as place_n, l.currency, l.price, l.cents,
  bulk.pick(array['Adler', 'Bergmann', 'Castle', 'Delta', 'Evergreen', 'Fjord', 'Gallo', 'Harbour', 'Ibis', 'Juniper', 'Kestrel', 'Lindqvist', 'Mistral', 'Nakamura',
    'Orchard', 'Pinnacle', 'Quartz', 'Redwood', 'Summit', 'Tanager'], a.n, 40) || ' '
    || bulk.pick(array['Works', 'Stores', 'Bank', 'Clinics', 'City Council', 'Energy', 'Logistics', 'Media', 'University', 'Software'], a.n, 41) || ' ' || a.n as name
from (
  select p.accounts_before + i as n, p.n as pn, case when bulk.chance(p.accounts_before + i, 42) < 0.9 then p.place_n end as near
  from bulk.partner p, generate_series(1, p.account_count) i
  union all select t.n + i, null, null from (select coalesce(sum(account_count), 0)::int as n from bulk.partner) t, bulk.size s, generate_series(1, 1 + s.deals / 50) i
) a join bulk.place l on l.n = coalesce(a.near, 1 + floor(bulk.chance(a.n, 43) * 14)::int);
alter table bulk.account add primary key (n);
analyze bulk.account;

insert into accounts (id, name, domain, industry, country, region, city, employees, annual_revenue, created_at)
select a.id, a.name, 'customer-' || a.n || '.example',
  bulk.pick(array['Manufacturing', 'Retail', 'Financial services', 'Healthcare', 'Public sector', 'Energy', 'Logistics', 'Media', 'Education', 'Technology'], a.n, 44),
  l.country, l.region, l.city, 20 + floor(bulk.chance(a.n, 45) ^ 3 * 20000)::int, 1000000 * (1 + floor(bulk.chance(a.n, 46) ^ 3 * 900)), s.ahead - 10
from bulk.account a join bulk.place l on l.n = a.place_n cross join bulk.size s order by a.n;

-- The course of each deal: its stages in order, the day of each step, and how many of them have happened by today.
create unlogged table bulk.deal as
with drawn as (
  select t.n, t.pn, s.today, s.ahead + floor((s.today - s.ahead) * ((t.n - 1)::float8 / s.deals) ^ 0.75)::int as d0, 490 + floor(bulk.chance(t.n, 50) * 590)::int as minutes,
    bulk.chance(t.n, 51) as fate,
    case when t.pn is not null and bulk.chance(t.n, 52) < 0.9 then p.accounts_before + 1 + floor(bulk.chance(t.n, 53) * p.account_count)::int
         else 1 + floor(bulk.chance(t.n, 53) * m.accounts)::int end as account_n,
    case when bulk.chance(t.n, 54) < case when t.pn is null then 0.4 else 0.1 end then 1 + floor(s.partners * bulk.chance(t.n, 55) ^ 2)::int end as influence,
    floor(exp(7.6 + 4 * bulk.chance(t.n, 56)))::int as usd, floor(bulk.chance(t.n, 57) * 100)::int as hundredths,
    3 + floor(bulk.chance(t.n, 58) * 45)::int as g2, 3 + floor(bulk.chance(t.n, 59) * 45)::int as g3,
    3 + floor(bulk.chance(t.n, 60) * 45)::int as g4, 3 + floor(bulk.chance(t.n, 61) * 45)::int as g5,
    bulk.chance(t.n, 62) < 0.01 as unknown_start, floor(bulk.chance(t.n, 63) * 5)::int as submitted_after, 1 + floor(bulk.chance(t.n, 64) * 9)::int as decided_after,
    bulk.chance(t.n, 65) as claim
  from bulk.slot t left join bulk.partner p on p.n = t.pn cross join bulk.size s cross join (select count(*)::int as accounts from bulk.account) m
), walked as (
  select d.*, case
      when fate < 0.20 then '{prospecting,qualified,won}' when fate < 0.40 then '{prospecting,proposal,negotiation,won}'
      when fate < 0.48 then '{prospecting,qualified,proposal,negotiation,won}' when fate < 0.50 then '{prospecting,proposal,qualified,proposal,won}'
      when fate < 0.66 then '{prospecting,lost}' when fate < 0.82 then '{prospecting,qualified,lost}' when fate < 0.90 then '{prospecting,qualified,proposal,lost}'
      when fate < 0.93 then '{prospecting}' when fate < 0.97 then '{prospecting,qualified}' else '{prospecting,qualified,proposal}' end::text[] as stages,
    array[0, g2, g2 + g3, g2 + g3 + g4, g2 + g3 + g4 + g5] as after
  from drawn d
)
select w.n, bulk.uid('deal', w.n) as id, w.pn, nullif(w.influence, w.pn) as influence, w.account_n, a.currency, w.d0, w.minutes, w.stages, w.after, w.unknown_start, w.hundredths,
  least(cardinality(w.stages), 1 + (d0 + after[2] < today)::int + (d0 + after[3] < today)::int + (d0 + after[4] < today)::int + (d0 + after[5] < today)::int) as k,
  (round(usd * a.price) * 10000 + case when a.cents then hundredths * 100 else 0 end)::bigint as amount_e4,
  (round(usd * 0.9 * a.price) * 10000)::bigint as first_e4,
  case when w.pn is not null and claim < 0.74 and d0 + submitted_after < today then d0 + submitted_after end as submitted_on,
  case when d0 + submitted_after + decided_after < today and claim < 0.72 then d0 + submitted_after + decided_after end as decided_on,
  case when claim < 0.64 then 'approved' else 'rejected' end as decision
from walked w join bulk.account a on a.n = w.account_n;
analyze bulk.deal;

insert into deals (id, name, account_id, account_name, partner_id, stage, outcome, accepted, amount_e4, currency, reported_e4, opened_on, registered_on, closed_on, expected_close_on, stage_since,
  owner_id, partner_person_id, close_reason, next_step, last_activity_on, created_at, updated_at)
select d.id, a.name || ': ' || bulk.pick(array['Northstar Core', 'Managed Kubernetes', 'Northstar Lake', 'Insight Seats', 'Sentinel', 'Zero Trust Access', 'Workspace',
    'Contact Center', 'Migration Days', 'Premium Support'], d.n, 66),
  a.id, a.name, p.id, d.stages[d.k], t.outcome, d.submitted_on is null or (d.decided_on is not null and d.decision = 'approved'), v.amount_e4, d.currency, round(v.amount_e4 * r.rate)::bigint,
  case when not d.unknown_start then d.d0 end, d.submitted_on, case when t.outcome <> 'open' then l.day end, l.day + (5 - d.k) * 26 + d.n % 20,
  case when d.k > 1 or not d.unknown_start then l.day + d.minutes * interval '1 minute' end,
  bulk.uid('staff', 5 + coalesce(d.pn, d.n) % greatest(2, s.partners / 250)), case when d.pn is not null then bulk.uid('person', d.pn * 3 + d.n % 2) end,
  case when t.outcome <> 'open' then bulk.pick(array['Price', 'Best fit for the requirements', 'No decision', 'Chose a competitor', 'Trusted partner'], d.n, 67) end,
  case when t.outcome = 'open' then bulk.pick(array['Send revised offer', 'Wait for procurement', 'Call the sponsor', 'Prepare proof of concept'], d.n, 68) end,
  l.day, d.d0 + d.minutes * interval '1 minute', l.day + d.minutes * interval '1 minute'
from bulk.deal d cross join lateral (select d.d0 + d.after[d.k] as day) l cross join lateral (select case when d.k = 1 then d.first_e4 else d.amount_e4 end as amount_e4) v
  join stages t on t.key = d.stages[d.k] join bulk.account a on a.n = d.account_n left join bulk.partner p on p.n = d.pn
  join bulk.rate r on r.currency = d.currency and r.on = l.day cross join bulk.size s
order by d.n;
