import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { connectionUrl } from "@/db/connection";
import { freeLostJobs, releaseJobs } from "@/db/jobs/queue";
import { noteAlive } from "@/db/jobs/runs";
import { makeDueJobs } from "@/db/jobs/slots";
import { openPool, type Pool } from "@/db/pool";
import { reasonOf } from "@/lib/jobs/reason";
import { jobNames, jobOf, laneOf, standingJobs } from "@/lib/jobs/registry";
import { workQueue } from "./queue";
import { resting } from "./rest";
import { keepDoing } from "./standing";
import { sendTelemetry } from "./timed";

const aliveEveryMs = 10_000;
/** What is on its way when the worker is told to stop has so long to end; then it is given back. */
const mostMsToFinish = 8_000;
const mostMsToStop = 12_000;

export type Worker = {
  id: string;
  /** Aborted once the worker is told to stop. */
  signal: AbortSignal;
  /** Runs `wake` when one of the channels calls. */
  onCall: (channels: readonly string[], wake: () => void) => void;
  /** Tells of a fault once, not every second while it lasts; null says that it is over. */
  report: (what: string, fault: string | null) => void;
};

/** Does once what there is to do in `work`, as a worker that nothing calls. */
export async function asWorker<T>(work: (worker: Worker) => Promise<T>): Promise<T> {
  const worker = { id: randomUUID(), signal: new AbortController().signal, onCall: () => {}, report: reporter() };
  const pool = openPool(await connectionUrl("worker"), { max: 1 });
  await noteAlive(pool, worker.id);
  const living = setInterval(() => void noteAlive(pool, worker.id).catch(() => {}), aliveEveryMs);
  try {
    return await work(worker);
  } finally {
    clearInterval(living);
    await releaseJobs(worker.id);
    await pool.end({ timeout: 2 });
  }
}

/** Does all jobs until the process is told to stop; gone within 15 seconds then. */
export async function workUntilStopped(): Promise<void> {
  const stop = new AbortController();
  setMaxListeners(100, stop.signal);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stop.abort();
      // What waits for a database that does not answer is cut off: a transaction that never ended never was.
      setTimeout(() => process.exit(1), mostMsToStop).unref();
    });
  const calls = new Map<string, (() => void)[]>();
  const worker: Worker = {
    id: randomUUID(),
    signal: stop.signal,
    onCall: (channels, wake) => {
      for (const channel of channels) calls.set(channel, [...(calls.get(channel) ?? []), wake]);
    },
    report: reporter(),
  };
  const listener = openPool(await connectionUrl("worker"), { max: 1, statementTimeoutMs: 0 });
  await noteAlive(listener, worker.id);
  for (const channel of channelsOfJobs())
    await listener.listen(channel, () => {
      for (const wake of calls.get(channel) ?? []) wake();
    });
  const loops = [
    ...standingJobs.map((name) => keepDoing(name, worker)),
    ...[laneOf(false), laneOf(false), laneOf(true)].map((names) => workQueue(names, worker)),
    keepAlive(worker, listener),
  ];
  const ended = Promise.all(loops);
  await new Promise<void>((done) => stop.signal.addEventListener("abort", () => done()));
  await Promise.race([ended, sleep(mostMsToFinish, undefined, { ref: false })]);
  await releaseJobs(worker.id);
  await sendTelemetry();
  await listener.end({ timeout: 2 });
}

const channelsOfJobs = () => {
  const schedules = jobNames.map((name) => jobOf(name).schedule);
  return new Set(["jobs", ...schedules.flatMap((schedule) => ("wake" in schedule && schedule.wake) || [])]);
};

/** Says that it lives, frees what dead workers held, and puts what the schedules ask for into the queue. */
async function keepAlive(worker: Worker, pool: Pool): Promise<void> {
  const { rest } = resting(worker.signal);
  while (!worker.signal.aborted) {
    try {
      await noteAlive(pool, worker.id);
      await freeLostJobs();
      await makeDueJobs();
      worker.report("schedule", null);
    } catch (fault) {
      worker.report("schedule", reasonOf(fault));
    }
    await rest(aliveEveryMs);
  }
}

function reporter(): Worker["report"] {
  const last = new Map<string, string>();
  return (what, fault) => {
    if (fault === null) last.delete(what);
    else if (last.get(what) !== fault) {
      last.set(what, fault);
      console.error(`work: ${what}: ${fault}`);
    }
  };
}
