import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import { withWorker } from "@/db/client";
import { publishImport, revertImport, stageImport } from "@/db/imports/commands";
import { findMapping, type Rejected, rejectedRows } from "@/db/imports/queries";
import type { ImportCounts } from "@/db/imports/schema";
import type { GivenFile } from "@/db/imports/stage";
import { FileRefused } from "@/lib/imports/csv";
import { fileOf, type Mapping, readMapping, withDateFormat } from "@/lib/imports/mapping";
import { sourceNames } from "@/lib/imports/sources";
import { openDatabase } from "./database";
import { print, table } from "./output";

type Options = { mapping?: string; dryRun?: boolean; strict?: boolean; dateFormat?: string; json?: boolean };

const actor = { personId: null, name: "portal import" };
const mostRejectedShown = 20;
const everything = { limit: 1_000_000, offset: 0 };

export function register(program: Command): void {
  const command = program
    .command("import")
    .description("bring CSV files in: staged, checked, published in one transaction")
    .argument("[source]", `a saved or shipped source: ${sourceNames.join(", ")}`)
    .argument("[paths...]", "files, or folders with them")
    .option("--mapping <file>", "read the files by this mapping (docs/imports.md) instead of a source's")
    .option("--date-format <format>", "how all files write dates, such as M/d/yyyy or dd.MM.yyyy")
    .option("--dry-run", "only say what would change")
    .option("--strict", "publish nothing when any row is held back")
    .option("--json", "print {batch, created, changed, unchanged, quarantined, rejected} as JSON")
    .addHelpText("after", help)
    .action(runImport);
  command
    .command("revert")
    .description("take a published import back: every row as it was before")
    .argument("<batch>", "the batch that the import printed")
    .option("--reason <text>", "why, for the audit log", "taken back on the command line")
    .option("--json", "print the result as JSON")
    .action(revert);
}

const help = `
Examples:
  portal import maven-crm ./crm --dry-run
  portal import maven-crm ./crm --date-format M/d/yyyy
  portal import --mapping our-crm.json deals.csv accounts.csv
  portal import revert 5f0c…

A value that does not fit its declared format is never guessed: its row is held back and listed with file, line and column.
created, changed and unchanged count records; quarantined counts the rows that were held back.`;

async function runImport(source: string | undefined, paths: string[], options: Options, command: Command) {
  const given = options.mapping && source ? [source, ...paths] : paths;
  if (!options.mapping && !source) command.error("error: name a source or give --mapping", { exitCode: 2 });
  if (given.length === 0) command.error("error: name the files, or the folder that holds them", { exitCode: 2 });
  await openDatabase();
  const mapping = await mappingOf(source, options);
  const files = await filesAt(given, mapping);
  const batch = await withWorker((tx) => stageImport(tx, actor, mapping, files));
  const rejected = await withWorker((tx) => rejectedRows(tx, batch, everything));
  const publishing = !options.dryRun && !(options.strict && rejected.length > 0);
  const counts = publishing ? await publish(batch) : await countsOf(batch);
  const held = publishing ? await withWorker((tx) => rejectedRows(tx, batch, everything)) : rejected;
  if (publishing) await drain();
  print(options.json, { batch, ...counts, rejected: held }, summary(mapping, batch, counts, held, publishing));
  if (options.strict && rejected.length > 0) process.exitCode = 1;
}

function publish(batch: string) {
  return withWorker(async (tx) => {
    const { counts, audit } = await publishImport(tx, actor, batch);
    await recordAudit(tx, actor, audit);
    return counts;
  });
}

async function mappingOf(source: string | undefined, options: Options): Promise<Mapping> {
  const mapping = options.mapping
    ? await mappingIn(options.mapping)
    : await withWorker((tx) => findMapping(tx, source as string));
  if (!mapping)
    throw new Error(`no source is called "${source}": there are ${sourceNames.join(", ")}, or give --mapping`);
  return options.dateFormat ? withDateFormat(mapping, options.dateFormat) : mapping;
}

async function mappingIn(path: string): Promise<Mapping> {
  const text = await readFile(path, "utf8");
  try {
    return readMapping(JSON.parse(text.replace(/^\ufeff/, "")));
  } catch (error) {
    throw new Error(`${path} is not a mapping.\n  ${(error as Error).message.replaceAll("\n", "\n  ")}`);
  }
}

/** The named files, and of a folder those that the mapping reads. */
async function filesAt(paths: string[], mapping: Mapping): Promise<GivenFile[]> {
  const files: GivenFile[] = [];
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) {
      const inside = (await readdir(path)).sort().filter((name) => fileOf(mapping, name));
      files.push(...inside.map((name) => ({ path: join(path, name), name })));
      continue;
    }
    const name = basename(path);
    if (!fileOf(mapping, name))
      throw new FileRefused(
        name,
        `is none of the files that "${mapping.label}" is read from: ${Object.values(mapping.files)
          .map((file) => file.match)
          .join(", ")}`,
      );
    files.push({ path, name });
  }
  return files;
}

async function countsOf(batch: string): Promise<ImportCounts> {
  const rows = await withWorker((tx) =>
    tx.execute<{ counts: ImportCounts }>(sql`select counts from import_batches where id = ${batch}`),
  );
  const { created, changed, unchanged, quarantined } = (rows[0] as { counts: ImportCounts }).counts;
  return { created, changed, unchanged, quarantined };
}

async function drain() {
  const { drainDirty } = await import("@/db/metrics/rollup");
  await drainDirty();
}

function summary(
  mapping: Mapping,
  batch: string,
  counts: ImportCounts,
  rejected: Rejected[],
  published: boolean,
): string {
  const n = (count: number) => count.toLocaleString("en");
  const lines = [
    `${mapping.label}: ${published ? "published" : "checked, nothing is published"}`,
    `  ${n(counts.created)} created   ${n(counts.changed)} changed   ${n(counts.unchanged)} unchanged   ${n(counts.quarantined)} rows held back`,
  ];
  if (rejected.length > 0) {
    const shown = rejected.slice(0, mostRejectedShown);
    const rows = shown.map((row) => [
      row.file,
      String(row.line),
      row.column ?? "",
      (row.value ?? "").slice(0, 40),
      row.reason,
    ]);
    lines.push("", table(["file", "line", "column", "value", "reason"], rows));
    if (rejected.length > shown.length) lines.push(`and ${n(rejected.length - shown.length)} more; --json lists all`);
  }
  return [...lines, "", published ? `Take it back with: portal import revert ${batch}` : `Batch ${batch}`].join("\n");
}

async function revert(batch: string, options: { reason: string; json?: boolean }) {
  await openDatabase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(batch))
    throw new Error(`"${batch}" is not the id of a batch`);
  await withWorker(async (tx) => {
    const { audit } = await revertImport(tx, actor, batch, options.reason);
    await recordAudit(tx, actor, audit);
  });
  await drain();
  print(options.json, { batch, status: "reverted" }, "Taken back: every row is as it was before the import.");
}
