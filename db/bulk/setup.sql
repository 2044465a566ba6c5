-- What the other files draw from: the sizes, the calendar, and chances that are the same at every run.
drop schema if exists bulk cascade;
create schema bulk;

create table bulk.size as select
  current_setting('bulk.partners')::int as partners, current_setting('bulk.deals')::int as deals,
  current_setting('bulk.activities')::int as activities, current_setting('bulk.today')::date as today,
  (date_trunc('month', current_setting('bulk.today')::date) - interval '36 months')::date as start,
  (date_trunc('month', current_setting('bulk.today')::date) - interval '36 months')::date - 150 as ahead;

-- A number in [0, 1) that depends on nothing but n and the salt.
create function bulk.chance(n bigint, salt int) returns double precision language sql immutable parallel safe as
$$ select (hashint8extended(n, salt::bigint) & 2147483647) / 2147483648.0::double precision $$;

create function bulk.pick(list text[], n bigint, salt int) returns text language sql immutable parallel safe as
$$ select list[1 + floor(bulk.chance(n, salt) * cardinality(list))::int] $$;

create function bulk.uid(kind text, n bigint) returns uuid language sql stable parallel safe as
$$ select overlay(overlay(md5(kind || n::text) placing '4' from 13) placing '8' from 17)::uuid $$;

-- Units of the currency for one dollar of a price, and whether it has cents.
create table bulk.place as
select row_number() over () as n, p.* from (values
  ('United States', 'North America', 'Seattle', 'USD', 1.0, true), ('United States', 'North America', 'Austin', 'USD', 1.0, true),
  ('United States', 'North America', 'Miami', 'USD', 1.0, true), ('Canada', 'North America', 'Toronto', 'USD', 1.0, true),
  ('Brazil', 'Latin America', 'São Paulo', 'USD', 1.0, true), ('United Kingdom', 'UK and Ireland', 'London', 'GBP', 0.82, true),
  ('Germany', 'DACH', 'Hamburg', 'EUR', 0.95, true), ('Germany', 'DACH', 'Köln', 'EUR', 0.95, true), ('Switzerland', 'DACH', 'Zürich', 'CHF', 0.92, true),
  ('France', 'Southern Europe', 'Lyon', 'EUR', 0.95, true), ('Spain', 'Southern Europe', 'Madrid', 'EUR', 0.95, true),
  ('Sweden', 'Nordics', 'Malmö', 'SEK', 10.5, true), ('Japan', 'APAC', 'Osaka', 'JPY', 150.0, false), ('Singapore', 'APAC', 'Singapore', 'USD', 1.0, true)
) p(country, region, city, currency, price, cents);

-- The rate that holds on each day: that of the day itself or the last one before it, at most 7 days old.
create table bulk.rate as
select c.currency, d::date as "on", case when c.currency = 'USD' then 1 else
  (select r.rate from fx_rates r where r.currency = c.currency and r.on <= d::date and r.on >= d::date - 7 order by r.on desc limit 1) end as rate
from (select distinct currency from bulk.place) c, bulk.size s, generate_series(s.ahead, s.today + 60, '1 day') d;
analyze bulk.rate;
