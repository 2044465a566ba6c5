-- Functions and triggers, made anew at every migration. They keep what is derived: days, reported amounts, the current
-- state of deals and partners, the marks for stale sums, and the row images that undo an import.

create or replace function program_day(at timestamptz) returns date language sql stable set search_path = public, pg_temp as
$$ select (at at time zone (select time_zone from settings))::date $$;

-- The reporting currency's amount at the last rate on or before the day, at most 7 days old; null when there is none.
create or replace function to_reporting(amount_e4 bigint, cur text, on_day date) returns bigint language sql stable set search_path = public, pg_temp as
$$ select case when cur = (select reporting_currency from settings) then amount_e4
   else (select round(amount_e4 * r.rate)::bigint from fx_rates r
         where r.currency = cur and r.on <= on_day and r.on >= on_day - 7 order by r.on desc limit 1) end $$;

-- While `app.derived` is set, rows come with what is derived already in them: an import makes new deals whole, a million at
-- a time (db/imports/publish-deals.ts), and the triggers that derive leave them as they are.
create or replace function set_reported() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'deal_versions' then
    if new.valid_from > '-infinity' then new.from_on := program_day(new.valid_from); else new.from_on := '-infinity'; end if;
    new.reported_e4 := to_reporting(new.amount_e4, new.currency,
      case when new.from_on > '-infinity' then new.from_on else program_day(new.recorded_at) end);
  elsif tg_table_name = 'revenue_lines' then
    new.reported_e4 := to_reporting(new.amount_e4, new.currency, new.invoiced_on);
  elsif tg_table_name = 'incentive_grants' then
    new.reported_e4 := to_reporting(new.amount_e4, new.currency, new.granted_on);
  elsif tg_table_name = 'incentive_uses' then
    new.reported_e4 := to_reporting(new.amount_e4, new.currency, new.used_on);
  else
    new.reported_e4 := to_reporting(new.amount_e4, new.currency, new.spent_on);
  end if;
  return new;
end $$;

create or replace trigger set_reported before insert or update of amount_e4, currency, valid_from on deal_versions
  for each row when (coalesce(current_setting('app.derived', true), '') = '') execute function set_reported();
create or replace trigger set_reported before insert or update of amount_e4, currency, invoiced_on on revenue_lines
  for each row when (coalesce(current_setting('app.derived', true), '') = '') execute function set_reported();
create or replace trigger set_reported before insert or update of amount_e4, currency, spent_on on channel_costs
  for each row execute function set_reported();
create or replace trigger set_reported before insert or update of amount_e4, currency, granted_on on incentive_grants
  for each row execute function set_reported();
create or replace trigger set_reported before insert or update of amount_e4, currency, used_on on incentive_uses
  for each row execute function set_reported();

-- The days of a ticket, as the program counts them.
create or replace function set_ticket_days() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.opened_on := program_day(new.opened_at);
  new.resolved_on := program_day(new.resolved_at);
  return new;
end $$;
create or replace trigger set_ticket_days before insert or update of opened_at, resolved_at on support_tickets
  for each row execute function set_ticket_days();

-- A deal's current state, from the versions that hold. The only writer of the derived columns of `deals`.
create or replace function refresh_deals(deal_ids uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update deal_versions v set valid_to = c.next_from, to_on = case when c.next_from is null then null else program_day(c.next_from) end
  from (select id, lead(valid_from) over (partition by deal_id order by valid_from) as next_from
        from deal_versions where deal_id = any(deal_ids) and superseded_at is null) c
  where v.id = c.id and v.valid_to is distinct from c.next_from;

  with held as (
    select v.deal_id, v.valid_from, v.from_on, v.stage, v.amount_e4, v.currency, v.reported_e4, v.expected_close_on, s.outcome,
           row_number() over w as n, count(*) over (partition by v.deal_id) as last_n,
           lag(v.stage) over w as before_stage, lag(s.outcome) over w as before_outcome
    from deal_versions v join stages s on s.key = v.stage
    where v.deal_id = any(deal_ids) and v.superseded_at is null
    window w as (partition by v.deal_id order by v.valid_from)
  ), state as (
    select deal_id, max(stage) filter (where n = last_n) as stage, max(outcome) filter (where n = last_n) as outcome,
           max(amount_e4) filter (where n = last_n) as amount_e4, max(currency) filter (where n = last_n) as currency,
           max(reported_e4) filter (where n = last_n) as reported_e4,
           max(expected_close_on) filter (where n = last_n) as expected_close_on,
           nullif(min(from_on), '-infinity') as opened_on,
           max(valid_from) filter (where stage is distinct from before_stage) as stage_since,
           max(from_on) filter (where outcome is distinct from before_outcome) as outcome_on
    from held group by deal_id
  )
  update deals d set stage = s.stage, outcome = s.outcome, amount_e4 = s.amount_e4, currency = s.currency,
    opened_on = s.opened_on, stage_since = nullif(s.stage_since, '-infinity'),
    expected_close_on = coalesce(s.expected_close_on, d.expected_close_on),
    closed_on = case when s.outcome = 'open' then null else nullif(s.outcome_on, '-infinity') end,
    reported_e4 = case when s.outcome = 'open' then s.reported_e4 else to_reporting(s.amount_e4, s.currency, s.outcome_on) end
  from state s where d.id = s.deal_id;
end $$;

create or replace function deal_versions_changed() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct deal_id) into ids from new_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct deal_id) into ids from old_rows;
  else select array_agg(distinct deal_id) into ids from (select deal_id from new_rows union select deal_id from old_rows) c; end if;
  if ids is not null then perform refresh_deals(ids); end if;
  return null;
end $$;

create or replace trigger deal_versions_inserted after insert on deal_versions referencing new table as new_rows
  for each statement when (pg_trigger_depth() = 0 and coalesce(current_setting('app.derived', true), '') = '') execute function deal_versions_changed();
create or replace trigger deal_versions_updated after update on deal_versions referencing old table as old_rows new table as new_rows
  for each statement when (pg_trigger_depth() = 0) execute function deal_versions_changed();
create or replace trigger deal_versions_deleted after delete on deal_versions referencing old table as old_rows
  for each statement when (pg_trigger_depth() = 0) execute function deal_versions_changed();

-- deals.partner_id is the sourcing partner of deal_partners.
create or replace function deal_partners_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct deal_id) into ids from new_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct deal_id) into ids from old_rows;
  else select array_agg(distinct deal_id) into ids from (select deal_id from new_rows union select deal_id from old_rows) c; end if;
  update deals d set partner_id = s.partner_id
  from (select i as deal_id, (select p.partner_id from deal_partners p where p.deal_id = i and p.role = 'sourcing') as partner_id
        from unnest(ids) i) s
  where d.id = s.deal_id and d.partner_id is distinct from s.partner_id;
  return null;
end $$;

create or replace trigger deal_partners_inserted after insert on deal_partners referencing new table as new_rows
  for each statement when (coalesce(current_setting('app.derived', true), '') = '') execute function deal_partners_changed();
