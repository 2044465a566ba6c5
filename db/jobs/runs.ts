import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import type { Pool } from "@/db/pool";
import type { JobName } from "@/lib/jobs/registry";

export type Round = { name: JobName; workerId: string; startedAt: Date; did: string | null; error: string | null };

/**
 * Notes a round of a job that runs every few seconds: that it was looked at, since when it fails, and a run of its own
 * when it did something or began to fail.
 */
export async function noteRound({ name, workerId, startedAt, did, error }: Round): Promise<void> {
  await withWorker(async (tx) => {
    const [before] = await tx.execute<{ error: string | null }>(
      sql`select error from job_looks where name = ${name} for update`,
    );
    await tx.execute(sql`insert into job_looks (name, failing_since, error) values (${name}, ${error && startedAt.toISOString()}::timestamptz, ${error})
      on conflict (name) do update set looked_at = now(), error = excluded.error,
        failing_since = case when excluded.error is not null then coalesce(job_looks.failing_since, excluded.failing_since) end`);
    if (!did && (!error || before?.error === error)) return;
    await tx.execute(sql`insert into job_runs (name, started_at, ended_at, outcome, did, error, worker_id)
      values (${name}, ${startedAt.toISOString()}::timestamptz, now(), ${error ? "failed" : "done"}, ${did}, ${error}, ${workerId})`);
  });
}

/** Says that this worker lives, over a connection of its own: long work must not keep it from saying so. */
export async function noteAlive(pool: Pool, workerId: string): Promise<void> {
  await pool`insert into job_workers (id) values (${workerId}) on conflict (id) do update set seen_at = clock_timestamp()`;
}

/** Runs that did something are kept for 90 days, moments and effects for 400. Returns how many rows went. */
export async function pruneJobs(): Promise<number> {
  const gone = await withWorker(async (tx) => [
    await tx.execute(
      sql`delete from job_runs where started_at < now() - interval '90 days' and outcome is not null returning 1`,
    ),
    await tx.execute(
      sql`delete from job_slots where made_at < now() - interval '400 days' and slot < now() - interval '400 days' returning 1`,
    ),
    await tx.execute(
      sql`delete from webhook_deliveries where created_at < now() - interval '90 days' and status <> 'waiting' returning 1`,
    ),
    await tx.execute(
      sql`delete from webhook_events e where at < now() - interval '90 days' and not exists (select 1 from webhook_deliveries d where d.event_id = e.id) returning 1`,
    ),
    await tx.execute(
      sql`update report_runs set content = null where expires_at < now() and content is not null returning 1`,
    ),
    await tx.execute(sql`delete from report_runs where created_at < now() - interval '400 days' returning 1`),
    await tx.execute(sql`delete from job_effects where at < now() - interval '400 days' returning 1`),
  ]);
  return gone.reduce((sum, rows) => sum + rows.length, 0);
}
