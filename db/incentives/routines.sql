-- What the database itself holds about money: the ledger only grows and always balances, plans that were approved stay as
-- they are and take two people, earnings change their state alone. Made anew at every migration, after db/routines.sql.

create or replace trigger only_grows before update or delete or truncate on ledger_transactions for each statement execute function refuse_change();
create or replace trigger only_grows before update or delete or truncate on ledger_entries for each statement execute function refuse_change();
create or replace trigger only_grows before update or delete or truncate on statements for each statement execute function refuse_change();
create or replace trigger only_grows before update or delete or truncate on closed_months for each statement execute function refuse_change();
create or replace trigger only_grows before delete or truncate on ledger_accounts for each statement execute function refuse_change();
create or replace trigger only_grows before delete or truncate on earnings for each statement execute function refuse_change();

-- Kept answers about balances are stale after a booking.
create or replace trigger note_insert after insert on ledger_transactions referencing new table as new_rows for each statement execute function note_change('partner');

create or replace function open_transaction() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.opened_in := pg_current_xact_id()::text::bigint;
  return new;
end $$;
create or replace trigger open_transaction before insert on ledger_transactions for each row execute function open_transaction();

-- At commit: at least two entries, and zero in each currency.
create or replace function transaction_balances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint; off text;
begin
  -- One look, since it is taken for every booking.
  select coalesce(sum(s.n), 0), string_agg(s.sum || ' ' || s.currency, ', ') filter (where s.sum <> 0) into n, off
    from (select currency, count(*) as n, sum(amount_minor) as sum from ledger_entries where transaction_id = new.id group by currency) s;
  if n < 2 or off is not null then
    raise exception 'the booking % does not balance: % entries, % too much', new.effect_key, n, coalesce(off, 'nothing')
      using errcode = 'check_violation', constraint = 'ledger_balances', table = 'ledger_entries';
  end if;
  return null;
end $$;
drop trigger if exists transaction_balances on ledger_transactions;
create constraint trigger transaction_balances after insert on ledger_transactions
  deferrable initially deferred for each row execute function transaction_balances();

-- A booking takes entries in the transaction of the database that opened it, and none later. Balances are kept in order of
-- accounts, so that two who book at once wait for each other, and never both.
create or replace function keep_balances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from new_rows n join ledger_transactions t on t.id = n.transaction_id where t.opened_in <> pg_current_xact_id()::text::bigint) then
    raise exception 'a booking that is done takes no more entries' using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from new_rows n join ledger_accounts a on a.id = n.account_id where a.currency <> n.currency) then
    raise exception 'an entry is in the currency of its account' using errcode = 'check_violation', constraint = 'ledger_entries_currency';
  end if;
  perform 1 from ledger_accounts where id in (select account_id from new_rows) order by id for update;
  update ledger_accounts a set balance_minor = a.balance_minor + s.sum, entries = a.entries + s.n, updated_at = now()
  from (select account_id, sum(amount_minor)::bigint as sum, count(*) as n from new_rows group by 1) s where a.id = s.account_id;
  return null;
end $$;
create or replace trigger keep_balances after insert on ledger_entries referencing new table as new_rows
  for each statement execute function keep_balances();

create or replace function guard_account() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    new.balance_minor := 0; new.entries := 0;
  elsif pg_trigger_depth() < 2 then
    raise exception 'balances are kept by the database alone' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger guard_account before insert or update on ledger_accounts for each row execute function guard_account();

-- Refuses an update that names a column which never changes: asked of the statement and not of each row's content.
create or replace function refuse_columns() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'of a row of % only its state changes', tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- Lets an update of a table name these columns alone. Made anew with every migration, so that a new column is held too.
create or replace function hold_columns(target text, moves text[]) returns void language plpgsql set search_path = public, pg_temp as $$
declare kept text := (select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = target::regclass and attnum > 0 and not attisdropped and attname <> all(moves));
begin
  execute format('create or replace trigger hold_columns before update of %s on %I for each statement execute function refuse_columns()', kept, target);
end $$;
revoke all on function hold_columns(text, text[]) from public;
select hold_columns('earnings', '{status,approval_id,approved_at,approved_by_id,payout_id}');

