-- What the database itself holds about funds: money of allocations only moves by rows that add up, never beyond what there is;
-- requests and claims change by the listed moves alone, and the money follows their state. Made anew at every migration.

create or replace trigger only_grows before update or delete or truncate on fund_moves for each statement execute function refuse_change();

-- Which state leads to which, and who may do it: the same as in lib/funds/states.ts.
create or replace function fund_transitions(of text) returns table (before text, after text, by text) language sql immutable set search_path = public, pg_temp as $$
  select v.before, v.after, v.by from (values
    ('request', 'draft', 'submitted', 'partner'), ('request', 'returned', 'submitted', 'partner'), ('request', 'submitted', 'draft', 'partner'),
    ('request', 'draft', 'withdrawn', 'partner'), ('request', 'submitted', 'withdrawn', 'partner'), ('request', 'returned', 'withdrawn', 'partner'),
    ('request', 'approved', 'withdrawn', 'partner'), ('request', 'approved', 'amended', 'partner'), ('request', 'amended', 'approved', 'partner'),
    ('request', 'approved', 'closed', 'partner'), ('request', 'amended', 'approved', 'staff'), ('request', 'submitted', 'approved', 'staff'),
    ('request', 'submitted', 'returned', 'staff'), ('request', 'submitted', 'rejected', 'staff'), ('request', 'returned', 'rejected', 'staff'),
    ('request', 'approved', 'closed', 'staff'), ('request', 'approved', 'expired', 'time'), ('request', 'amended', 'expired', 'time'),
    ('claim', 'draft', 'submitted', 'partner'), ('claim', 'returned', 'submitted', 'partner'), ('claim', 'submitted', 'draft', 'partner'),
    ('claim', 'draft', 'withdrawn', 'partner'), ('claim', 'submitted', 'withdrawn', 'partner'), ('claim', 'returned', 'withdrawn', 'partner'),
    ('claim', 'submitted', 'checked', 'staff'), ('claim', 'submitted', 'approved', 'staff'), ('claim', 'checked', 'approved', 'staff'),
    ('claim', 'submitted', 'returned', 'staff'), ('claim', 'checked', 'returned', 'staff'), ('claim', 'submitted', 'rejected', 'staff'),
    ('claim', 'checked', 'rejected', 'staff'), ('claim', 'returned', 'rejected', 'staff'), ('claim', 'draft', 'withdrawn', 'time'),
    ('claim', 'returned', 'withdrawn', 'time')) v (kind, before, after, by) where v.kind = of $$;

create or replace function fund_side() returns text language sql stable set search_path = public, pg_temp as
$$ select case current_setting('role', true) when 'portal_partner' then 'partner' when 'portal_staff' then 'staff' end $$;

create or replace function refuse_fund(why text) returns void language plpgsql set search_path = public, pg_temp as $$
begin raise exception '%', why using errcode = 'check_violation', constraint = 'fund_rules'; end $$;

-- Balances are kept from the moves alone.
create or replace function guard_fund_balance() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare counted constant text[] := '{amount_minor,allocated_minor,committed_minor,used_minor,returned_minor}';
begin
  if tg_table_name = 'fund_budgets' then
    if tg_op = 'INSERT' then new.allocated_minor := 0;
    elsif pg_trigger_depth() < 2 and new.allocated_minor <> old.allocated_minor then
      raise exception 'balances are kept by the database alone' using errcode = 'insufficient_privilege';
    end if;
  elsif tg_op = 'INSERT' then
    new.amount_minor := 0; new.committed_minor := 0; new.used_minor := 0; new.returned_minor := 0;
  elsif pg_trigger_depth() < 2 and exists (select 1 from unnest(counted) c where to_jsonb(new) -> c is distinct from to_jsonb(old) -> c) then
    raise exception 'balances are kept by the database alone' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger guard_fund_balance before insert or update on fund_budgets for each row execute function guard_fund_balance();
create or replace trigger guard_fund_balance before insert or update on fund_allocations for each row execute function guard_fund_balance();

