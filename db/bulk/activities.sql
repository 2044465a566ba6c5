truncate activities;

-- Round after round over all sourced deals, so that a deal's activities lie far apart, as they do when they happen one day after the other.
create unlogged table bulk.sourced as
select row_number() over (order by d.n) - 1 as s, d.n, d.id, p.id as partner_id, bulk.uid('person', d.pn * 3 + d.n % 2) as person_id, d.d0,
  greatest(1, least(d.after[d.k] + 20, z.today - d.d0)) as days
from bulk.deal d join bulk.partner p on p.n = d.pn cross join bulk.size z;
analyze bulk.sourced;

insert into activities (id, partner_id, deal_id, kind, subject, "on", person_id)
select bulk.uid('activity', j), d.partner_id, d.id,
  (array['call', 'meeting', 'email', 'note', 'demo'])[1 + x.u % 5],
  (array['Discovery call', 'Workshop on requirements', 'Sent the offer', 'Budget confirmed for next quarter', 'Product demo',
    'Check-in with the sponsor', 'Steering meeting', 'Answered security questionnaire', 'New decision maker', 'Technical deep dive'])[1 + x.u % 10],
  d.d0 + floor((j / c.deals + x.u % 1000 / 1000.0) * d.days / c.rounds)::int, d.person_id
from bulk.size z cross join (select count(*)::int as deals, greatest(1, z.activities / greatest(1, count(*)) + 1)::int as rounds from bulk.sourced, bulk.size z group by z.activities) c
  cross join generate_series(0, z.activities - 1) j
  join bulk.sourced d on d.s = j % c.deals
  cross join lateral (select (hashint8extended(j, 80) & 1048575)::int as u) x;
