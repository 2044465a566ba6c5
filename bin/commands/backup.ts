import { basename } from "node:path";
import type { Command } from "commander";
import { recordAudit } from "@/db/audit/commands";
import { makeBackup } from "@/db/backup/make";
import { examineBackup, restoreBackup } from "@/db/backup/restore";
import { checkDatabase } from "@/db/check";
import { withWorker } from "@/db/client";
import { proveLedger } from "@/db/incentives/prove";
import type { AuditAction } from "@/lib/access/audit-actions";
import { openDatabase } from "./database";
import { print } from "./output";

export function register(program: Command): void {
  program
    .command("backup <file>")
    .description("write all rows of this moment into a file, while the portal goes on")
    .option("--json", "print {tables, rows, ms} as JSON")
    .action(backup);
  program
    .command("restore <file>")
    .description(
      "put a backup into an empty database, and prove walls, figures, audit log and ledger; exit 1 when one differs",
    )
    .option("--check", "only look whether the file is whole and of this version")
    .option("--replace", "remove all that the database holds first")
    .option("--json", "print the result as JSON")
    .action(restore);
}

async function backup(file: string, { json }: { json?: boolean }) {
  await openDatabase();
  const begun = performance.now();
  const made = await makeBackup(file);
  await note("backup.made", file, made.rows);
  const ms = Math.round(performance.now() - begun);
  print(
    json,
    { file, ...made, ms },
    `${made.rows} rows of ${made.tables} tables in ${file}, in ${seconds(ms)}. It holds what people entrusted to you: keep it as such.`,
  );
}

type Options = { check?: boolean; replace?: boolean; json?: boolean };

async function restore(file: string, { check, replace, json }: Options) {
  if (check) {
    const { at } = await examineBackup(file);
    return print(json, { ok: true, at }, `The backup of ${at} is whole.`);
  }
  await openDatabase();
  const begun = performance.now();
  const { at, rows } = await restoreBackup(file, { replace });
  const ms = Math.round(performance.now() - begun);
  const problems = (await checkDatabase()).flatMap(({ name, problems }) =>
    problems.map((problem) => `${name}: ${problem}`),
  );
  problems.push(...(await proveLedger()).problems.map((problem) => `the ledger: ${problem}`));
  await note("backup.restored", file, rows);
  const said = [
    `${rows} rows as of ${at} restored in ${seconds(ms)}.`,
    ...(problems.length > 0 ? problems : ["Walls, figures, audit log and ledger are as they must be."]),
  ];
  print(json, { ok: problems.length === 0, at, rows, ms, problems }, said.join("\n"));
  if (problems.length > 0) process.exitCode = 1;
}

const note = (action: AuditAction, file: string, rows: number) =>
  withWorker((tx) =>
    recordAudit(
      tx,
      { personId: null, name: "Operator's command" },
      { action, subject: { type: "database", id: null, name: basename(file) }, after: { rows } },
    ),
  );

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