-- A move changes the balances that it is about: the budget before the allocation, so that two at once wait, and never both. What
-- was made available and what was used become facts of figures, each once.
create or replace function keep_fund_balances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare a fund_allocations; b fund_budgets; x bigint := new.amount_minor;
begin
  if new.kind in ('allocated', 'returned') then
    update fund_budgets set allocated_minor = allocated_minor + case new.kind when 'allocated' then x else -x end
      where id = (select budget_id from fund_allocations where id = new.allocation_id);
  end if;
  update fund_allocations set
    amount_minor = amount_minor + case new.kind when 'allocated' then x else 0 end,
    committed_minor = committed_minor + case new.kind when 'reserved' then x when 'released' then -x when 'used' then -x else 0 end,
    used_minor = used_minor + case new.kind when 'used' then x else 0 end,
    returned_minor = returned_minor + case new.kind when 'returned' then x else 0 end
    where id = new.allocation_id returning * into a;
  select * into b from fund_budgets where id = a.budget_id;
  if new.request_id is not null then
    update fund_requests set
      reserved_minor = reserved_minor + case new.kind when 'reserved' then x when 'released' then -x else 0 end,
      used_minor = used_minor + case new.kind when 'used' then x else 0 end
      where id = new.request_id and allocation_id = new.allocation_id;
    if not found then raise exception 'a move is of the request''s own allocation' using errcode = 'check_violation', constraint = 'fund_moves_own'; end if;
  end if;
  if new.kind = 'allocated' then
    insert into incentive_grants (partner_id, kind, amount_e4, currency, granted_on, name, fund_allocation_id)
    values (a.partner_id, 'mdf', a.amount_minor * (10::numeric ^ (4 - b.exponent))::bigint, a.currency, new."on", b.name, a.id)
    on conflict (fund_allocation_id) do update set amount_e4 = excluded.amount_e4;
  elsif new.kind = 'used' then
    insert into incentive_uses (grant_id, partner_id, amount_e4, currency, used_on, reference, fund_claim_id)
    select g.id, g.partner_id, x * (10::numeric ^ (4 - b.exponent))::bigint, a.currency, new."on", 'FC-' || lpad(c.number::text, 4, '0'), c.id
    from incentive_grants g, fund_claims c where g.fund_allocation_id = a.id and c.id = new.claim_id;
  end if;
  return null;
end $$;
create or replace trigger keep_fund_balances after insert on fund_moves for each row execute function keep_fund_balances();

-- A deal that a funded activity touched is one fact of figures.
create or replace function keep_funded_deal() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from funded_deals where fund_request_id = old.request_id and deal_id = old.deal_id;
    return null;
  end if;
  if not exists (select 1 from fund_requests r where r.id = new.request_id and r.partner_id = new.partner_id and r.approved_minor is not null)
    or not exists (select 1 from deal_partners p where p.deal_id = new.deal_id and p.partner_id = new.partner_id) then
    perform refuse_fund('a deal of the partner is linked to what was approved');
  end if;
  insert into funded_deals (grant_id, deal_id, partner_id, touched_on, fund_request_id)
  select g.id, new.deal_id, new.partner_id, new.touched_on, r.id from fund_requests r join incentive_grants g on g.fund_allocation_id = r.allocation_id where r.id = new.request_id;
  return null;
end $$;
create or replace trigger keep_funded_deal after insert or delete on fund_request_deals for each row execute function keep_funded_deal();

create or replace function guard_fund_request() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  side text := fund_side();
  me uuid := nullif(current_setting('app.person_id', true), '')::uuid;
  described constant text[] := '{title,activity,starts_on,ends_on,plan,expected_leads,expected_pipeline_minor,requested_minor,allocation_id}';
  a fund_allocations; b fund_budgets;
begin
  select * into a from fund_allocations where id = new.allocation_id;
  select * into b from fund_budgets where id = a.budget_id;
  if tg_op = 'INSERT' then
    if new.status <> 'draft' or a.partner_id is distinct from new.partner_id then perform refuse_fund('a request begins as a draft of its own partner'); end if;
    new.reserved_minor := 0; new.used_minor := 0; new.approved_minor := null;
    return new;
  end if;
  if (new.reserved_minor, new.used_minor) is distinct from (old.reserved_minor, old.used_minor) and pg_trigger_depth() < 2 then
    raise exception 'balances are kept by the database alone' using errcode = 'insufficient_privilege';
  end if;
  if side = 'partner' and (old.status not in ('draft', 'returned') or new.status = 'withdrawn')
    and exists (select 1 from unnest(described) c where to_jsonb(new) -> c is distinct from to_jsonb(old) -> c) then
    perform refuse_fund('what was submitted is not edited');
  end if;
  if new.approved_minor is distinct from old.approved_minor
    and (side is not distinct from 'partner' or new.status <> 'approved' or old.status not in ('submitted', 'amended')) then
    perform refuse_fund('an amount is approved by a decision');
  end if;
  if new.status = old.status then return new; end if;
  if not exists (select 1 from fund_transitions('request') t where t.before = old.status and t.after = new.status and (side is null or t.by = side)) then
    perform refuse_fund(format('a request that is %s does not become %s', old.status, new.status));
  end if;
  new.updated_at := now();
  if new.status in ('submitted', 'amended') then new.due_at := now() + make_interval(days => b.decision_days); else new.due_at := null; end if;
  if new.status = 'submitted' then
    new.submitted_at := now(); new.submitted_by_id := me;
    if a.expires_on < program_day(now()) then perform refuse_fund('these funds have expired'); end if;
  end if;
  if old.status = 'submitted' and new.status in ('approved', 'returned', 'rejected') then
    if me is null or new.decided_by_id is distinct from me then perform refuse_fund('a decision is made in the own name'); end if;
    new.decided_at := now();
  end if;
  if new.status in ('withdrawn', 'closed') then
    if new.status = 'withdrawn' and old.used_minor > 0 then perform refuse_fund('of what was claimed nothing is withdrawn: close it'); end if;
    if exists (select 1 from fund_claims c where c.request_id = new.id and c.status in ('submitted', 'checked')) then perform refuse_fund('a claim of it waits for a decision'); end if;
  end if;
  if new.status in ('withdrawn', 'closed', 'rejected', 'expired') then new.ended_on := program_day(now()); end if;
  return new;