-- Into a closed month comes no earning.
create or replace function guard_month() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare closed date := (select c.month from closed_months c where c.month in (select distinct statement_month from new_rows) limit 1);
begin
  if closed is not null then
    raise exception 'the month % is closed', closed using errcode = 'check_violation', constraint = 'earnings_month_open';
  end if;
  return null;
end $$;
create or replace trigger guard_month after insert on earnings referencing new table as new_rows for each statement execute function guard_month();

-- Of an earning its state alone changes, and only forward.
create or replace function guard_earning() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not (case
      -- Approved, taken by a payout, and given back by one that was left out.
      when old.status = 'held' then new.status = 'approved' and new.payout_id is null
      when (old.status, new.status) = ('approved', 'approved') then (old.payout_id is null) <> (new.payout_id is null)
      -- With the bank, then paid, or back from it and free to be paid by another payout.
      when (old.status, new.status) in (('approved', 'paying'), ('paying', 'paid')) then new.payout_id is not distinct from old.payout_id
      when (old.status, new.status) = ('paying', 'approved') then new.payout_id is null
      else false end) then
    raise exception 'of an earning only its state changes, and only forward' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger guard_earning before update on earnings for each row execute function guard_earning();

-- What an approved plan says stays; it can only end. Whoever approves is the person of the transaction, and neither wrote
-- nor proposed it.
create or replace function guard_plan() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare moves constant text[] := '{status,valid_to,approved_by_id,approved_at,proposed_by_id,proposed_at}';
begin
  if tg_op = 'DELETE' then
    if old.status <> 'draft' then raise exception 'only a draft can be removed' using errcode = 'insufficient_privilege'; end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'draft' then raise exception 'a plan begins as a draft' using errcode = 'insufficient_privilege'; end if;
    return new;
  end if;
  if old.status <> 'draft' and (to_jsonb(new) - moves) is distinct from (to_jsonb(old) - moves) then
    raise exception 'a plan that was proposed is not edited' using errcode = 'insufficient_privilege';
  end if;
  if old.status in ('approved', 'active', 'ended') then
    if new.status = old.status and new.valid_to is not distinct from old.valid_to
      or (new.approved_by_id, new.approved_at, new.proposed_by_id, new.proposed_at) is distinct from (old.approved_by_id, old.approved_at, old.proposed_by_id, old.proposed_at)
      or new.valid_to is null and old.valid_to is not null
      or (old.status, new.status) not in (('approved','approved'), ('approved','active'), ('approved','ended'), ('active','active'), ('active','ended'), ('ended','ended')) then
      raise exception 'a plan that was approved is not edited' using errcode = 'insufficient_privilege';
    end if;
  elsif new.status = 'approved' then
    if old.status <> 'proposed' or new.approved_by_id is distinct from nullif(current_setting('app.person_id', true), '')::uuid
      or new.approved_by_id is null or new.approved_by_id in (old.proposed_by_id, old.created_by_id) then
      raise exception 'a plan is approved by a second person' using errcode = 'insufficient_privilege';
    end if;
  elsif new.status not in ('draft', 'proposed') then
    raise exception 'a plan is approved before it begins' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger guard_plan before insert or update or delete on incentive_plans for each row execute function guard_plan();

-- The months in which a deal may have earned.
create or replace function incentive_months(deal uuid) returns setof date language sql stable security definer set search_path = public, pg_temp as $$
  select date_trunc('month', closed_on)::date from deals where id = deal and outcome = 'won' and closed_on is not null
  union select date_trunc('month', d.day)::date from revenue_lines r cross join lateral (values (r.invoiced_on), (r.paid_on)) d(day) where r.deal_id = deal and d.day is not null
$$;