create or replace trigger deal_partners_updated after update on deal_partners referencing old table as old_rows new table as new_rows
  for each statement execute function deal_partners_changed();
create or replace trigger deal_partners_deleted after delete on deal_partners referencing old table as old_rows
  for each statement execute function deal_partners_changed();

-- deals.account_name is the account's name. The account is locked: a new name and a new deal at once would pass each other.
create or replace function set_account_name() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.account_name := null;
  if new.account_id is not null then select a.name into new.account_name from accounts a where a.id = new.account_id for share; end if;
  return new;
end $$;
create or replace trigger set_account_name before insert or update of account_id, account_name on deals
  for each row execute function set_account_name();

-- The only writer of new rows of `partner_deals`. Locks what it reads: whoever changes it meanwhile sees these rows.
create or replace function refresh_partner_deals(deal_ids uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from deals where id = any(deal_ids) order by id for no key update;
  perform 1 from accounts where id in (select account_id from deals where id = any(deal_ids)) order by id for share;
  delete from partner_deals k where k.deal_id = any(deal_ids)
    and not exists (select 1 from deal_partners p where p.deal_id = k.deal_id and p.partner_id = k.partner_id);
  insert into partner_deals (deal_id, partner_id, role, outcome, stage, accepted, opened_on, closed_on, expected_close_on, reported_e4, name, account_name, industry)
  select d.id, p.partner_id, p.role, d.outcome, d.stage, d.accepted, d.opened_on, d.closed_on, d.expected_close_on, d.reported_e4,
    lower(left(d.name, 200)), lower(left(d.account_name, 200)), left(a.industry, 100)
  from deal_partners p join deals d on d.id = p.deal_id left join accounts a on a.id = d.account_id
  where p.deal_id = any(deal_ids)
  on conflict (deal_id, partner_id) do update set role = excluded.role, outcome = excluded.outcome, stage = excluded.stage, accepted = excluded.accepted,
    opened_on = excluded.opened_on, closed_on = excluded.closed_on, expected_close_on = excluded.expected_close_on, reported_e4 = excluded.reported_e4,
    name = excluded.name, account_name = excluded.account_name, industry = excluded.industry
  where partner_deals is distinct from excluded;
end $$;

create or replace function keep_partner_deals() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  if tg_table_name = 'deals' then
    update partner_deals k set outcome = n.outcome, stage = n.stage, accepted = n.accepted, opened_on = n.opened_on, closed_on = n.closed_on,
      expected_close_on = n.expected_close_on, reported_e4 = n.reported_e4, name = lower(left(n.name, 200)), account_name = lower(left(n.account_name, 200)),
      industry = left(a.industry, 100)
    from new_rows n left join accounts a on a.id = n.account_id
    where k.deal_id = n.id
      and (k.outcome, k.stage, k.accepted, k.opened_on, k.closed_on, k.expected_close_on, k.reported_e4, k.name, k.account_name, k.industry) is distinct from
        (n.outcome, n.stage, n.accepted, n.opened_on, n.closed_on, n.expected_close_on, n.reported_e4, lower(left(n.name, 200)), lower(left(n.account_name, 200)), left(a.industry, 100));
  elsif tg_table_name = 'accounts' then
    update deals d set account_name = n.name from new_rows n where d.account_id = n.id and d.account_name is distinct from n.name;
    update partner_deals k set industry = left(n.industry, 100) from new_rows n join deals d on d.account_id = n.id
    where k.deal_id = d.id and k.industry is distinct from left(n.industry, 100);
  else
    if tg_op = 'INSERT' then select array_agg(distinct deal_id) into ids from new_rows;
    elsif tg_op = 'DELETE' then select array_agg(distinct deal_id) into ids from old_rows;
    else select array_agg(distinct deal_id) into ids from (select deal_id from new_rows union select deal_id from old_rows) c; end if;
    if ids is not null then perform refresh_partner_deals(ids); end if;
  end if;
  return null;
end $$;

create or replace trigger keep_partner_deals after update on deals referencing new table as new_rows
  for each statement execute function keep_partner_deals();
create or replace trigger keep_partner_deals after update on accounts referencing new table as new_rows
  for each statement execute function keep_partner_deals();
create or replace trigger keep_partner_deals_insert after insert on deal_partners referencing new table as new_rows
  for each statement execute function keep_partner_deals();
create or replace trigger keep_partner_deals_update after update on deal_partners referencing old table as old_rows new table as new_rows
  for each statement execute function keep_partner_deals();
create or replace trigger keep_partner_deals_delete after delete on deal_partners referencing old table as old_rows
  for each statement execute function keep_partner_deals();

-- What an account or a registration is found by is read again once it is called otherwise (`customer_blocks`).
create or replace function unread_customers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare what text := case tg_table_name when 'accounts' then 'account' else 'registration' end;
begin
  if tg_op = 'INSERT' then
    insert into customer_blocks (id, kind) select id, what from new_rows on conflict (id) do update set blocks = null;
  elsif tg_op = 'DELETE' then
    delete from customer_blocks where id in (select id from old_rows);
  elsif what = 'account' then
    update customer_blocks set blocks = null where blocks is not null and id in (
      select coalesce(child.id, n.id) from new_rows n join old_rows o on o.id = n.id left join accounts child on child.parent_id = n.id and n.name <> o.name
      where (n.name, n.domain, n.country, n.parent_id) is distinct from (o.name, o.domain, o.country, o.parent_id)
      union all select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.name, n.domain, n.country, n.parent_id) is distinct from (o.name, o.domain, o.country, o.parent_id));
  else
    update customer_blocks set blocks = null where blocks is not null and id in (
      select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.customer_name, n.domain, n.contact_email, n.country) is distinct from (o.customer_name, o.domain, o.contact_email, o.country));
  end if;
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['accounts','registrations'] loop
    execute format('create or replace trigger unread_customers_insert after insert on %I referencing new table as new_rows for each statement execute function unread_customers()', t);
    execute format('create or replace trigger unread_customers_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function unread_customers()', t);
    execute format('create or replace trigger unread_customers_delete after delete on %I referencing old table as old_rows for each statement execute function unread_customers()', t);
  end loop;
end $$;