end $$;
create or replace trigger guard_fund_request before insert or update on fund_requests for each row execute function guard_fund_request();

-- The money follows the state: committed while a request is approved, and once it has ended what was not used is free again.
create or replace function move_fund_money() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wanted bigint := case when new.status in ('approved', 'amended') then new.approved_minor when new.status in ('expired', 'closed', 'withdrawn') then new.used_minor else 0 end;
  delta bigint := wanted - new.reserved_minor;
  kind text := case
    when new.status = 'submitted' and old.status = 'returned' then 'resubmitted' when new.status = 'draft' then 'recalled'
    when new.status = 'approved' and old.status = 'amended' then case when fund_side() is not distinct from 'partner' then 'amendment_taken_back'
      when (new.approved_minor, new.starts_on, new.ends_on) is distinct from (old.approved_minor, old.starts_on, old.ends_on) then 'amendment_accepted' else 'amendment_declined' end
    else new.status end;
begin
  if delta <> 0 then
    insert into fund_moves (allocation_id, request_id, kind, amount_minor, effect_key)
    values (new.allocation_id, new.id, case when delta > 0 then 'reserved' else 'released' end, abs(delta), 'request ' || new.id || ' ' || (select count(*) from fund_moves where request_id = new.id));
  end if;
  if new.status <> old.status then
    insert into fund_events (allocation_id, request_id, kind, text)
    values (new.allocation_id, new.id, kind, case when new.status = 'amended' then new.amendment ->> 'reason' when new.status in ('submitted', 'draft', 'expired') then null else new.reason end);
  end if;
  return null;
end $$;
create or replace trigger move_fund_money after update of status, approved_minor on fund_requests for each row execute function move_fund_money();

-- A claim is submitted with proof and within what is left; it is approved by somebody else than who approved the request, by two
-- people beyond the budget's limit, and only together with its booking.
create or replace function guard_fund_claim() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  side text := fund_side();
  me uuid := nullif(current_setting('app.person_id', true), '')::uuid;
  r fund_requests; b fund_budgets; recent bigint;
