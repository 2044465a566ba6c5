truncate deal_versions, deal_partners, deal_lines, registrations, registration_lines, registration_claims, registration_events, registration_extensions, files;

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
select d.id, p.partner_id, p.role, d.outcome, d.stage, d.accepted, d.opened_on, d.closed_on, d.expected_close_on, d.reported_e4, lower(left(d.name, 200)), lower(left(d.account_name, 200)), left(a.industry, 100)
from deal_partners p join deals d on d.id = p.deal_id left join accounts a on a.id = d.account_id;

insert into deal_lines (id, deal_id, line_no, product_id, quantity, unit_price_e4, discount_e4, amount_e4)
select bulk.uid('line', d.n * 2 + i), d.id, i, pr.ids[1 + floor(bulk.chance(d.n * 2 + i, 70) ^ 2 * cardinality(pr.ids))::int], 1, l.amount_e4, 0, l.amount_e4
from bulk.deal d cross join (select array_agg(id order by sku) as ids from products) pr
  cross join lateral (select case when d.k = 1 then d.first_e4 else d.amount_e4 end as e4, 1 + (bulk.chance(d.n, 71) < 0.4)::int as lines) t
  cross join lateral generate_series(1, t.lines) i
  cross join lateral (select case when t.lines = 1 then t.e4 when i = 1 then t.e4 / 2 else t.e4 - t.e4 / 2 end as amount_e4) l
order by d.n, i;

insert into registrations (id, partner_id, deal_id, status, decision, customer_name, domain, country, need, involvement, expected_close_on, amount_e4, currency, keys, created_at, updated_at,
  due_at, answered_at, submitted_on, submitted_at, submitted_by_id, decided_on, decided_at, decided_by_id, reason, protected_until)
select bulk.uid('registration', d.n), p.id, d.id,
  case when d.decided_on is null then 'submitted' when d.decision = 'rejected' then 'rejected' when e.outcome <> 'open' then 'closed' when d.decided_on + 180 < s.today then 'expired' else 'approved' end,
  case when d.decided_on is not null then d.decision end, e.account_name, a.domain, a.country, 'They replace what they have and asked us for a proposal.', 'resell', e.expected_close_on, d.first_e4, d.currency,
  array['n:' || regexp_replace(lower(e.account_name), '[^a-z0-9]', '', 'g')], d.submitted_on + time '09:05', coalesce(d.decided_on, d.submitted_on) + time '11:00',
  case when d.decided_on is null then d.submitted_on + 2 + time '09:30' end, d.decided_on + time '11:00', d.submitted_on, d.submitted_on + time '09:30',
  bulk.uid('person', d.pn * 3 + d.n % 2), d.decided_on, d.decided_on + time '11:00', case when d.decided_on is not null then bulk.uid('staff', 5 + d.pn % greatest(2, s.partners / 250)) end,
  case when d.decided_on is not null and d.decision = 'rejected' then 'Another partner registered it first' end,
  case when d.decided_on is not null and d.decision = 'approved' then d.decided_on + 180 end
from bulk.deal d join deals e on e.id = d.id join accounts a on a.id = e.account_id join bulk.partner p on p.n = d.pn cross join bulk.size s where d.submitted_on is not null order by d.n;

insert into customer_blocks (id, kind) select id, 'account' from accounts union all select id, 'registration' from registrations;

-- Who came first holds the customer; who came later stands in line, or was protected until then.
insert into registration_claims (key, product, registration_id, since)
select r.keys[1], product_range(null, null), r.id, r.submitted_on from registrations r where r.status in ('approved', 'submitted')
order by r.status = 'submitted', r.submitted_at, r.id on conflict do nothing;
alter table registrations disable trigger registration_ended;
update registrations r set status = 'expired', protected_until = r.decided_on where r.status = 'approved' and not exists (select 1 from registration_claims c where c.registration_id = r.id);
update registrations r set status = 'waiting', due_at = null, claim_since = (select min(c.since) from registration_claims c where c.key = r.keys[1])
where r.status = 'submitted' and not exists (select 1 from registration_claims c where c.registration_id = r.id);
alter table registrations enable trigger registration_ended;
