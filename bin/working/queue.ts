import { failJob, finishJob, type Taken, takeJob } from "@/db/jobs/queue";
import { tasks } from "@/db/jobs/tasks";
import { reasonOf } from "@/lib/jobs/reason";
import type { JobName } from "@/lib/jobs/registry";
import { resting } from "./rest";
import { timed } from "./timed";
import type { Worker } from "./worker";

const lookEveryMs = 1_000;

/** Takes jobs of these names out of the queue, one after the other, until the worker stops. */
export async function workQueue(names: readonly JobName[], worker: Worker): Promise<void> {
  const { wake, rest } = resting(worker.signal);
  worker.onCall(["jobs"], wake);
  while (!worker.signal.aborted) {
    const did = await workOnce(names, worker).catch((fault) => {
      worker.report("queue", reasonOf(fault));
      return false;
    });
    if (!did) await rest(lookEveryMs);
  }
}

/** Does the next job that is due; returns false when there is none. */
export async function workOnce(names: readonly JobName[], worker: Worker): Promise<boolean> {
  const job = await takeJob(worker.id, names);
  if (!job) return false;
  worker.report("queue", null);
  await doJob(job, worker);
  return true;
}

async function doJob(job: Taken, worker: Worker): Promise<void> {
  try {
    const { payload, askedById, tried } = job;
    const context = { payload, askedById, tried, signal: worker.signal };
    const did = await timed(job.name, () => tasks[job.name](context));
    await finishJob(job, did);
  } catch (fault) {
    // It stopped because the worker does: whoever comes next takes it.
    if (worker.signal.aborted) return;
    worker.report(job.name, reasonOf(fault));
    await failJob(job, reasonOf(fault));
  }
}
