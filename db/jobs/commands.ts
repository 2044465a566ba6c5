import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { NotFound, Refused } from "@/lib/errors";
import { isJob, type JobName, jobOf } from "@/lib/jobs/registry";
import { enqueue } from "./queue";

const subjectOf = (name: JobName, id: string | null = null) => ({ type: "job", id, name: jobOf(name).label });

/** Puts a job into the queue for now. Refused when it stands there already. */
export async function runJobNow(tx: Tx, name: JobName): Promise<AuditEntry> {
  if ("asked" in jobOf(name).schedule) throw new Refused(`${jobOf(name).label} is asked for where it belongs.`);
  if (!(await enqueue(tx, name, { key: "asked for" })))
    throw new Refused(`${jobOf(name).label} waits in the queue already.`);
  return { action: "job.run", subject: subjectOf(name) };
}

/** Puts a dead letter back into the queue, with all its tries. Throws NotFound when it is none. */
export async function retryJob(tx: Tx, id: string): Promise<AuditEntry> {
  const [job] = await tx.execute<{ name: string; error: string | null }>(
    sql`update jobs set status = 'waiting', tried = 0, run_at = now() where id = ${id}::bigint and status = 'dead' returning name, error`,
  );
  if (!job || !isJob(job.name)) throw new NotFound("This dead letter");
  await tx.execute(sql`select pg_notify('jobs', '')`);
  return { action: "job.retried", subject: subjectOf(job.name, id), reason: job.error };
}
