-- Who says that a task is done is the person of the transaction, on the program's day, whatever the statement says; a day
-- that came with it counts from staff alone. Made anew at every migration, after db/routines.sql.
create or replace function partner_task_done() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.done_on is distinct from old.done_on then
    if current_setting('role') = 'portal_partner' and new.done_on is not null then new.done_on := program_day(now()); end if;
    new.done_by_id := case when new.done_on is null then null else nullif(current_setting('app.person_id', true), '')::uuid end;
  end if;
  return new;
end $$;
create or replace trigger partner_task_done before update of done_on on partner_tasks for each row execute function partner_task_done();

-- What the morning counts of steps that are late is kept until one of them changes.
do $$
declare t text;
begin
  foreach t in array array['partner_tasks', 'partner_contracts'] loop
    execute format('create or replace trigger note_insert after insert on %I referencing new table as new_rows for each statement execute function note_change(''partner'')', t);
    execute format('create or replace trigger note_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function note_change(''partner'')', t);
    execute format('create or replace trigger note_delete after delete on %I referencing old table as old_rows for each statement execute function note_change(''partner'')', t);
  end loop;
end $$;
