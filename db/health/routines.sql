-- How the portal's own machinery does, as figures alone: no row, name or address leaves it. Made anew at every migration.

-- Whether a worker said within the last minutes that it lives: readiness tells it, and knows nothing else of jobs.
create or replace function worker_seen() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from job_workers where seen_at > now() - interval '2 minutes')
$$;

create or replace function health_facts() returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object(
    'now', now(), 'zone', (select time_zone from settings),
    'server', current_setting('server_version'), 'databaseBytes', (select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'),
    'connections', (select count(*) from pg_stat_activity where backend_type = 'client backend'), 'mostConnections', current_setting('max_connections')::int,
    'workers', (select count(*) from job_workers where seen_at > now() - interval '40 seconds'), 'workerSeen', (select max(seen_at) from job_workers),
    'waiting', (select count(*) from jobs where status = 'waiting' and run_at <= now()), 'oldest', (select min(run_at) from jobs where status = 'waiting' and run_at <= now()),
    'dead', (select count(*) from jobs where status = 'dead'), 'failing', (select count(*) from job_looks where failing_since is not null),
    'mails', (select count(*) from mail_outbox where sent_at is null and sealed is not null), 'mailOldest', (select min(created_at) from mail_outbox where sent_at is null and sealed is not null),
    'messages', (select count(*) from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id and e.status = 'active' where d.status = 'waiting'), 'messageOldest',
      (select min(d.created_at) from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id and e.status = 'active' where d.status = 'waiting'),
    'importAt', (select max(published_at) from import_batches where status = 'published'),
    'importFailed', (select max(created_at) from import_batches where status = 'failed'),
    'ledger', (select jsonb_build_object('at', proved_at, 'problems', jsonb_array_length(problems)) from ledger_proofs order by id desc limit 1),
    'audit', (select jsonb_build_object('at', coalesce(ended_at, started_at), 'ok', outcome = 'done') from job_runs where name = 'audit_check' and outcome is not null order by id desc limit 1),
    'backup', (select max(at) from audit_entries where action = 'backup.made'))
$$;
