-- Partners from the largest (1) to the smallest. How many deals each sources follows a power of its rank: of 10,000 partners with a million deals
-- the first has about 24,000, the 500th 250, the median 45.
create table bulk.partner as
with ranked as (
  select n, bulk.uid('partner', n) as id, n ^ -0.741 as weight,
    1 + floor(bulk.chance(n, 1) * 14)::int as place_n, bulk.chance(n, 2) as luck,
    case when n <= s.partners / 100 or bulk.chance(n, 3) < 0.7 then s.start - 30 - floor(bulk.chance(n, 4) * 1400)::int
         else s.start + floor(bulk.chance(n, 4) * 800)::int end as joined,
    case when n <= s.partners * 0.03 then 4 when n <= s.partners * 0.15 then 3 when n <= s.partners * 0.45 then 2 else 1 end as rank_now
  from bulk.size s, generate_series(1, s.partners) n
), quotas as (
  select r.*, round(s.deals * 0.92 * weight / sum(weight) over ())::int as quota from ranked r, bulk.size s
), accounts as (
  select q.*, ceil(quota / 4.0)::int as account_count from quotas q
)
select a.*, (sum(account_count) over (order by n) - account_count)::int as accounts_before,
  case when n > 20 and n % 100 <> 50 and luck >= 0.99 then 'suspended' when n > 20 and n % 100 <> 50 and luck >= 0.95 then 'dormant' else 'active' end as status_now,
  -- The tier and the segment of some changed on a day of these years.
  case when bulk.chance(n, 5) < 0.45 then greatest(joined, s.start) + 1 + floor(bulk.chance(n, 6) * (s.today - greatest(joined, s.start) - 2))::int end as tier_on,
  case when bulk.chance(n, 7) < 0.1 then greatest(joined, s.start) + 1 + floor(bulk.chance(n, 8) * (s.today - greatest(joined, s.start) - 2))::int end as segment_on,
  case when n > 20 and n % 100 <> 50 and luck >= 0.99 then s.today - 203 when n > 20 and n % 100 <> 50 and luck >= 0.95 then s.today - 118 end as status_on
from accounts a, bulk.size s;
-- Partners whose status changes have been there before.
update bulk.partner p set joined = s.start - 100 from bulk.size s where p.status_on is not null and p.joined >= s.start - 30;
alter table bulk.partner add primary key (n);
analyze bulk.partner;

-- What each partner was from a day on, as the trigger keep_partner_version would have kept it.
create table bulk.was as
with tiers as (select array['registered', 'silver', 'gold', 'platinum'] as t, array['SMB', 'Mid-market', 'Enterprise', 'Public sector'] as s),
days as (
  select p.n, d.day from bulk.partner p, lateral (values ('-infinity'::date), (p.joined), (p.tier_on), (p.segment_on), (p.status_on)) d(day)
  where d.day is not null group by 1, 2
)
select d.n, d.day as valid_from, lead(d.day) over (partition by d.n order by d.day) as valid_to,
  case when d.day < p.joined then null when p.tier_on is not null and d.day < p.tier_on then t.t[greatest(1, rank_now - 1)] else t.t[rank_now] end as tier,
  case when p.status_on is not null and d.day >= p.status_on then p.status_now else 'active' end as status,
  t.s[1 + (p.n + (p.segment_on is not null and d.day >= p.segment_on)::int) % 4] as segment,
  case when p.status_now = 'suspended' and d.day >= p.status_on then 'expired' else 'active' end as contract_status,
  case when p.n <= 20 then 'strategic' when p.n <= s.partners * 0.1 then 'high' when p.n <= s.partners * 0.5 then 'medium' else 'low' end as importance,
  case when bulk.chance(p.n, 9) < 0.4 then 'reseller' else bulk.pick(array['distributor', 'referral', 'agency', 'msp', 'isv', 'marketplace'], p.n, 10) end as type
from days d join bulk.partner p on p.n = d.n cross join tiers t cross join bulk.size s;

insert into people (id, kind, name, email, title, role, access, invited_at, created_at)
select bulk.uid('staff', i), 'staff', bulk.pick(array['Ada', 'Mara', 'Jonas', 'Priya', 'Daniel', 'Tomás', 'Aisha', 'Linnea', 'Elif', 'Viktor'], i, 20) || ' '
    || bulk.pick(array['Brandt', 'Lind', 'Weber', 'Nair', 'Reyes', 'Herrera', 'Bello', 'Sjöberg', 'Kaya', 'Holm'], i, 21) || ' ' || i,
  'staff' || i || '@northstar.example', case when i <= 4 then 'Channel Operations' else 'Channel Manager' end,
  case i when 1 then 'admin' when 2 then 'program_owner' when 3 then 'finance' when 4 then 'executive' else 'channel_manager' end,
  'active', s.start - 90, s.start - 90
