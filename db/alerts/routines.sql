-- Alerts: what wakes the worker, what stands in the menu, and which pages are opened. Made anew at every migration.

create or replace trigger call_worker after insert on alerts for each statement execute function call_worker('alerts');

-- How many open alerts are somebody's, counted to a hundred: a person of staff's own and those of their role that are
-- nobody's; of a partner's people what is shared with their company.
create or replace function count_alerts(person uuid, its_role text, its_partner uuid) returns int language sql stable set search_path = public, pg_temp as $$
  select count(*)::int from (
    select 1 from alerts a where its_partner is null and a.ended_at is null and a.resolved_at is null and a.owner_id = person and coalesce(a.snoozed_until, '-infinity') <= current_date
    union all
    select 1 from alerts a where its_partner is null and a.ended_at is null and a.resolved_at is null and a.owner_id is null and its_role = any(a.roles) and coalesce(a.snoozed_until, '-infinity') <= current_date
    union all
    select 1 from alerts a where a.partner_id = its_partner and a.shared and a.ended_at is null
    limit 100) x
$$;

-- Which pages were opened, many at once: [{"page", "role", "partner", "views"}]. The web process counts and has no other way in.
create or replace function count_pages(seen jsonb) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  insert into page_views ("on", page, role, partner_id, views)
    select program_day(now()), left(x.page, 100), x.role, x.partner, sum(x.views)::int from jsonb_to_recordset(seen) as x(page text, role text, partner uuid, views int)
    where x.views > 0 group by 2, 3, 4
    on conflict on constraint page_views_once do update set views = page_views.views + excluded.views
$$;
