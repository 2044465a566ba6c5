import { closeDatabases } from "@/db/client";
import { finishJob, freeLostJobs, takeJob } from "@/db/jobs/queue";
import { deliverReport } from "@/db/reports/deliver";

/** Sends one report out of the queue as a worker would, and kills itself at the named point, or after so many milliseconds of sending. */
const [workerId, point = ""] = process.argv.slice(2) as [string, string?];
const die = () => process.kill(process.pid, "SIGKILL");
const at = (here: string) => {
  if (here === point) die();
};

await freeLostJobs();
at("before taking");
const job = await takeJob(workerId, ["deliver_report"]);
if (!job) process.exit(3);
at("taken");
const did = await deliverReport(String(job.payload.run), async () => {
  at("rendering");
  if (/^\d+$/.test(point)) setTimeout(die, Number(point));
  return Buffer.from("a report");
});
at("sent");
const finishing = finishJob(job, did);
at("finishing");
await finishing;
at("finished");
await closeDatabases();