begin
  if tg_op = 'UPDATE' and new.status = old.status then
    if side = 'partner' and old.status not in ('draft', 'returned') then perform refuse_fund('what was submitted is not edited'); end if;
    if (new.approved_minor, new.transaction_id, new.checked_by_id, new.decided_by_id) is distinct from (old.approved_minor, old.transaction_id, old.checked_by_id, old.decided_by_id)
      then perform refuse_fund('a claim is decided by a decision'); end if;
    -- Taken by one payout at a time, of the partner that it was booked for, and given back by one that was left out or failed.
    if new.payout_id is distinct from old.payout_id and (old.payout_id is not null and new.payout_id is not null
      or not exists (select 1 from payouts p join ledger_transactions t on t.id = new.transaction_id and t.partner_id = p.partner_id
        where p.id = coalesce(new.payout_id, old.payout_id) and case when new.payout_id is null then p.status in ('dropped', 'failed') else p.status = 'prepared' end)) then
      perform refuse_fund('a claim is paid by one payout');
    end if;
    return new;
  end if;
  select * into r from fund_requests where id = new.request_id for no key update;
  if tg_op = 'INSERT' then
    if new.status <> 'draft' or r.partner_id is distinct from new.partner_id or r.status <> 'approved' then perform refuse_fund('a claim begins as a draft of what was approved'); end if;
    return new;
  end if;
  if side = 'partner' and old.status not in ('draft', 'returned') and (new.amount_minor, new.what, new.last) is distinct from (old.amount_minor, old.what, old.last)
    then perform refuse_fund('what was submitted is not edited'); end if;
  select b2.* into b from fund_budgets b2 join fund_allocations a on a.budget_id = b2.id where a.id = r.allocation_id;
  if not exists (select 1 from fund_transitions('claim') t where t.before = old.status and t.after = new.status and (side is null or t.by = side)) then
    perform refuse_fund(format('a claim that is %s does not become %s', old.status, new.status));
  end if;
  new.updated_at := now();
  new.due_at := case when new.status in ('submitted', 'checked') then now() + make_interval(days => b.decision_days) when new.status = 'returned' then now() + interval '14 days' end;
  if new.status = 'submitted' then
    new.submitted_at := now(); new.submitted_by_id := me; new.checked_by_id := null; new.checked_at := null; new.decided_by_id := null; new.decided_at := null;
    if r.status <> 'approved' then perform refuse_fund('the request is not open to claims'); end if;
    if not exists (select 1 from files f where f.fund_claim_id = new.id) then perform refuse_fund('a claim needs proof'); end if;
    if new.amount_minor > r.approved_minor - r.used_minor
      - coalesce((select sum(c.amount_minor) from fund_claims c where c.request_id = r.id and c.id <> new.id and c.status in ('submitted', 'checked', 'returned')), 0)
      then perform refuse_fund('a claim is within what is left'); end if;
  elsif new.status = 'checked' then
    if me is null or new.checked_by_id is distinct from me then perform refuse_fund('a decision is made in the own name'); end if;
    new.checked_at := now();
  elsif new.status in ('approved', 'returned', 'rejected') then
    if me is null or new.decided_by_id is distinct from me then perform refuse_fund('a decision is made in the own name'); end if;
    new.decided_at := now();
  end if;
  if new.status = 'approved' then
    if r.decided_by_id is not distinct from me then perform refuse_fund('who approved the request does not approve its claim'); end if;
    perform 1 from fund_allocations where id = r.allocation_id for no key update;
    select coalesce(sum(c.approved_minor), 0) into recent from fund_claims c join fund_requests q on q.id = c.request_id
      where q.allocation_id = r.allocation_id and c.status = 'approved' and c.decided_at > now() - interval '30 days';
    if recent + new.approved_minor > b.two_people_over_minor and new.checked_by_id is null then perform refuse_fund('two people look at this claim'); end if;
    if not exists (select 1 from ledger_transactions t join ledger_entries e on e.transaction_id = t.id join ledger_accounts l on l.id = e.account_id
      where t.id = new.transaction_id and t.kind = 'mdf' and l.kind = 'payable' and l.partner_id = new.partner_id and l.currency = b.currency and e.amount_minor = -new.approved_minor)
      then perform refuse_fund('a claim is approved with its booking'); end if;
  end if;
  return new;
end $$;
create or replace trigger guard_fund_claim before insert or update on fund_claims for each row execute function guard_fund_claim();

create or replace function move_claimed_money() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare allocation uuid := (select allocation_id from fund_requests where id = new.request_id);
begin
  if new.status = 'approved' then
    insert into fund_moves (allocation_id, request_id, claim_id, kind, amount_minor, effect_key) values (allocation, new.request_id, new.id, 'used', new.approved_minor, 'claim ' || new.id);
  end if;
  insert into fund_events (allocation_id, request_id, claim_id, kind, text, internal)
  values (allocation, new.request_id, new.id, 'claim_' || case when new.status = 'submitted' and old.status = 'returned' then 'resubmitted' when new.status = 'draft' then 'recalled' else new.status end,
    case when new.status in ('approved', 'returned', 'rejected') then new.reason end, new.status = 'checked');
  return null;
end $$;
create or replace trigger move_claimed_money after update of status on fund_claims for each row when (old.status <> new.status) execute function move_claimed_money();

-- Proof of what was submitted stays.
create or replace function guard_proof() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from fund_claims c where c.id = old.fund_claim_id and c.status <> 'draft') then
    raise exception 'proof of a claim stays' using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;
create or replace trigger guard_proof before delete on files for each row when (old.fund_claim_id is not null) execute function guard_proof();

-- The day of a move or a link, as the program counts it, unless it is given.
create or replace function set_fund_day() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'fund_moves' then new."on" := coalesce(new."on", program_day(now())); else new.touched_on := coalesce(new.touched_on, program_day(now())); end if;
  return new;
end $$;
create or replace trigger set_fund_day before insert on fund_moves for each row execute function set_fund_day();
create or replace trigger set_fund_day before insert on fund_request_deals for each row execute function set_fund_day();

-- Whether a claim was paid: the payout that took it was. A partner asks of its own.
create or replace function fund_claim_paid(claim uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from payouts p where p.id = c.payout_id and p.status = 'paid') from fund_claims c
  where c.id = claim and (fund_side() is distinct from 'partner' or c.partner_id = nullif(current_setting('app.partner_id', true), '')::uuid) $$;
