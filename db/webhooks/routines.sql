-- Events for other systems: written where the change is, in its transaction, and only when somebody wants to be told.

create or replace function note_webhook_event() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare what text;
begin
  if tg_table_name = 'statements' then what := 'statement.closed';
  else
    what := case new.action when 'registration.submitted' then 'deal.registered' when 'registration.decided' then 'deal.decided' when 'deal.moved' then 'deal.stage_moved'
      when 'lead.offered' then 'lead.offered' when 'lead.accepted' then 'lead.accepted' end;
  end if;
  if exists (select 1 from webhook_endpoints where status = 'active' and what = any(kinds)) then
    insert into webhook_events (kind, subject_id) values (what, case when tg_table_name = 'statements' then new.id::text else to_jsonb(new) ->> 'subject_id' end);
    perform pg_notify('webhooks', '');
  end if;
  return null;
end $$;
create or replace trigger note_webhook_event after insert on audit_entries for each row
  when (new.subject_id is not null and new.action in ('registration.submitted', 'registration.decided', 'deal.moved', 'lead.offered', 'lead.accepted'))
  execute function note_webhook_event();
create or replace trigger note_webhook_event after insert on statements for each row execute function note_webhook_event();

-- What is written many rows at a time is noted by the statement: alerts that were raised, payouts that the bank paid (what is paid
-- changes no more).
create or replace function note_webhook_events() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare what text := tg_argv[0];
begin
  if not exists (select 1 from webhook_endpoints where status = 'active' and what = any(kinds)) then return null; end if;
  if what = 'payout.paid' then
    insert into webhook_events (kind, subject_id) select what, id::text from news where status = 'paid';
  else
    insert into webhook_events (kind, subject_id) select what, id::text from news where ended_at is null;
  end if;
  perform pg_notify('webhooks', '');
  return null;
end $$;
create or replace trigger note_webhook_events after insert on alerts referencing new table as news for each statement execute function note_webhook_events('alert.raised');
create or replace trigger note_webhook_events after update on payouts referencing new table as news for each statement execute function note_webhook_events('payout.paid');

create or replace trigger call_worker after update of next_at on webhook_deliveries for each row when (new.status = 'waiting' and new.tried = 0) execute function call_worker('webhooks');

-- A new secret beside the one before, which is read by nobody on the way: only the database moves it. The caller must be of
-- the endpoint's company, or staff for one of the program.
create or replace function rotate_webhook(which uuid, sealed text, hours int) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update webhook_endpoints set old_secret = secret, old_until = now() + make_interval(hours => least(hours, 168)), secret = sealed
    where id = which and partner_id is not distinct from nullif(current_setting('app.partner_id', true), '')::uuid;
end $$;