-- Marks what may earn anew. Nothing is marked while no plan was ever approved.
create or replace function mark_incentives() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from incentive_plans where status in ('approved', 'active', 'ended')) then return null; end if;
  if tg_table_name = 'revenue_lines' then
    if tg_op <> 'DELETE' then
      insert into incentive_dirty (partner_id, month)
      select r.partner_id, date_trunc('month', d.day)::date from new_rows r cross join lateral (values (r.invoiced_on), (r.paid_on)) d(day) where d.day is not null
      union select p.partner_id, date_trunc('month', d.day)::date from new_rows r join deal_partners p on p.deal_id = r.deal_id
        cross join lateral (values (r.invoiced_on), (r.paid_on)) d(day) where d.day is not null;
    end if;
    if tg_op <> 'INSERT' then
      insert into incentive_dirty (partner_id, month)
      select r.partner_id, date_trunc('month', d.day)::date from old_rows r cross join lateral (values (r.invoiced_on), (r.paid_on)) d(day) where d.day is not null
      union select p.partner_id, date_trunc('month', d.day)::date from old_rows r join deal_partners p on p.deal_id = r.deal_id
        cross join lateral (values (r.invoiced_on), (r.paid_on)) d(day) where d.day is not null;
    end if;
  elsif tg_table_name = 'deals' then
    insert into incentive_dirty (partner_id, month) select distinct p.partner_id, date_trunc('month', c.closed_on)::date
      from (select id, closed_on from new_rows where outcome = 'won' union select id, closed_on from old_rows where outcome = 'won') c
        join deal_partners p on p.deal_id = c.id where c.closed_on is not null;
  elsif tg_table_name = 'partner_versions' then
    insert into incentive_dirty (partner_id, month) select distinct partner_id, '-infinity'::date from new_rows;
  else
    -- Who takes part in a deal, how it is shared, what was sold: all that the deal earned.
    if tg_op <> 'DELETE' then
      insert into incentive_dirty (partner_id, month) select distinct p.partner_id, m.month from new_rows n cross join lateral incentive_months(n.deal_id) m(month) join deal_partners p on p.deal_id = n.deal_id;
    end if;
    if tg_op <> 'INSERT' and tg_table_name = 'deal_partners' then
      insert into incentive_dirty (partner_id, month) select distinct (to_jsonb(o) ->> 'partner_id')::uuid, m.month from old_rows o cross join lateral incentive_months(o.deal_id) m(month);
    elsif tg_op <> 'INSERT' then
      insert into incentive_dirty (partner_id, month) select distinct p.partner_id, m.month from old_rows o cross join lateral incentive_months(o.deal_id) m(month) join deal_partners p on p.deal_id = o.deal_id;
    end if;
  end if;
  perform pg_notify('incentives', '');
  return null;
end $$;

do $$
declare t text; op text; how text;
begin
  foreach t in array array['revenue_lines', 'deal_partners', 'deal_shares', 'deal_lines'] loop
    execute format('create or replace trigger mark_incentives_insert after insert on %I referencing new table as new_rows for each statement execute function mark_incentives()', t);
    execute format('create or replace trigger mark_incentives_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function mark_incentives()', t);
    execute format('create or replace trigger mark_incentives_delete after delete on %I referencing old table as old_rows for each statement execute function mark_incentives()', t);
  end loop;
end $$;
-- A deal earns once it has partners: new ones are marked by `deal_partners`.
create or replace trigger mark_incentives_update after update on deals referencing old table as old_rows new table as new_rows
  for each statement execute function mark_incentives();
create or replace trigger mark_incentives_insert after insert on partner_versions referencing new table as new_rows
  for each statement execute function mark_incentives();
create or replace trigger mark_incentives_update after update on partner_versions referencing new table as new_rows
  for each statement execute function mark_incentives();

-- The record that a partner was merged into, and that one into; its own when it was not.
create or replace function partner_root(of uuid) returns uuid language sql stable set search_path = public, pg_temp as $$
  with recursive up as (select id, merged_into_id from partners where id = of
    union all select p.id, p.merged_into_id from up join partners p on p.id = up.merged_into_id)
  select id from up where merged_into_id is null $$;

-- Since when a month is closed is known to whoever has a statement of it.
create or replace function month_closed_at(closed date) returns timestamptz language sql stable security definer set search_path = public, pg_temp as
$$ select c.closed_at from closed_months c where c.month = closed $$;

-- Which months are closed is no secret of the program: partners read it of their own statements.
create or replace function closed_months_seen() returns table (month date) language sql stable security definer set search_path = public, pg_temp as
$$ select max(c.month) from closed_months c $$;