from bulk.size s, generate_series(1, 4 + greatest(2, s.partners / 250)) i;

insert into partners (id, name, domain, website, city, type, tier, tier_since, status, country, region, territory, segment, specializations, importance,
  contract_status, contract_ends_on, manager_id, joined_on, employees, created_at, updated_at)
select p.id, bulk.pick(array['Northwind', 'Meridian', 'Aldgate', 'Borealis', 'Cascadia', 'Granite', 'Hallström', 'Isar', 'Kaveri', 'Lumen', 'Öresund', 'Polder', 'Rheintal',
      'Sakura', 'Southern Cross', 'Thames', 'Zürich', 'Atlantic', 'Empire', 'Iberia'], p.n, 11) || ' '
    || bulk.pick(array['Systems', 'Cloud', 'Partners', 'Networks', 'Solutions', 'Distribution', 'Datenwerke', 'Integrators', 'Technology', 'Grid'], p.n, 12) || ' ' || p.n,
  'partner-' || p.n || '.example', 'https://www.partner-' || p.n || '.example', l.city, w.type, w.tier, coalesce(p.tier_on, p.joined), w.status, l.country, l.region,
  l.region || ' ' || (p.n % 3 + 1), w.segment,
  array[bulk.pick(array['Cloud migration', 'Data platform', 'Security operations', 'Modern work', 'Compliance', 'Edge', 'Managed services'], p.n, 13)],
  w.importance, w.contract_status, case when w.contract_status = 'expired' then s.today - 203 else s.today + 10 + floor(bulk.chance(p.n, 14) * 700)::int end,
  bulk.uid('staff', 5 + p.n % greatest(2, s.partners / 250)), p.joined, 8 + p.quota / 10, p.joined + time '10:00', w_from.at
from bulk.partner p join bulk.was w on w.n = p.n and w.valid_to is null join bulk.place l on l.n = p.place_n cross join bulk.size s
  cross join lateral (select greatest(p.joined, coalesce(nullif(w.valid_from, '-infinity'), p.joined)) + time '10:00' as at) w_from
order by p.n;

insert into partner_versions (id, partner_id, valid_from, valid_to, type, tier, status, country, region, segment, importance, contract_status, recorded_at)
select bulk.uid('was', w.n * 10 + row_number() over (partition by w.n order by w.valid_from)), p.id, w.valid_from, w.valid_to, w.type, w.tier, w.status,
  l.country, l.region, w.segment, w.importance, w.contract_status, greatest(w.valid_from, s.start)
from bulk.was w join bulk.partner p on p.n = w.n join bulk.place l on l.n = p.place_n cross join bulk.size s order by w.n, w.valid_from;

-- Three people each: one who administers, one who works with the portal, one who is only known.
insert into people (id, kind, partner_id, name, email, title, role, access, invited_at, created_at)
select bulk.uid('person', p.n * 3 + i), 'partner', p.id,
  bulk.pick(array['Nora', 'Sam', 'Carla', 'Felix', 'Yuki', 'Omar', 'Inés', 'Pavel', 'Grace', 'Søren', 'Mei', 'Luca'], p.n * 3 + i, 22) || ' '
    || bulk.pick(array['Winter', 'Okafor', 'Mendes', 'Brenner', 'Tanaka', 'Haddad', 'Ruiz', 'Novak', 'Miller', 'Lund', 'Chen', 'Rossi'], p.n * 3 + i, 23),
  'person' || i || '@partner-' || p.n || '.example', case i when 0 then 'Alliance Director' when 1 then 'Account Executive' else 'Engineer' end,
  case i when 0 then 'partner_admin' when 1 then 'partner_member' end, case when i < 2 then 'active' else 'none' end, p.joined, p.joined
from bulk.partner p, generate_series(0, 2) i order by p.n, i;

insert into certifications (id, partner_id, person_id, name, issued_on, expires_on)
select bulk.uid('certificate', p.n * 9 + i * 3 + c), p.id, bulk.uid('person', p.n * 3 + i),
  bulk.pick(array['Sales Associate', 'Cloud Engineer', 'Cloud Architect', 'Security Specialist', 'Data Platform Specialist'], p.n * 9 + i * 3 + c, 30), d.issued, d.issued + 730
from bulk.partner p cross join bulk.size s cross join generate_series(0, 2) i cross join generate_series(0, 1) c
  cross join lateral (select s.start + floor(bulk.chance(p.n * 9 + i * 3 + c, 31) * (s.today - s.start))::int as issued) d
where bulk.chance(p.n * 9 + i * 3 + c, 32) < 0.15 + 0.15 * p.rank_now;
