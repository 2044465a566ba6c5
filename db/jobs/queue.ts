import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { backoffSeconds, isJob, type JobName, triesOf } from "@/lib/jobs/registry";

export type Asked = { key?: string; payload?: Record<string, unknown>; runAt?: Date };
export type Taken = {
  id: bigint;
  runId: bigint;
  workerId: string;
  name: JobName;
  key: string | null;
  payload: Record<string, unknown>;
  tried: number;
  askedById: string | null;
};

/** Workers say every ten seconds that they live; one that was silent for this long is dead, and its jobs are free. */
export const silentSeconds = 40;

/** Puts a job into the queue, in the caller's transaction: no commit, no job. Returns false when one with its key stands there. */
export async function enqueue(tx: Tx, name: JobName, { key, payload, runAt }: Asked = {}): Promise<boolean> {
  const [made] = await tx.execute<{ id: bigint | null }>(
    sql`select enqueue_job(${name}, ${key ?? null}, ${JSON.stringify(payload ?? {})}::jsonb, ${runAt?.toISOString() ?? null}::timestamptz) as id`,
  );
  return made?.id != null;
}

/** Whether this is done for the first time: ask in the transaction that does it, by a key that says what it does. */
export async function once(tx: Tx, key: string): Promise<boolean> {
  const made = await tx.execute(sql`insert into job_effects (key) values (${key}) on conflict do nothing returning 1`);
  return made.length > 0;
}

/** Takes the next job that is due, for this worker; of many workers one gets it. Null when there is none. */
export async function takeJob(workerId: string, names: readonly JobName[]): Promise<Taken | null> {
  const most = JSON.stringify(Object.fromEntries(names.map((name) => [name, triesOf(name)])));
  const [row] = await withWorker((tx) =>
    tx.execute<Taken>(sql`
      with next as (select id from jobs where status = 'waiting' and run_at <= now() and name in (select jsonb_object_keys(${most}::jsonb))
          order by run_at, id limit 1 for update skip locked),
        taken as (update jobs j set status = 'running', worker_id = ${workerId}, started_at = now(), tried = tried + 1, most_tries = (${most}::jsonb ->> name)::int
          from next where j.id = next.id returning j.*),
        run as (insert into job_runs (name, job_id, tried, worker_id, asked_by_id) select name, id, tried, worker_id, asked_by_id from taken returning id)
      select t.id, r.id as "runId", t.worker_id as "workerId", t.name, t.key, t.payload, t.tried, t.asked_by_id as "askedById" from taken t, run r`),
  );
  return row && isJob(row.name) ? row : null;
}

const mine = (job: Taken) => sql`id = ${job.id} and worker_id = ${job.workerId} and tried = ${job.tried}`;

/** Takes a job that was done out of the queue. Does nothing when it was given to another worker meanwhile. */
export async function finishJob(job: Taken, did: string | null): Promise<void> {
  await withWorker((tx) =>
    tx.execute(sql`with gone as (delete from jobs where ${mine(job)} returning 1)
      update job_runs set ended_at = now(), outcome = 'done', did = ${did} where id = ${job.runId} and exists (select 1 from gone)`),
  );
}

/** Puts a job that failed back for later, or among the dead letters after its last try. */
export async function failJob(job: Taken, reason: string): Promise<void> {
  const wait = backoffSeconds(job.tried, Math.random());
  await withWorker((tx) =>
    tx.execute(sql`with put as (update jobs set status = case when tried >= most_tries then 'dead' else 'waiting' end, worker_id = null, error = ${reason},
          run_at = now() + make_interval(secs => ${wait}) where ${mine(job)} returning status)
      update job_runs set ended_at = now(), outcome = case (select status from put) when 'dead' then 'dead' else 'failed' end, error = ${reason}
      where id = ${job.runId} and exists (select 1 from put)`),
  );
}

/** Gives back what a worker has on its way and stops with: it is nobody's fault and counts as no try. */
export async function releaseJobs(workerId: string): Promise<void> {
  await withWorker(async (tx) => {
    await tx.execute(sql`with freed as (update jobs set status = 'waiting', worker_id = null, tried = tried - 1, run_at = now() where worker_id = ${workerId} returning id)
      update job_runs set ended_at = now(), outcome = 'released' where outcome is null and worker_id = ${workerId} and job_id in (select id from freed)`);
    await tx.execute(sql`delete from job_workers where id = ${workerId}`);
  });
}

/** Frees the jobs of workers that are dead. Each counts as a try, so that a job that kills its worker ends among the dead letters. */
export async function freeLostJobs(): Promise<number> {
  const freed = await withWorker((tx) =>
    tx.execute(sql`
      with gone as (delete from job_workers where seen_at < now() - make_interval(secs => ${silentSeconds}) returning id),
        lost as (update jobs set status = case when tried >= most_tries then 'dead' else 'waiting' end, worker_id = null, run_at = now(), error = 'its worker died'
          where status = 'running' and (worker_id in (select id from gone) or worker_id not in (select id from job_workers)) returning id)
      update job_runs set ended_at = now(), outcome = 'lost', error = 'its worker died' where outcome is null and job_id in (select id from lost) returning 1`),
  );
  return freed.length;
}
