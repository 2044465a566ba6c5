import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { JobFacts } from "@/lib/jobs/view";

/** All that the page of jobs tells: what runs, what ran, what failed for good. For staff. */
export async function readJobs(viewer: Viewer): Promise<JobFacts> {
  requireStaff(viewer);
  return withViewer(viewer, readJobFacts);
}

/** The same in the caller's transaction, for the operator's command. */
export async function readJobFacts(tx: Tx): Promise<JobFacts> {
  const [clock, looks, last, queued, dead, runs] = await Promise.all([
    tx.execute<JobFacts["clock"]>(sql`select now()::text as now, time_zone as zone,
      (select count(*)::int from job_workers where seen_at > now() - interval '40 seconds') as workers from settings`),
    tx.execute<JobFacts["looks"][number]>(
      sql`select name, looked_at::text as "lookedAt", failing_since::text as "failingSince", error from job_looks`,
    ),
    tx.execute<JobFacts["last"][number]>(sql`select n.name, r.started_at::text as at, r.outcome, r.did, r.error
      from (select distinct name from job_runs) n, lateral (select * from job_runs r where r.name = n.name order by r.id desc limit 1) r`),
    tx.execute<
      JobFacts["queued"][number]
    >(sql`select name, count(*)::int as waiting, min(run_at)::text as "runAt", max(tried)::int as tried,
      bool_or(status = 'running') as running from jobs where status <> 'dead' group by name`),
    tx.execute<
      JobFacts["dead"][number]
    >(sql`select j.id::text, j.name, j.error, j.tried, j.run_at::text as at, j.payload::text, p.name as "askedBy"
      from jobs j left join people p on p.id = j.asked_by_id where j.status = 'dead' order by j.id desc limit 50`),
    tx.execute<
      JobFacts["runs"][number]
    >(sql`select r.id::text, r.name, r.started_at::text as at, round(extract(epoch from r.ended_at - r.started_at) * 1000)::int as ms,
      r.outcome, r.did, r.error, r.tried, p.name as "askedBy" from job_runs r left join people p on p.id = r.asked_by_id order by r.id desc limit 40`),
  ]);
  const [{ dead: deadCount } = { dead: 0 }] = await tx.execute<{ dead: number }>(
    sql`select count(*)::int as dead from jobs where status = 'dead'`,
  );
  return {
    clock: clock[0] as JobFacts["clock"],
    looks: [...looks],
    last: [...last],
    queued: [...queued],
    dead: [...dead],
    deadCount,
    runs: [...runs],
  };
}

function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("The jobs");
}
