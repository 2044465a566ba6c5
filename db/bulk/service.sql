truncate incentive_grants, incentive_uses, funded_deals, satisfaction_answers, support_tickets, integrations, installs, uptime_days, engagements, partner_families;

update partners p set contract_signed_on = b.joined - 10, yearly_cost_e4 = (2000 + b.n % 50 * 100)::bigint * 10000 from bulk.partner b where b.id = p.id;

-- A grant each month for a fifth of the partners, most of it used a month later; every other fund touches a deal.
create unlogged table bulk.granted as
select p.n * 40 + m as k, p.id as partner_id, p.n, m, (s.start + m * interval '1 month')::date + 5 as granted_on, (500 + p.n % 70 * 10)::bigint * 10000 as amount_e4, s.today
from bulk.size s cross join bulk.partner p cross join generate_series(0, 35) m where p.n <= greatest(5, s.partners / 5);
insert into incentive_grants (id, partner_id, kind, amount_e4, currency, reported_e4, granted_on, name)
select bulk.uid('grant', k), partner_id, case when m % 4 = 0 then 'mdf' when m % 9 = 0 then 'reward' else 'rebate' end, amount_e4, 'USD', amount_e4, granted_on, 'Program'
from bulk.granted where granted_on < today order by k;
insert into incentive_uses (id, grant_id, partner_id, amount_e4, currency, reported_e4, used_on, reference)
select bulk.uid('use', k), bulk.uid('grant', k), partner_id, amount_e4 / 10000 * 7000, 'USD', amount_e4 / 10000 * 7000, granted_on + 30, 'PAY-' || k
from bulk.granted where granted_on + 30 < today and bulk.chance(k, 110) < 0.8 order by k;
insert into funded_deals (id, grant_id, deal_id, partner_id, touched_on)
select distinct on (g.k) bulk.uid('touch', g.k), bulk.uid('grant', g.k), d.id, g.partner_id, g.granted_on + 20
from bulk.granted g join bulk.deal d on d.pn = g.n and d.d0 between g.granted_on - 60 and g.granted_on + 20
where g.m % 4 = 0 and g.granted_on + 20 < g.today order by g.k, d.n;

insert into partner_families (id, partner_id, family, from_on)
select bulk.uid('family', p.n * 10 + f.i), p.id, f.family, p.joined
from bulk.partner p cross join (select family, row_number() over (order by family) as i from (select distinct family from products) x) f where bulk.chance(p.n * 10 + f.i, 111) < 0.7;

insert into satisfaction_answers (id, partner_id, person_id, kind, score, answered_on)
select bulk.uid('pulse', p.n * 20 + q), p.id, bulk.uid('person', p.n * 3), 'pulse', floor(4 + bulk.chance(p.n * 20 + q, 112) * 7)::int, (s.start + q * interval '3 months')::date + 40
from bulk.partner p cross join bulk.size s cross join generate_series(0, 11) q where (s.start + q * interval '3 months')::date + 40 < s.today and bulk.chance(p.n * 20 + q, 113) < 0.5;
insert into satisfaction_answers (id, partner_id, account_id, kind, score, answered_on)
select bulk.uid('csat', w.n), case when w.n % 6 > 0 then w.partner_id end, w.account_id, 'csat', 1 + floor(bulk.chance(w.n, 114) * 5)::int, w.won_on + 40
from bulk.won w cross join bulk.size s where w.n % 10 = 0 and w.won_on + 40 < s.today;

insert into support_tickets (id, partner_id, account_id, subject, severity, opened_at, opened_on, resolved_at, resolved_on)
select bulk.uid('ticket', w.n), w.partner_id, w.account_id, 'Sync stopped', 'normal', w.won_on + 60 + time '09:00', w.won_on + 60, w.won_on + 61 + time '12:00', w.won_on + 61
from bulk.won w cross join bulk.size s where w.n % 12 = 0 and w.won_on + 61 < s.today;

insert into integrations (id, partner_id, name, live_on) select bulk.uid('integration', n), id, 'Connector', joined + 60 from bulk.partner where n % 4 = 0;
insert into installs (id, integration_id, partner_id, installed_on, configured_on, synced_on, uninstalled_on)
select bulk.uid('install', p.n * 50 + i), bulk.uid('integration', p.n), p.id, d.day, case when i % 8 > 0 then d.day + 2 end, case when i % 8 > 1 then d.day + 9 end, case when i % 9 = 0 then d.day + 200 end
from bulk.partner p cross join bulk.size s cross join generate_series(0, 29) i cross join lateral (select s.start + floor(bulk.chance(p.n * 50 + i, 115) * (s.today - s.start))::int as day) d where p.n % 4 = 0;
insert into uptime_days (id, integration_id, partner_id, "on", minutes_up, minutes_observed)
select bulk.uid('uptime', p.n * 400 + i), bulk.uid('integration', p.n), p.id, s.today - 1 - i, 1440 - case when bulk.chance(p.n * 400 + i, 116) < 0.05 then 60 else 0 end, 1440
from bulk.partner p cross join bulk.size s cross join generate_series(0, 99) i where p.n % 4 = 0;

insert into engagements (id, partner_id, person_id, kind, title, "on")
select bulk.uid('engagement', p.n * 60 + i), p.id, bulk.uid('person', p.n * 3 + i % 3), case when i % 8 = 0 then 'co_marketing' else 'content' end, 'Battlecard', s.today - 1 - floor(bulk.chance(p.n * 60 + i, 117) * 700)::int
from bulk.partner p cross join bulk.size s cross join generate_series(0, 39) i where bulk.chance(p.n, 118) < 0.6;
