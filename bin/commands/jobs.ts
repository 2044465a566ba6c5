import { type Command, InvalidArgumentError } from "commander";
import { recordAudit } from "@/db/audit/commands";
import { withWorker } from "@/db/client";
import { retryJob, runJobNow } from "@/db/jobs/commands";
import { readJobFacts } from "@/db/jobs/queries";
import { isJob, type JobName } from "@/lib/jobs/registry";
import { jobRows, jobStates, jobsSentence } from "@/lib/jobs/view";
import { openDatabase } from "./database";
import { print, table } from "./output";

const actor = { personId: null, name: "Command line" };

export function register(program: Command): void {
  const jobs = program.command("jobs").description("see the jobs of the worker, run one now, try a dead letter again");
  jobs
    .command("list", { isDefault: true })
    .description("every job with its state; exit 1 when there are dead letters, late or failing jobs, or no worker")
    .option("--json", "print the result as JSON")
    .action(list);
  jobs
    .command("run")
    .argument("<job>", "its name, as `portal jobs` lists it", readName)
    .description("put a job into the queue for now")
    .action(async (name: JobName) => {
      await openDatabase();
      await withWorker(async (tx) => recordAudit(tx, actor, await runJobNow(tx, name)));
      print(false, null, `${name} waits in the queue.`);
    });
  jobs
    .command("retry")
    .argument("<number>", "of the dead letter", readNumber)
    .description("try a dead letter again")
    .action(async (id: string) => {
      await openDatabase();
      await withWorker(async (tx) => recordAudit(tx, actor, await retryJob(tx, id)));
      print(false, null, `Dead letter ${id} waits in the queue again.`);
    });
}

async function list({ json }: { json?: boolean }) {
  await openDatabase();
  const facts = await withWorker(readJobFacts);
  const rows = jobRows(facts);
  const shown = rows.map((row) => [row.name, jobStates[row.state].label, row.schedule, row.owner, row.lastSaid]);
  const letters = facts.dead.map(({ id, name, error }) => `dead letter ${id}: ${name}: ${error}`);
  const text = [table(["job", "state", "runs", "owner", "last"], shown), jobsSentence(facts, rows), ...letters];
  print(json, { ...facts.clock, jobs: rows, dead: facts.dead, deadCount: facts.deadCount }, text.join("\n"));
  const wrong = rows.some(({ state }) => state === "late" || state === "failing");
  if (wrong || facts.deadCount > 0 || facts.clock.workers === 0) process.exitCode = 1;
}

function readName(name: string): JobName {
  if (!isJob(name)) throw new InvalidArgumentError("There is no such job.");
  return name;
}

function readNumber(text: string): string {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError("A dead letter has a number.");
  return text;
}
