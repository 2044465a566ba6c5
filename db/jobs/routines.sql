-- The queue of jobs: anybody's transaction may put a job into it, which then waits for its commit. Made anew at every migration.

-- Puts a job into the queue, unless one of the same name and key stands there. What partner people may ask for is listed
-- here. Returns its number, or null.
create or replace function enqueue_job(what text, its_key text, its_payload jsonb, at timestamptz) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare made bigint;
begin
  if current_setting('role') = 'portal_partner' and what <> all (array['deliver_report']) then
    raise exception 'partner people cannot ask for the job %', what using errcode = 'insufficient_privilege';
  end if;
  insert into jobs (name, key, payload, run_at, asked_by_id)
    values (what, its_key, coalesce(its_payload, '{}'), coalesce(at, now()), nullif(current_setting('app.person_id', true), '')::uuid)
    on conflict do nothing returning id into made;
  if made is not null then perform pg_notify('jobs', ''); end if;
  return made;
end $$;

-- Calls the worker when there is something for it: the channel is the trigger's argument.
create or replace function call_worker() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify(tg_argv[0], '');
  return null;
end $$;
create or replace trigger call_worker after insert on mail_outbox for each statement execute function call_worker('mail');
create or replace trigger call_worker after insert on registration_events for each statement execute function call_worker('letters');
create or replace trigger call_worker after insert on tier_move_events for each statement execute function call_worker('letters');
