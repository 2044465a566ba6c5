import { Command, CommanderError } from "commander";
import { closeDatabases } from "@/db/client";
import { register as registerAudit } from "./commands/audit";
import { register as registerBackup } from "./commands/backup";
import { register as registerDb } from "./commands/db";
import { register as registerImport } from "./commands/import";
import { register as registerJobs } from "./commands/jobs";
import { register as registerLedger } from "./commands/ledger";
import { register as registerMetric } from "./commands/metric";
import { register as registerScorecard } from "./commands/scorecard";
import { register as registerTier } from "./commands/tier";
import { register as registerUser } from "./commands/user";
import { register as registerWork } from "./commands/work";

const program = new Command("portal")
  .description("Runs and looks after the partner portal: its database, its data, its figures and its people.")
  .showHelpAfterError("Add --help to see how it is used.")
  .addHelpText(
    "after",
    `
The database is the one of DATABASE_URL, else the built-in server in DATA_DIR (default .data), started when it is not running.
Every command takes --json. Exit status: 0 done, 1 it failed and stderr says why, 2 the command line was wrong.`,
  );

for (const register of [
  registerAudit,
  registerBackup,
  registerDb,
  registerImport,
  registerJobs,
  registerLedger,
  registerMetric,
  registerScorecard,
  registerTier,
  registerUser,
  registerWork,
])
  register(program);
throwInsteadOfExiting(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
} finally {
  await closeDatabases().catch(() => {});
}

function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExiting(child);
}

/** Says what went wrong, unless commander has said it, and returns the exit status. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const fault = error as Error & { cause?: Error };
  // Drizzle's message is the query; the reason is what the database said.
  const said = fault.message?.startsWith("Failed query") && fault.cause ? fault.cause.message : fault.message;
  console.error(`portal: ${said || String(error)}`);
  if (process.env.PORTAL_DEBUG) console.error(error);
  return 1;
}
