import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { latestOf } from "@/lib/jobs/cron";
import { type JobName, jobNames, jobOf } from "@/lib/jobs/registry";
import { enqueue } from "./queue";

/**
 * Puts the newest moment of each schedule that has come into the queue, once for ever: the row of the moment decides, so
 * two workers, a restart or a clock that went back make no second one. What was missed while no worker ran is done once.
 * Returns how many. `now` is the database's clock unless a test says otherwise.
 */
export async function makeDueJobs(now?: Date, names: readonly JobName[] = jobNames): Promise<number> {
  return withWorker(async (tx) => {
    const [clock] = await tx.execute<{ now: string; zone: string }>(
      sql`select now()::text as now, time_zone as zone from settings`,
    );
    if (!clock) return 0;
    let made = 0;
    for (const name of names) {
      const { schedule } = jobOf(name);
      if (!("cron" in schedule)) continue;
      const slot = latestOf(schedule.cron, now ?? new Date(clock.now), clock.zone)?.toISOString();
      if (!slot) continue;
      const first = await tx.execute(
        sql`insert into job_slots (name, slot) values (${name}, ${slot}::timestamptz) on conflict do nothing returning 1`,
      );
      if (first.length && (await enqueue(tx, name, { key: slot, payload: { slot } }))) made++;
    }
    return made;
  });
}
