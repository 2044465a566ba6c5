-- What somebody who is not signed in may do with an application they wrote: confirm its address, and answer a question, each
-- by a link that works once. They read nothing of it. Made anew at every migration, after db/routines.sql.

create or replace function spend_application_link(hash text, what text) returns uuid
language sql volatile security definer set search_path = public, pg_temp as $$
  update one_time_tokens set used_at = now()
    where purpose = what and token_hash = hash and used_at is null and expires_at > now() returning application_id
$$;

-- Puts the application of the link into the queue. Returns it for the log, or nothing when the link does not hold.
create or replace function confirm_application(hash text) returns table (id uuid, company text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare which uuid := spend_application_link(hash, 'application');
begin
  update applications a set state = 'submitted', confirmed_at = now(), due_at = now() + interval '5 days'
    where a.id = which and a.state = 'unconfirmed' returning a.id, a.company into id, company;
  if id is null then return; end if;
  insert into application_events (application_id, kind) values (id, 'filed');
  return next;
end $$;

-- Writes the answer to what staff asked, and puts the application back into the queue.
create or replace function answer_application(hash text, answer text) returns table (id uuid, company text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare which uuid := spend_application_link(hash, 'application_answer');
begin
  update applications a set state = 'submitted', due_at = now() + interval '5 days'
    where a.id = which and a.state = 'returned' returning a.id, a.company into id, company;
  if id is null then return; end if;
  insert into application_events (application_id, kind, text) values (id, 'answered', left(answer, 4000));
  return next;
end $$;
