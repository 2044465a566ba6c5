-- What the database itself holds about payouts: an account is replaced and never edited, a batch takes two people, and a
-- payout moves one way. Made anew at every migration, after db/incentives/routines.sql.

create or replace trigger only_grows before delete or truncate on payout_batches for each statement execute function refuse_change();
create or replace trigger only_grows before delete or truncate on payouts for each statement execute function refuse_change();
create or replace trigger only_grows before update or delete or truncate on statement_confirmations for each statement execute function refuse_change();

-- A new account or number ends the one before. Who entered it is the person of the transaction; money waits before it goes there.
create or replace function replace_details() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.created_by_id := nullif(current_setting('app.person_id', true), '')::uuid;
  new.created_at := clock_timestamp();
  new.ended_at := null;
  new.held_until := case when new.kind = 'bank' then (select new.created_at + make_interval(days => payout_hold_days) from settings where payout_hold_days > 0) end;
  update payout_details set ended_at = new.created_at where partner_id = new.partner_id and kind = new.kind and ended_at is null;
  return new;
end $$;
create or replace trigger replace_details before insert on payout_details for each row execute function replace_details();

-- Of an account nothing changes but its end, and under which key it is sealed.
create or replace function guard_details() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if (to_jsonb(new) - '{ended_at,sealed,key_id}'::text[]) is distinct from (to_jsonb(old) - '{ended_at,sealed,key_id}'::text[])
    or old.ended_at is not null and new.ended_at is distinct from old.ended_at
    or new.key_id = old.key_id and new.sealed <> old.sealed then
    raise exception 'payout details are replaced, not edited' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger guard_details before update on payout_details for each row execute function guard_details();

create or replace function guard_batch() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare moves constant text[] := '{status,approved_minor,approved_under,approved_by_id,approved_at,sent_by_id,sent_at,file_sha256,file_sum_minor}';
begin
  if tg_op = 'INSERT' then
    if new.status <> 'prepared' or new.prepared_by_id is distinct from nullif(current_setting('app.person_id', true), '')::uuid then
      raise exception 'a batch is prepared by the person of the transaction' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - moves) is distinct from (to_jsonb(old) - moves)
    or (old.status, new.status) not in (('prepared','approved'), ('prepared','cancelled'), ('approved','sent'), ('approved','done'), ('sent','done'))
    or new.status = 'approved' and (new.approved_by_id is distinct from nullif(current_setting('app.person_id', true), '')::uuid or new.approved_by_id = old.prepared_by_id)
    or old.status <> 'prepared' and (new.approved_by_id, new.approved_at, new.approved_minor, new.approved_under) is distinct from (old.approved_by_id, old.approved_at, old.approved_minor, old.approved_under) then
    raise exception 'a batch is approved by a second person, and moves one way' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger guard_batch before insert or update on payout_batches for each row execute function guard_batch();

create or replace function guard_payout() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'prepared' then raise exception 'a payout begins prepared' using errcode = 'insufficient_privilege'; end if;
    return new;
  end if;
  if (old.status, new.status) not in (('prepared','paying'), ('prepared','dropped'), ('paying','paid'), ('paying','failed')) then
    raise exception 'of a payout its state alone changes, and one way' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
select hold_columns('payouts', '{status,reason,settled_at,settled_by_id}');
create or replace trigger guard_payout before insert or update on payouts for each row execute function guard_payout();

-- The sealed accounts of a batch that was approved, and whose they are, for its file: the only way in which the program's people reach them.
create or replace function payout_accounts(batch uuid) returns table (payout_id uuid, partner_id uuid, amount_minor bigint, sealed text, key_id text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, d.partner_id, p.amount_minor, d.sealed, d.key_id from payouts p join payout_batches b on b.id = p.batch_id join payout_details d on d.id = p.bank_id
  where b.id = batch and b.status in ('approved','sent','done') and p.status in ('paying','paid','failed') order by p.id
$$;
