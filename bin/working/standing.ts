import { noteRound } from "@/db/jobs/runs";
import { tasks } from "@/db/jobs/tasks";
import { reasonOf } from "@/lib/jobs/reason";
import { type JobName, jobOf } from "@/lib/jobs/registry";
import { resting } from "./rest";
import { timed } from "./timed";
import type { Worker } from "./worker";

/** That a job was looked at is written down this often: what does nothing costs no write each time. */
const lookedEveryMs = 30_000;
const longestRestMs = 15_000;

/** Does a job by this worker's own clock, and at once when it is called, until the worker stops. */
export async function keepDoing(name: JobName, worker: Worker): Promise<void> {
  const { schedule } = jobOf(name);
  if (!("every" in schedule)) return;
  const { wake, rest } = resting(worker.signal);
  let called = false;
  let failed = 0;
  let noted = 0;
  worker.onCall(schedule.wake ?? [], () => {
    called = true;
    // What fails is not done again at every call.
    if (failed === 0) wake();
  });
  while (!worker.signal.aborted) {
    called = false;
    const { did, error } = await doRound(name, worker, noted);
    if (did || error || Date.now() - noted > lookedEveryMs) noted = Date.now();
    failed = error ? failed + 1 : 0;
    if (error) await rest(Math.min(longestRestMs, 1_000 * 2 ** failed));
    // A call is a wake-up only: one that is lost costs the seconds of the schedule.
    else if (!called) await rest(schedule.every * 1_000);
  }
}

async function doRound(name: JobName, worker: Worker, noted: number) {
  const startedAt = new Date();
  let did: string | null = null;
  let error: string | null = null;
  try {
    const context = { payload: {}, askedById: null, tried: 1, signal: worker.signal };
    did = await timed(name, () => tasks[name](context));
  } catch (fault) {
    error = reasonOf(fault);
    worker.report(name, error);
  }
  if (!error) worker.report(name, null);
  if (did || error || Date.now() - noted > lookedEveryMs)
    await noteRound({ name, workerId: worker.id, startedAt, did, error }).catch(() => {});
  return { did, error };
}