-- Rates that come or change restate what they priced.
create or replace function restate(cur text, from_day date, to_day date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  update revenue_lines r set reported_e4 = to_reporting(r.amount_e4, r.currency, r.invoiced_on)
    where r.currency = cur and r.invoiced_on between from_day and to_day
      and r.reported_e4 is distinct from to_reporting(r.amount_e4, r.currency, r.invoiced_on);
  update channel_costs c set reported_e4 = to_reporting(c.amount_e4, c.currency, c.spent_on)
    where c.currency = cur and c.spent_on between from_day and to_day
      and c.reported_e4 is distinct from to_reporting(c.amount_e4, c.currency, c.spent_on);
  update incentive_grants g set reported_e4 = to_reporting(g.amount_e4, g.currency, g.granted_on)
    where g.currency = cur and g.granted_on between from_day and to_day
      and g.reported_e4 is distinct from to_reporting(g.amount_e4, g.currency, g.granted_on);
  update incentive_uses u set reported_e4 = to_reporting(u.amount_e4, u.currency, u.used_on)
    where u.currency = cur and u.used_on between from_day and to_day
      and u.reported_e4 is distinct from to_reporting(u.amount_e4, u.currency, u.used_on);
  with priced as (
    select v.id, to_reporting(v.amount_e4, v.currency, case when v.from_on > '-infinity' then v.from_on else program_day(v.recorded_at) end) as e4
    from deal_versions v
    where v.currency = cur and (v.from_on between from_day and to_day or v.from_on = '-infinity')
  ), moved as (
    update deal_versions v set reported_e4 = p.e4 from priced p
    where v.id = p.id and v.reported_e4 is distinct from p.e4 returning v.deal_id
  )
  select array_agg(distinct deal_id) into ids from (
    select deal_id from moved union
    select d.id from deals d where d.currency = cur and d.closed_on between from_day and to_day
      and d.reported_e4 is distinct from to_reporting(d.amount_e4, d.currency, d.closed_on)) c;
  if ids is not null then perform refresh_deals(ids); end if;
end $$;

create or replace function fx_rates_changed() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare r record;
begin
  if tg_op = 'INSERT' then
    for r in select currency, min("on") a, max("on") z from new_rows group by 1 loop perform restate(r.currency, r.a, r.z + 7); end loop;
  elsif tg_op = 'DELETE' then
    for r in select currency, min("on") a, max("on") z from old_rows group by 1 loop perform restate(r.currency, r.a, r.z + 7); end loop;
  else
    for r in select currency, min("on") a, max("on") z from (select * from new_rows union all select * from old_rows) c group by 1
      loop perform restate(r.currency, r.a, r.z + 7); end loop;
  end if;
  return null;
end $$;

create or replace trigger fx_rates_inserted after insert on fx_rates referencing new table as new_rows
  for each statement execute function fx_rates_changed();
create or replace trigger fx_rates_updated after update on fx_rates referencing old table as old_rows new table as new_rows
  for each statement execute function fx_rates_changed();
create or replace trigger fx_rates_deleted after delete on fx_rates referencing old table as old_rows
  for each statement execute function fx_rates_changed();

create or replace function settings_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare c record;
begin
  if new.time_zone is distinct from old.time_zone and exists (select 1 from deal_versions) then
    raise exception 'the time zone is fixed once deals exist: their days were counted in it' using errcode = 'check_violation';
  end if;
  if new.reporting_currency is distinct from old.reporting_currency then
    for c in select currency from deal_versions union select currency from revenue_lines union select currency from channel_costs
        union select currency from incentive_grants union select currency from incentive_uses
      loop perform restate(c.currency, '-infinity', 'infinity'); end loop;
  end if;
  return null;
end $$;
create or replace trigger settings_changed after update on settings for each row execute function settings_changed();

-- What a partner was: a change holds from `app.effective_on` (else today) onwards; a tier holds from `tier_since`.
create or replace function keep_partner_version() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today date := program_day(now());
  effective date := coalesce(nullif(current_setting('app.effective_on', true), '')::date, today);
  actor uuid := nullif(current_setting('app.person_id', true), '')::uuid;
begin
  -- An import that is taken back restores the versions themselves.
  if coalesce(current_setting('app.reverting', true), '') <> '' then return null; end if;
  if tg_op = 'INSERT' then
    insert into partner_versions (partner_id, valid_from, valid_to, type, tier, status, country, region, segment, importance, contract_status, recorded_by_id)
    values (new.id, '-infinity', new.tier_since, new.type, case when new.tier_since is null then new.tier end, new.status, new.country, new.region,
            new.segment, new.importance, new.contract_status, actor);
    if new.tier_since is not null then
      insert into partner_versions (partner_id, valid_from, type, tier, status, country, region, segment, importance, contract_status, recorded_by_id)
      values (new.id, new.tier_since, new.type, new.tier, new.status, new.country, new.region, new.segment, new.importance, new.contract_status, actor);
    end if;
    return null;
  end if;
  if (new.type, new.tier, new.status, new.country, new.region, new.segment, new.importance, new.contract_status)
     is not distinct from (old.type, old.tier, old.status, old.country, old.region, old.segment, old.importance, old.contract_status)
     and new.tier_since is not distinct from old.tier_since then return null; end if;
  if new.tier_since is distinct from old.tier_since and new.tier_since is not null then effective := new.tier_since; end if;
  insert into partner_versions (partner_id, valid_from, valid_to, type, tier, status, country, region, segment, importance, contract_status, recorded_by_id)
  select v.partner_id, effective, v.valid_to, v.type, v.tier, v.status, v.country, v.region, v.segment, v.importance, v.contract_status, actor
  from partner_versions v where v.partner_id = new.id and v.valid_from < effective and (v.valid_to is null or v.valid_to > effective);
  update partner_versions v set valid_to = effective
  where v.partner_id = new.id and v.valid_from < effective and (v.valid_to is null or v.valid_to > effective);
  update partner_versions v set
    type = case when new.type is distinct from old.type then new.type else v.type end,
    tier = case when new.tier is distinct from old.tier or new.tier_since is distinct from old.tier_since then new.tier else v.tier end,
    status = case when new.status is distinct from old.status then new.status else v.status end,
    country = case when new.country is distinct from old.country then new.country else v.country end,
    region = case when new.region is distinct from old.region then new.region else v.region end,
    segment = case when new.segment is distinct from old.segment then new.segment else v.segment end,
    importance = case when new.importance is distinct from old.importance then new.importance else v.importance end,
    contract_status = case when new.contract_status is distinct from old.contract_status then new.contract_status else v.contract_status end,
    recorded_at = now(), recorded_by_id = actor
  where v.partner_id = new.id and v.valid_from >= effective;
  return null;
end $$;
create or replace trigger keep_partner_version after insert or update on partners for each row execute function keep_partner_version();

-- Stale sums and stale answers. The first argument says how a row leads to partners: by its own partner_id, or through the
-- deal's partners by the column that the second names. More than 200 partners at once count as all.
create or replace function mark_dirty() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_argv[0] = 'deal' then
    if tg_op <> 'INSERT' then
      insert into metric_dirty (partner_id) select distinct p.partner_id from deal_partners p join old_rows o on o.id = p.deal_id;
    else
      insert into metric_dirty (partner_id) select distinct p.partner_id from deal_partners p join new_rows n on n.id = p.deal_id;
    end if;
  else
    if tg_op <> 'DELETE' then insert into metric_dirty (partner_id) select distinct partner_id from new_rows where partner_id is not null; end if;
    if tg_op <> 'INSERT' then insert into metric_dirty (partner_id) select distinct partner_id from old_rows where partner_id is not null; end if;
  end if;
  perform pg_notify('metric_dirty', '');
  return null;
end $$;

create or replace function mark_partner_dirty() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into metric_dirty (partner_id) values (new.id);
  perform pg_notify('metric_dirty', '');
  return null;
end $$;

-- Answers that are kept have become stale: a row for each partner whose facts changed, or one for all.
create or replace function note_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare touched uuid[]; deals uuid[];
begin
  if tg_argv[0] = 'all' then
    insert into metric_changes default values;
    return null;
  end if;
  if tg_argv[0] = 'deal' then
    if tg_op = 'DELETE' then select array_agg(x) into deals from (select (to_jsonb(o) ->> tg_argv[1])::uuid as x from old_rows o limit 201) c;
    else select array_agg(x) into deals from (select (to_jsonb(n) ->> tg_argv[1])::uuid as x from new_rows n limit 201) c; end if;
    if deals is null then return null; end if;
    if cardinality(deals) <= 200 then select array_agg(distinct p.partner_id) into touched from deal_partners p where p.deal_id = any(deals); end if;
    -- A deal without partners counts in the program's figures.
    if touched is null then touched := array[null::uuid]; end if;
  else
    if tg_op = 'INSERT' then select array_agg(x) into touched from (select distinct partner_id as x from new_rows limit 201) c;
    elsif tg_op = 'DELETE' then select array_agg(x) into touched from (select distinct partner_id as x from old_rows limit 201) c;
    else select array_agg(x) into touched from (select partner_id as x from new_rows union select partner_id from old_rows limit 201) c; end if;
  end if;
  if cardinality(touched) > 200 then touched := array[null::uuid]; end if;
  insert into metric_changes (partner_id, visit) select x, tg_argv[0] = 'visit' from unnest(touched) x;
  return null;
end $$;

do $$
declare t text; how text;
begin
  for t, how in values
    ('deals', $a$'deal', 'id'$a$), ('deal_lines', $a$'deal', 'deal_id'$a$), ('deal_partners', $a$'partner'$a$), ('registrations', $a$'partner'$a$),
    ('revenue_lines', $a$'partner'$a$), ('training_assignments', $a$'partner'$a$), ('channel_costs', $a$'partner'$a$), ('partner_versions', $a$'partner'$a$),
    ('subscriptions', $a$'partner'$a$), ('certifications', $a$'partner'$a$), ('visits', $a$'visit'$a$),
    ('incentive_grants', $a$'partner'$a$), ('incentive_uses', $a$'partner'$a$), ('funded_deals', $a$'partner'$a$), ('satisfaction_answers', $a$'partner'$a$),
    ('support_tickets', $a$'partner'$a$), ('integrations', $a$'partner'$a$), ('installs', $a$'partner'$a$), ('uptime_days', $a$'partner'$a$),
    ('engagements', $a$'partner'$a$), ('partner_families', $a$'partner'$a$), ('data_issues', $a$'partner'$a$),
    ('tier_values', $a$'partner'$a$), ('tier_moves', $a$'partner'$a$), ('scorecards', $a$'partner'$a$), ('scorecard_reviews', $a$'partner'$a$)
  loop
    execute format('create or replace trigger note_insert after insert on %I referencing new table as new_rows for each statement execute function note_change(%s)', t, how);
    execute format('create or replace trigger note_delete after delete on %I referencing old table as old_rows for each statement execute function note_change(%s)', t, how);
    -- Who comes back on the same day changes nothing.
    if t <> 'visits' then
      execute format('create or replace trigger note_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function note_change(%s)', t, how);
    end if;
  end loop;
  foreach t in array array['accounts','products','stages','tiers','tier_criteria','targets','settings'] loop
    execute format('create or replace trigger note_any after insert or update or delete on %I for each statement execute function note_change(''all'')', t);
  end loop;
end $$;
create or replace trigger note_any after insert or update or delete on partners for each statement execute function note_change('all');
create or replace trigger note_any after update of name on people for each statement execute function note_change('all');

do $$
declare t text; how text;
begin
  foreach t in array array['deals','deal_partners','registrations','revenue_lines','training_assignments','channel_costs','partner_versions',
      'certifications','integrations'] loop
    how := case when t = 'deals' then 'deal' else 'partner' end;
    execute format('create or replace trigger mark_dirty_insert after insert on %I referencing new table as new_rows for each statement execute function mark_dirty(%L)', t, how);
    execute format('create or replace trigger mark_dirty_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function mark_dirty(%L)', t, how);
    execute format('create or replace trigger mark_dirty_delete after delete on %I referencing old table as old_rows for each statement execute function mark_dirty(%L)', t, how);
  end loop;
end $$;

-- A partner launches and signs by what its own row says. A new one has versions, which mark it.
create or replace trigger mark_dirty_signed after update of contract_signed_on on partners for each row
  when (new.contract_signed_on is distinct from old.contract_signed_on) execute function mark_partner_dirty();

-- What a revert needs, kept while a batch is published (`app.import_batch`): images of the rows that it changes, and of
-- those that it makes the id and a hash of what they hold, which tells whether they were changed since.
create or replace function keep_import_insert() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  execute format('insert into import_inserts (batch_id, table_name, columns, ids, hashes)
    select $1, $2, $3, array_agg(id), array_agg(hash) from (
      select %I as id, hash_record_extended(row(%s), 0) as hash, (row_number() over () - 1) / 10000 as part from new_rows) n group by part',
    tg_argv[0], tg_argv[1]) using current_setting('app.import_batch')::uuid, tg_table_name::text, tg_argv[1];
  return null;
end $$;

create or replace function keep_import_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare batch uuid := current_setting('app.import_batch')::uuid;
begin
  if tg_op = 'INSERT' then
    insert into import_changes (batch_id, table_name, operation, key, after)
    select batch, tg_table_name, 'insert', (select jsonb_object_agg(k, to_jsonb(n) -> k) from unnest(tg_argv) k), to_jsonb(n) from new_rows n;
  elsif tg_op = 'DELETE' then
    insert into import_changes (batch_id, table_name, operation, key, before)
    select batch, tg_table_name, 'delete', (select jsonb_object_agg(k, to_jsonb(o) -> k) from unnest(tg_argv) k), to_jsonb(o) from old_rows o;
  else
    insert into import_changes (batch_id, table_name, operation, key, before, after)
    select batch, tg_table_name, 'update', k.key, o.o, k.n
    from (select (select jsonb_object_agg(c, to_jsonb(n) -> c) from unnest(tg_argv) c) as key, to_jsonb(n) as n from new_rows n) k
    join (select (select jsonb_object_agg(c, to_jsonb(o) -> c) from unnest(tg_argv) c) as key, to_jsonb(o) as o from old_rows o) o on o.key = k.key
    where o.o is distinct from k.n;
  end if;
  return null;
end $$;

do $$
declare
  t text; keys text; first_key text; by_uuid boolean; columns text;
  is_on constant text := 'for each statement when (coalesce(current_setting(''app.import_batch'', true), '''') <> '''') execute function';
begin
  for t, keys, first_key, by_uuid, columns in
    select c.relname, string_agg(quote_literal(a.attname), ', ' order by a.attnum), (array_agg(a.attname order by a.attnum))[1],
      (array_agg(a.atttypid order by a.attnum))[1] = 'uuid'::regtype,
      -- What the database derives by itself is no change by someone.
      (select string_agg(quote_ident(o.attname), ', ' order by o.attnum) from pg_attribute o where o.attrelid = i.indrelid and o.attnum > 0 and not o.attisdropped
        and o.attname not in ('reported_e4', 'updated_at', 'valid_to', 'to_on', 'last_activity_on', 'account_name'))
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
    where i.indisprimary and c.relnamespace = 'public'::regnamespace and c.relname in
      ('tiers','partners','partner_versions','people','accounts','products','deals','deal_versions','deal_partners','deal_lines','registrations',
       'activities','revenue_lines','subscriptions','certifications','training_assignments','channel_costs','targets','incentive_grants','incentive_uses',
       'funded_deals','satisfaction_answers','support_tickets','integrations','installs','uptime_days','engagements','partner_families',
       'fx_rates','external_ids','partner_duplicates')
    group by c.relname, i.indrelid
  loop
    -- A new external id carries its batch itself.
    if by_uuid then
      execute format('create or replace trigger keep_import_insert after insert on %I referencing new table as new_rows %s keep_import_insert(%L, %L)', t, is_on, first_key, columns);
    elsif t <> 'external_ids' then
      execute format('create or replace trigger keep_import_insert after insert on %I referencing new table as new_rows %s keep_import_change(%s)', t, is_on, keys);
    end if;
    execute format('create or replace trigger keep_import_update after update on %I referencing old table as old_rows new table as new_rows %s keep_import_change(%s)', t, is_on, keys);
    execute format('create or replace trigger keep_import_delete after delete on %I referencing old table as old_rows %s keep_import_change(%s)', t, is_on, keys);
  end loop;
end $$;

-- The shares of a deal that begin on one day add up to 10,000 basis points, or there are none, when a transaction ends. The
-- deal is locked before they are counted: two agreements at once would each count their own alone.
create or replace function deal_shares_whole() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare agreed record; total bigint;
begin
  for agreed in
    select old.deal_id as deal, old.valid_from as day where tg_op <> 'INSERT'
    union select new.deal_id, new.valid_from where tg_op <> 'DELETE'
  loop
    perform 1 from deals where id = agreed.deal for no key update;
    select sum(share_bp) into total from deal_shares where deal_id = agreed.deal and valid_from = agreed.day;
    if total <> 10000 then
      raise exception 'the shares of deal % from % add up to % basis points', agreed.deal, agreed.day, total
        using errcode = 'check_violation', constraint = 'deal_shares_whole', table = 'deal_shares';
    end if;
  end loop;
  return null;
end $$;
drop trigger if exists deal_shares_whole on deal_shares;
create constraint trigger deal_shares_whole after insert or update or delete on deal_shares
  deferrable initially deferred for each row execute function deal_shares_whole();

-- What a partner writes about a deal is its latest activity; partner people may not write deals.
create or replace function comment_written() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update deals set last_activity_on = greatest(last_activity_on, new."on") where id = new.deal_id;
  return null;
end $$;
create or replace trigger comment_written after insert on activities for each row
  when (new.kind = 'comment' and new.deal_id is not null) execute function comment_written();

-- Registrations. A registration that stands, waits for its decision or was returned holds its customer: a claim for each of
-- the customer's keys and each product. The constraint `registration_claims_once` keeps two from holding the same.

-- Takes the claims of a registration, all or none. Returns null when it holds them, else the day of the claim in its way.
-- The keys are locked in one order, so that of two at once the second waits and then sees what the first took.
create or replace function take_claims(which uuid) returns date
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wanted text[] := (select keys from registrations where id = which);
  products product_range[] := (select case when count(*) = 0 or bool_or(product_id is null) then array[product_range(null, null)]
    else array_agg(distinct product_range(product_id, product_id, '[]')) end from registration_lines where registration_id = which);
  took int;
begin
  if coalesce(cardinality(wanted), 0) = 0 then raise exception 'A registration without keys claims nothing'; end if;
  perform pg_advisory_xact_lock(hashtextextended('claim ' || k, 0)) from (select k from unnest(wanted) k order by k) sorted;
  delete from registration_claims where registration_id = which;
  insert into registration_claims (key, product, registration_id, since)
    select k, p, which, program_day(now()) from unnest(wanted) k cross join unnest(products) p on conflict do nothing;
  get diagnostics took = row_count;
  if took = cardinality(wanted) * cardinality(products) then return null; end if;
  delete from registration_claims where registration_id = which;
  return (select min(c.since) from registration_claims c where c.key = any(wanted) and c.product && any(products));
end $$;

-- Puts those in line that can claim what they wait for in their places: of one customer, or (without keys) of all.
create or replace function promote_waiting(freed text[] default null) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare next record; promoted int := 0;
begin
  -- Who is being changed right now is skipped: the worker asks again every minute.
  for next in select id from registrations where status = 'waiting' and (freed is null or keys && freed)
    order by submitted_at, id for update skip locked
  loop
    if take_claims(next.id) is null then
      update registrations set status = 'submitted', claim_since = null, updated_at = now(),
        due_at = now() + make_interval(hours => (select decision_hours from settings)) where id = next.id;
      insert into registration_events (registration_id, person_id, kind) values (next.id, null, 'promoted');
      promoted := promoted + 1;
    end if;
  end loop;
  return promoted;
end $$;

-- A registration that ends gives its customer to the next in line, whoever ended it and how.
create or replace function registration_ended() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from registration_claims where registration_id = old.id;
  perform promote_waiting(old.keys);
  return null;
end $$;
create or replace trigger registration_ended after update of status on registrations for each row
  when (old.status in ('submitted','returned','approved') and new.status not in ('submitted','returned','approved'))
  execute function registration_ended();
create or replace trigger registration_deleted after delete on registrations for each row
  when (old.status in ('submitted','returned','approved')) execute function registration_ended();

-- What is approved holds its claims, and what was submitted keeps its customer: the claim stands on it.
create or replace function guard_registration() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.status = 'approved' and old.status <> 'approved' and not exists (select 1 from registration_claims where registration_id = new.id) then
    raise exception 'A registration is approved while it holds its customer' using errcode = 'check_violation', constraint = 'registrations_hold';
  end if;
  if old.status not in ('draft', 'returned') and (new.customer_name, new.domain) is distinct from (old.customer_name, old.domain) then
    raise exception 'The customer of a registration stands from its submission' using errcode = 'check_violation', constraint = 'registrations_customer';
  end if;
  return new;
end $$;
create or replace trigger guard_registration before update of status, customer_name, domain on registrations
  for each row execute function guard_registration();

-- The same of its products: their amounts may change, they may not.
create or replace function guard_registration_line() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare of_registration uuid := case when tg_op = 'DELETE' then old.registration_id else new.registration_id end;
begin
  if exists (select 1 from registrations where id = of_registration and status not in ('draft', 'returned')) then
    raise exception 'The products of a registration stand from its submission' using errcode = 'check_violation', constraint = 'registrations_products';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create or replace trigger guard_registration_line before insert or delete or update of product_id, registration_id on registration_lines
  for each row when (coalesce(current_setting('app.derived', true), '') = '') execute function guard_registration_line();

-- A partner submits its registration: `submitted`, or `waiting` behind a claim since a day. Else why not: `gone`, `open` (it
-- was submitted already), `too_many` in 24 hours, `own` (it stands behind the partner's registration of that number).
create or replace function submit_registration(which uuid, claim_keys text[]) returns table (outcome text, since date, own_number bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  partner uuid := nullif(current_setting('app.partner_id', true), '')::uuid;
  person uuid := nullif(current_setting('app.person_id', true), '')::uuid;
  r registrations;
begin
  perform pg_advisory_xact_lock(hashtextextended('registrations of ' || partner, 0));
  select * into r from registrations where id = which and partner_id = partner for update;
  if not found then outcome := 'gone'; return next; return; end if;
  if r.status not in ('draft', 'returned') then outcome := 'open'; return next; return; end if;
  if r.submitted_at is null and (select count(*) from registrations o where o.partner_id = partner and o.submitted_at > now() - interval '24 hours')
      >= (select registrations_a_day from settings) then
    outcome := 'too_many'; return next; return;
  end if;
  update registrations set keys = array(select distinct k from unnest(claim_keys) k order by k) where id = which;
  since := take_claims(which);
  if since is not null then
    own_number := (select min(o.number) from registration_claims c join registrations o on o.id = c.registration_id
      where c.key = any(claim_keys) and o.partner_id = partner);
    if own_number is not null then outcome := 'own'; return next; return; end if;
  end if;
  outcome := case when since is null then 'submitted' else 'waiting' end;
  update registrations set status = outcome, claim_since = since, submitted_at = coalesce(r.submitted_at, now()), submitted_by_id = person,
    submitted_on = coalesce(r.submitted_on, program_day(now())), updated_at = now(),
    due_at = case when since is null then now() + make_interval(hours => (select decision_hours from settings)) end where id = which;
  insert into registration_events (registration_id, kind) values (which, case when r.submitted_at is null then outcome else 'resubmitted' end);
  if r.submitted_at is not null and since is not null then insert into registration_events (registration_id, kind) values (which, 'waiting'); end if;
  return next;
end $$;

-- A partner takes its registration back, a draft without trace. False when there is nothing to take back.
create or replace function withdraw_registration(which uuid, why text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  partner uuid := nullif(current_setting('app.partner_id', true), '')::uuid;
begin
  delete from registrations where id = which and partner_id = partner and status = 'draft';
  if found then return true; end if;
  update registrations set status = 'withdrawn', due_at = null, ended_on = program_day(now()), updated_at = now()
    where id = which and partner_id = partner and status in ('submitted', 'waiting', 'returned', 'approved');
  if not found then return false; end if;
  insert into registration_events (registration_id, kind, text) values (which, 'withdrawn', nullif(why, ''));
  return true;
end $$;

-- How long the first answer to a registration took in the last 30 days, of the whole program, and how many came within the
-- hours of a decision (`registration_response`). Nothing of fewer than five.
drop function if exists decision_times();
create function decision_times() returns table (answered int, median_hours float8, p90_hours float8, in_time float8, decision_hours int)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.n, case when t.n >= 5 then t.median end, case when t.n >= 5 then t.p90 end, case when t.n >= 5 then t.in_time end, s.decision_hours
  from settings s, lateral (select count(*)::int as n, percentile_cont(0.5) within group (order by h) as median, percentile_cont(0.9) within group (order by h) as p90,
      avg((h <= s.decision_hours)::int)::float8 as in_time
    from (select extract(epoch from answered_at - submitted_at)::float8 / 3600 as h from registrations
          where decided_on >= program_day(now()) - 30 and answered_at >= submitted_at) x) t
$$;

-- Leads. A partner answers what it was offered, yes in time or no with the reason; nothing else of a lead is its to write.
-- Returns `accepted` or `declined`, `late` when its time is over, `gone` when it has no such open offer.
create or replace function answer_lead(which uuid, yes boolean, why text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  partner uuid := nullif(current_setting('app.partner_id', true), '')::uuid;
  person uuid := nullif(current_setting('app.person_id', true), '')::uuid;
  answer text := case when yes then 'accepted' else 'declined' end;
  due timestamptz;
begin
  perform 1 from leads where id = which and partner_id = partner and status = 'offered' for update;
  if not found then return 'gone'; end if;
  select answer_by into due from lead_offers where lead_id = which and partner_id = partner and status = 'offered';
  if not found then return 'gone'; end if;
  -- Not the transaction's beginning: it may have waited for the lead.
  if due <= clock_timestamp() then return 'late'; end if;
  update lead_offers set status = answer, answered_at = now(), answered_by_id = person, reason = nullif(why, '')
    where lead_id = which and partner_id = partner and status = 'offered';
  update leads set status = case when yes then 'accepted' else 'new' end, partner_id = case when yes then partner end, updated_at = now()
    where id = which;
  if not yes then perform pg_notify('leads', ''); end if;
  return answer;
end $$;

-- The partner that accepted a lead opens its deal: with the customer as account, itself as the source. Null when the lead
-- is not its own to open one from.
create or replace function open_lead_deal(which uuid, deal_name text, amount bigint, cur text, closes date) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  partner uuid := nullif(current_setting('app.partner_id', true), '')::uuid;
  person uuid := nullif(current_setting('app.person_id', true), '')::uuid;
  l leads;
  customer uuid;
  made uuid;
begin
  select * into l from leads where id = which and partner_id = partner and status = 'accepted' for update;
  if not found or amount < 0 or cur !~ '^[A-Z]{3}$' then return null; end if;
  -- Two deals with a new customer at once make one account of it.
  perform pg_advisory_xact_lock(hashtextextended('account:' || lower(l.customer_name), 0));
  customer := (select a.id from accounts a where a.domain = l.domain order by a.created_at, a.id limit 1);
  if customer is null then
    customer := (select a.id from accounts a where lower(a.name) = lower(l.customer_name) and (a.domain is null or l.domain is null)
      and coalesce(a.country, l.country) is not distinct from coalesce(l.country, a.country) order by a.created_at, a.id limit 1);
  end if;
  if customer is null then
    insert into accounts (name, domain, industry, country, region)
      values (l.customer_name, l.domain, l.industry, l.country, l.region) returning id into customer;
  end if;
  insert into deals (name, account_id, stage, currency, owner_id, partner_person_id)
    values (deal_name, customer, (select key from stages where outcome = 'open' order by position limit 1), cur,
      (select manager_id from partners where id = partner), person) returning id into made;
  insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on, recorded_by_id)
    select made, now(), stage, amount, cur, closes, person from deals where id = made;
  insert into deal_partners (deal_id, partner_id, role, added_on) values (made, partner, 'sourcing', program_day(now()));
  update leads set status = 'converted', deal_id = made, updated_at = now() where id = which;
  return made;
end $$;

-- The partner that accepted a lead gives it up. False when the lead is not its own to give up.
create or replace function lose_lead(which uuid, why text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  partner uuid := nullif(current_setting('app.partner_id', true), '')::uuid;
  person uuid := nullif(current_setting('app.person_id', true), '')::uuid;
begin
  update leads set status = 'lost', closed_on = program_day(now()), updated_at = now()
    where id = which and partner_id = partner and status = 'accepted';
  if not found then return false; end if;
  insert into lead_notes (lead_id, partner_id, person_id, text) values (which, partner, person, why);
  return true;
end $$;

-- A partner writes a note on a lead that it accepted. False when the lead is not its own to write about.
create or replace function note_lead(which uuid, said text, stars int) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with noted as (
    insert into lead_notes (lead_id, partner_id, person_id, rating, text)
    select l.id, l.partner_id, nullif(current_setting('app.person_id', true), '')::uuid, stars, said from leads l
    where l.id = which and l.status <> 'offered' and l.partner_id = nullif(current_setting('app.partner_id', true), '')::uuid
    returning 1)
  select exists (select 1 from noted)
$$;

-- A partner appeals against a demotion that it was told of, once and in time: the clock stands until somebody answers.
-- Returns `appealed`, `late` when the last day is over, `gone` when there is nothing of its own to appeal against.
create or replace function appeal_tier(which uuid, why text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  person uuid := nullif(current_setting('app.person_id', true), '')::uuid;
  last_day date;
begin
  select appeal_until into last_day from tier_moves
    where id = which and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid and kind = 'demotion' and status = 'notice' and answered_by_id is null
    for update;
  if not found or coalesce(why, '') = '' then return 'gone'; end if;
  if last_day is null or last_day < program_day(clock_timestamp()) then return 'late'; end if;
  update tier_moves set status = 'appealed' where id = which;
  insert into tier_move_events (move_id, kind, person_id, text) values (which, 'appealed', person, why);
  return 'appealed';
end $$;

-- Whom a partner calls about a lead: nobody until it accepted, and nobody of another's lead. It may not read the columns.
create or replace function lead_contact(which uuid) returns table (name text, email text, phone text)
language sql stable security definer set search_path = public, pg_temp as $$
  select contact_name, contact_email, contact_phone from leads
  where id = which and status <> 'offered' and partner_id = nullif(current_setting('app.partner_id', true), '')::uuid
$$;

-- A partner says what it does next on an open deal that it sourced, and when it expects it to close: a day that differs is a
-- version from now on. `planned`, or `gone` when it is no such deal of its own, `later` when its history goes on to a day to come.
create or replace function plan_own_deal(which uuid, step text, step_on date, closes date) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  partner uuid := nullif(current_setting('app.partner_id', true), '')::uuid;
  person uuid := nullif(current_setting('app.person_id', true), '')::uuid;
  d deals;
  last timestamptz;
begin
  select * into d from deals where id = which and partner_id = partner and outcome = 'open' for update;
  if not found then return 'gone'; end if;
  update deal_partners set next_step = nullif(step, ''), next_step_on = case when step <> '' then step_on end
    where deal_id = which and partner_id = partner;
  if closes is not null and closes is distinct from d.expected_close_on then
    last := (select max(valid_from) from deal_versions where deal_id = which and superseded_at is null);
    if program_day(last) > program_day(now()) then return 'later'; end if;
    insert into deal_versions (deal_id, valid_from, from_on, stage, amount_e4, currency, expected_close_on, recorded_by_id)
      values (which, greatest(now(), date_trunc('milliseconds', last) + interval '1 millisecond'), program_day(now()), d.stage, d.amount_e4, d.currency, closes, person);
  end if;
  update deals set last_activity_on = greatest(last_activity_on, program_day(now())) where id = which;
  return 'planned';
end $$;

-- A question about a partner's figure goes to its manager, or to a program owner when there is none: the partner itself does not choose who answers.
create or replace function own_issue() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.owner_id := coalesce(
    (select p.id from people p join partners own on own.manager_id = p.id where own.id = new.partner_id and p.access = 'active'),
    (select p.id from people p where new.partner_id is not null and p.kind = 'staff' and p.role = 'program_owner' and p.access = 'active' order by p.created_at, p.id limit 1));
  return new;
end $$;
create or replace trigger data_issues_owner before insert on data_issues for each row when (new.owner_id is null) execute function own_issue();

-- The audit log and the snapshots of tiers only grow.
create or replace function refuse_change() returns trigger language plpgsql set search_path = public, pg_temp as
$$ begin raise exception '% only grows: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege'; end $$;
create or replace trigger only_grows before update or delete or truncate on audit_entries for each statement execute function refuse_change();
create or replace trigger only_grows before update or delete or truncate on audit_chain for each statement execute function refuse_change();
create or replace trigger only_grows before update or delete or truncate on tier_evaluations for each statement execute function refuse_change();
create or replace trigger only_grows before update or delete or truncate on tier_snapshots for each statement execute function refuse_change();

-- The hash that seals an entry behind another: SHA-256 over the hash before and the whole entry, in a form that no setting changes.
create or replace function audit_hash(previous bytea, entry audit_entries) returns bytea
language sql stable set search_path = public, pg_temp as $$
  select sha256(previous || convert_to(jsonb_build_array(entry.id, extract(epoch from entry.at)::text, entry.actor_id, entry.actor, entry.action,
    entry.subject_type, entry.subject_id, entry.subject, entry.partner_id, entry.before, entry.after, entry.reason)::text, 'UTF8'))
$$;

-- Seals entries that are not sealed yet, at most so many; returns how many. One process at a time: another one returns 0.
create or replace function seal_audit(most int) returns int
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  entry audit_entries;
  last_position bigint := 0;
  last_hash bytea := ''::bytea;
  sealed int := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('seal_audit')) then return 0; end if;
  select position, hash into last_position, last_hash from audit_chain order by position desc limit 1;
  -- No transaction lives for a day: what was numbered before an entry that was sealed a day ago has been sealed, or never was.
  for entry in select * from audit_entries a
      where a.id > coalesce((select max(entry_id) from audit_chain where sealed_at < now() - interval '1 day'), 0)
        and not exists (select from audit_chain c where c.entry_id = a.id)
      order by a.id limit most loop
    last_position := coalesce(last_position, 0) + 1;
    last_hash := audit_hash(coalesce(last_hash, ''), entry);
    insert into audit_chain (position, entry_id, hash) values (last_position, entry.id, last_hash);
    sealed := sealed + 1;
  end loop;
  return sealed;
end $$;

-- Seconds until an attempt of this kind is allowed again; 0 when it is.
create or replace function attempt_wait(what text, most int) returns int
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select greatest(1, ceil(extract(epoch from a.ends_at - now())))::int
    from attempts a where a.key = what and a.count >= most and a.ends_at > now()), 0)
$$;

-- Counts an attempt: at most `most` in a window of `seconds` that starts with the first. Returns 0, or the seconds to wait.
-- One over the limit is not written down, so that a flood costs a look-up.
create or replace function count_attempt(what text, most int, seconds int) returns int
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  wait int := attempt_wait(what, most);
  counted int;
begin
  if wait > 0 then return wait; end if;
  insert into attempts as a (key, count, ends_at) values (what, 1, now() + make_interval(secs => seconds))
    on conflict on constraint attempts_pkey do update set
      count = case when a.ends_at <= now() then 1 else a.count + 1 end,
      ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end
    returning a.count into counted;
  if counted = 1 then
    delete from attempts where key in (
      select key from attempts where ends_at < now() - interval '1 hour' limit 100 for update skip locked);
  end if;
  return case when counted > most then seconds else 0 end;
end $$;

-- Whether a session still holds: not past its end, and used within 12 hours (staff) or 7 days (partner people).
create or replace function session_holds(s sessions) returns boolean language sql stable set search_path = public, pg_temp as
$$ select s.expires_at > now() and s.last_seen_at > now() - case s.via when 'sso' then interval '12 hours' else interval '7 days' end $$;

-- The person behind a session cookie with what every page needs of the program, and a note of the visit; no row when the
-- session is over or the person may not enter.
drop function if exists open_session(text);
create function open_session(hash text) returns table (
  session_id uuid, person_id uuid, kind text, role text, name text, email text, partner_id uuid, partner_name text, via text,
  view_as_partner_id uuid, view_as_partner_name text, view_as_until timestamptz,
  program_name text, reporting_currency text, time_zone text, settings_updated_at timestamptz, open_alerts int)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  -- A database that can only be read still knows who asks.
  if not current_setting('transaction_read_only')::boolean then
    update sessions s set last_seen_at = now()
      where s.token_hash = hash and session_holds(s) and (s.last_seen_at < now() - interval '1 minute' or s.last_seen_at = s.created_at);
    if found then
      insert into visits (person_id, partner_id, "on")
        select p.id, p.partner_id, program_day(now()) from sessions s join people p on p.id = s.person_id where s.token_hash = hash and s.via <> 'report'
        on conflict on constraint visits_person_id_on_pk do update set pages = visits.pages + 1;
    end if;
  end if;
  return query
    select s.id, p.id, p.kind, p.role, p.name, p.email, p.partner_id, c.name, s.via,
           case when s.view_as_until > now() then s.view_as_partner_id end, case when s.view_as_until > now() then v.name end, s.view_as_until,
           g.program_name, g.reporting_currency, g.time_zone, g.updated_at,
           count_alerts(p.id, p.role, coalesce(case when s.view_as_until > now() then s.view_as_partner_id end, p.partner_id))
    from settings g, sessions s join people p on p.id = s.person_id
      left join partners c on c.id = p.partner_id left join partners v on v.id = s.view_as_partner_id
    where s.token_hash = hash and session_holds(s) and p.access = 'active' and p.role is not null
      and (p.kind = 'staff' or (c.status <> 'suspended' and c.merged_into_id is null));
end $$;

-- A scorecard holds at most so many metrics of a layer, and none is taken off below the least. The scorecard is locked, so
-- that two people at once cannot add a fifth outcome. The numbers are those of lib/scorecards/layers.ts; a test compares them.
create or replace function scorecard_limit(which text, most boolean) returns int language sql immutable as $$
  select case when most then case which when 'outcome' then 4 when 'driver' then 8 else 6 end
    else case which when 'outcome' then 2 when 'driver' then 4 when 'health' then 3 else 0 end end
$$;

create or replace function keep_scorecard_limits() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare held int;
begin
  perform 1 from scorecards where id = new.scorecard_id for update;
  held := (select count(*) from scorecard_metrics m where m.scorecard_id = new.scorecard_id and m.layer = new.layer and m.removed_at is null and m.id <> new.id);
  if new.removed_at is null and held + 1 > scorecard_limit(new.layer, true) then
    raise exception 'a scorecard holds at most % metrics of the layer %', scorecard_limit(new.layer, true), new.layer using errcode = 'check_violation', constraint = 'scorecard_metrics_most';
  end if;
  if tg_op = 'UPDATE' and old.removed_at is null and new.removed_at is not null and held < scorecard_limit(new.layer, false) then
    raise exception 'a scorecard holds at least % metrics of the layer %', scorecard_limit(new.layer, false), new.layer using errcode = 'check_violation', constraint = 'scorecard_metrics_least';
  end if;
  return new;
end $$;
create or replace trigger keep_scorecard_limits before insert or update of layer, removed_at, scorecard_id on scorecard_metrics
  for each row execute function keep_scorecard_limits();

-- A review that is closed stays as it was: what it said, the figures it was held over, and why it ended without a decision.
create or replace function keep_closed_review() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  -- It follows its partner when records are merged, and goes back with them.
  if old.state = 'closed' and to_jsonb(new) - 'partner_id' = to_jsonb(old) - 'partner_id' then return new; end if;
  if old.state = 'closed' then raise exception 'a closed review stays as it is' using errcode = 'check_violation', constraint = 'scorecard_reviews_kept'; end if;
  if new.state = 'closed' and coalesce(trim(new.no_decision_reason), '') = ''
    and not exists (select from review_items i where i.review_id = new.id and i.kind = 'decision') then
    raise exception 'a review without a decision says why' using errcode = 'check_violation', constraint = 'scorecard_reviews_why';
  end if;
  return new;
end $$;
create or replace trigger keep_closed_review before update on scorecard_reviews for each row execute function keep_closed_review();

create or replace function keep_review_figures() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'figures of a review stay as they were' using errcode = 'check_violation', constraint = 'review_figures_kept';
end $$;
create or replace trigger keep_review_figures before update of label, value, target, exact_value, status, says, shared, layer on review_figures
  for each row execute function keep_review_figures();

-- Who says that an activity is done is the person of the transaction, whatever the statement says.
create or replace function plan_activity_done() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.done_at is distinct from old.done_at then
    new.done_at := case when new.done_at is null then null else now() end;
    new.done_by_id := case when new.done_at is null then null else nullif(current_setting('app.person_id', true), '')::uuid end;
  end if;
  return new;
end $$;
create or replace trigger plan_activity_done before update of done_at on plan_activities for each row execute function plan_activity_done();
