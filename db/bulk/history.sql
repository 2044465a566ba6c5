truncate deal_versions, deal_partners, deal_lines, registrations;

-- What each deal was, step by step. A few won ones were taken for lost at first, and corrected six days later.
insert into deal_versions (id, deal_id, valid_from, valid_to, from_on, to_on, stage, amount_e4, currency, reported_e4, expected_close_on, recorded_at, recorded_by_id,
  superseded_at, superseded_by_id)
select bulk.uid('version', d.n * 10 + i + w.wrong * 5), d.id, case when v.unknown then '-infinity' else v.at end,
  case when i < d.k and w.wrong = 0 then d.d0 + d.after[i + 1] + d.minutes * interval '1 minute' end, case when v.unknown then '-infinity' else v.day end,
  case when i < d.k and w.wrong = 0 then d.d0 + d.after[i + 1] end, case when w.wrong = 1 then 'lost' else d.stages[i] end, v.amount_e4, d.currency,
  round(v.amount_e4 * r.rate)::bigint, v.day + (5 - i) * 26 + d.n % 20, case when w.of = 2 and w.wrong = 0 then v.at + interval '6 days' else v.at end, o.id,
  case when w.wrong = 1 then v.at + interval '6 days' end, case when w.wrong = 1 then o.id end
from bulk.deal d cross join bulk.size s cross join lateral generate_series(1, d.k) i
  cross join lateral (select d.d0 + d.after[i] as day, d.d0 + d.after[i] + d.minutes * interval '1 minute' as at, d.unknown_start and i = 1 as unknown,
    case when i = 1 then d.first_e4 else d.amount_e4 end as amount_e4) v
  cross join lateral (select 1 + (d.stages[i] = 'won' and d.hundredths < 2)::int as of) c
  cross join lateral (select g as wrong, c.of from generate_series(0, c.of - 1) g) w
  cross join lateral (select bulk.uid('staff', 5 + coalesce(d.pn, d.n) % greatest(2, s.partners / 250)) as id) o
  join bulk.rate r on r.currency = d.currency and r.on = v.day
order by d.n, i;

insert into deal_partners (deal_id, partner_id, role, added_on)
select d.id, p.id, x.role, d.d0 from bulk.deal d
  cross join lateral (values ('sourcing', d.pn), ('influencing', d.influence)) x(role, pn) join bulk.partner p on p.n = x.pn
order by d.n;

insert into partner_deals (deal_id, partner_id, role, outcome, stage, accepted, opened_on, closed_on, expected_close_on, reported_e4, name, account_name, industry)
select d.id, p.partner_id, p.role, d.outcome, d.stage, d.accepted, d.opened_on, d.closed_on, d.expected_close_on, d.reported_e4, left(d.name, 200), left(d.account_name, 200), left(a.industry, 100)
from deal_partners p join deals d on d.id = p.deal_id left join accounts a on a.id = d.account_id;

insert into deal_lines (id, deal_id, line_no, product_id, quantity, unit_price_e4, discount_e4, amount_e4)
select bulk.uid('line', d.n * 2 + i), d.id, i, pr.ids[1 + floor(bulk.chance(d.n * 2 + i, 70) ^ 2 * cardinality(pr.ids))::int], 1, l.amount_e4, 0, l.amount_e4
from bulk.deal d cross join (select array_agg(id order by sku) as ids from products) pr
  cross join lateral (select case when d.k = 1 then d.first_e4 else d.amount_e4 end as e4, 1 + (bulk.chance(d.n, 71) < 0.4)::int as lines) t
  cross join lateral generate_series(1, t.lines) i
  cross join lateral (select case when t.lines = 1 then t.e4 when i = 1 then t.e4 / 2 else t.e4 - t.e4 / 2 end as amount_e4) l
order by d.n, i;

insert into registrations (id, partner_id, deal_id, status, submitted_on, submitted_at, submitted_by_id, decided_on, decided_at, decided_by_id, reason, protected_until)
select bulk.uid('registration', d.n), p.id, d.id, case when d.decided_on is null then 'submitted' else d.decision end, d.submitted_on, d.submitted_on + time '09:30',
  bulk.uid('person', d.pn * 3 + d.n % 2), d.decided_on, d.decided_on + time '11:00', case when d.decided_on is not null then bulk.uid('staff', 5 + d.pn % greatest(2, s.partners / 250)) end,
  case when d.decided_on is not null and d.decision = 'rejected' then 'Another partner registered it first' end,
  case when d.decided_on is not null and d.decision = 'approved' then d.decided_on + 180 end
from bulk.deal d join bulk.partner p on p.n = d.pn cross join bulk.size s where d.submitted_on is not null order by d.n;
