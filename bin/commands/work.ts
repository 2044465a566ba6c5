import type { Command } from "commander";
import { connectionUrl } from "@/db/connection";
import { makeDueJobs } from "@/db/jobs/slots";
import { tasks } from "@/db/jobs/tasks";
import { jobNames, standingJobs } from "@/lib/jobs/registry";
import { workOnce } from "../working/queue";
import { asWorker, workUntilStopped } from "../working/worker";
import { openDatabase } from "./database";
import { takeKeptSettings } from "./kept";
import { print } from "./output";

export function register(program: Command): void {
  program
    .command("work")
    .description("do the jobs of the portal, as `portal jobs` lists them, until stopped")
    .option("--once", "do what there is to do now, then end")
    .option("--json", "print the result as JSON")
    .action(work);
}

async function work({ once, json }: { once?: boolean; json?: boolean }) {
  await openDatabase();
  // Reports and digests are read with their recipient's rights: better told now than by each of their jobs.
  await connectionUrl("web");
  takeKeptSettings();
  if (!once) return workUntilStopped();
  const did: Record<string, string> = {};
  const queued = await asWorker(async (worker) => {
    const context = { payload: {}, askedById: null, tried: 1, signal: worker.signal };
    for (const name of standingJobs) did[name] = (await tasks[name](context)) ?? "nothing to do";
    await makeDueJobs();
    let done = 0;
    while (await workOnce(jobNames, worker)) done++;
    return done;
  });
  const said = Object.entries(did).map(([name, what]) => `${name}: ${what}`);
  print(json, { did, queued }, [...said, `queue: ${queued} jobs`].join("\n"));
}
