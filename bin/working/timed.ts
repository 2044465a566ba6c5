import { openTelemetry } from "@/db/telemetry/open";
import type { JobName } from "@/lib/jobs/registry";

const telemetry = openTelemetry("tandem-worker");

/** Does a job and notes how long it took when it did something or failed. Unless a collector is named, it only does it. */
export async function timed(name: JobName, work: () => Promise<string | null>): Promise<string | null> {
  if (!telemetry) return work();
  const began = performance.now();
  const note = (failed: boolean) =>
    telemetry.note({
      name,
      kind: "internal",
      said: { "tandem.job": name, "tandem.outcome": failed ? "failed" : "done" },
      failed,
      ms: performance.now() - began,
    });
  try {
    const did = await work();
    if (did) note(false);
    return did;
  } catch (error) {
    note(true);
    throw error;
  }
}

/** Sends what is left before the process ends. */
export const sendTelemetry = (): Promise<void> => telemetry?.send() ?? Promise.resolve();
