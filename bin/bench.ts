import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { closeDatabases } from "@/db/client";
import { stopServer } from "@/db/server/embedded";
import { takeFolder } from "./benchmark/own-folder";
import { benchAlerts } from "./benchmark/part-alerts";
import { benchCsv, type CsvOptions } from "./benchmark/part-csv";
import { benchFigures, type FiguresOptions } from "./benchmark/part-figures";
import { benchImport, type ImportOptions } from "./benchmark/part-import";
import { benchLedger, type LedgerOptions } from "./benchmark/part-ledger";
import { benchMatching, type MatchingOptions } from "./benchmark/part-matching";
import { benchPages, type PagesOptions } from "./benchmark/part-pages";
import { benchPublish, type PublishOptions } from "./benchmark/part-publish";
import { benchResellers, type ResellersOptions } from "./benchmark/part-resellers";
import { benchSoak, type SoakOptions } from "./benchmark/part-soak";
import { ensureProgram, type Program } from "./benchmark/program";
import { dataDir } from "./commands/database";
import { print } from "./commands/output";

export type BenchOptions = {
  partners: number;
  deals: number;
  activities?: number;
  dataDir?: string;
  keepServer?: boolean;
  json?: boolean;
};

const count = (text: string) => {
  const value = Number(text.replaceAll(/[_,]/g, ""));
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("a whole number from 1 up");
  return value;
};

const seconds = (text: string) => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("a number of seconds above 0");
  return value;
};

const program = new Command("bench")
  .description("Measures the production build on a program of any size, made once and kept.")
  .showHelpAfterError("Add --help to see how it is used.");

part("pages", "each main page beside an empty one: time, requests a second, statements, bytes")
  .option("--pages <pattern>", "only pages whose role and name match")
  .option("--main", "the main pages, without each sort and filter of the lists")
  .option("--seconds <n>", "how long each page is measured at 1 and at 16 connections", seconds, 1.2)
  .action((options: BenchOptions & PagesOptions) => withProgram(options, (made) => benchPages(made, options, say)));
part("figures", "the monthly sums made again, their size, and each metric cut by every dimension")
  .option("--metrics <pattern>", "only metrics whose key matches")
  .option("--sweeps", "only the metrics, without making sums and quartiles again")
  .action((options: BenchOptions & FiguresOptions) => withProgram(options, (made) => benchFigures(made, options, say)));
program
  .command("import")
  .description("rows a second of an import, beside COPY of the rows that came of it into tables of the same shape")
  .option("--rows <n>", "lines of the generated file", count, 200_000)
  .option("--file <folder>", "a folder with the files of a source instead")
  .option("--source <key>", "the source that reads them")
  .option("--data-dir <folder>", "where its own database is kept (default: bench-import in the data folder)")
  .option("--json", "print the result as JSON")
  .action((options: ImportOptions) => {
    takeFolder(options.dataDir ?? join(dataDir(), "bench-import"));
    return benchImport(options, say);
  });
part("alerts", "all rules of alerts asked, anew and again, with the main pages beside").action(
  (options: BenchOptions) => withProgram(options, (made) => benchAlerts(made, options, say)),
);
part("publish", "each page while an import is published into the program and while its sums are made")
  .option("--rows <n>", "deals of the generated import", count, 1_000_000)
  .action((options: BenchOptions & PublishOptions) => withProgram(options, (made) => benchPublish(made, options, say)));
part("csv", "the deals as a CSV over HTTP: rows a second, and the memory of the web process on the way")
  .option("--rows <n>", "rows that are read", count, 100_000)
  .action((options: BenchOptions & CsvOptions) => withProgram(options, (made) => benchCsv(made, options, say)));
program
  .command("ledger")
  .description("a ledger of 30 months: its reads, a batch of payouts to everybody, and accrual")
  .option("--partners <n>", "partners of the ledger", count, 10_000)
  .option("--lines <n>", "new lines that accrue", count, 50_000)
  .option("--pages", "the pages on it as well, beside the empty page of the production build")
  .option("--data-dir <folder>", "where its own database is kept (default: bench-ledger in the data folder)")
  .option("--json", "print the result as JSON")
  .action((options: LedgerOptions & { dataDir?: string }) => {
    takeFolder(options.dataDir ?? join(dataDir(), "bench-ledger"));
    return benchLedger(options, say);
  });
program
  .command("adventureworks")
  .description(
    "the reseller warehouse of AdventureWorks, imported: 5 % per line and per order in the ledger, and its tiers",
  )
  .argument("<folder>", "the folder with its CSV files")
  .option("--year <n>", "the calendar year that tiers are measured by", count, 2013)
  .option("--data-dir <folder>", "where its own database is kept (default: bench-resellers in the data folder)")
  .option("--json", "print the result as JSON")
  .action((folder: string, options: ResellersOptions) => {
    takeFolder(options.dataDir ?? join(dataDir(), "bench-resellers"));
    return benchResellers(folder, options);
  });
program
  .command("matching")
  .description("precision and recall of the matching of customers, on a directory of companies with keys")
  .requiredOption(
    "--data <folder>",
    "a folder with members.csv and certified_partners.csv: name, homepage_url, org_key",
  )
  .option("--json", "print the result as JSON")
  .action((options: MatchingOptions) => benchMatching(options));
program
  .command("soak")
  .description(
    "imports, pages as each role, changes and jobs for half an hour, with a restart of the database half-way",
  )
  .option("--minutes <n>", "how long", seconds, 30)
  .option("--json", "print the result as JSON")
  .action((options: SoakOptions) => benchSoak(options, say));
part("make", "make the program, and nothing else").action((options: BenchOptions) => withProgram(options, made));

process.exitCode = await run();

function part(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--partners <n>", "partners of the program", count, 10_000)
    .option("--deals <n>", "its deals", count, 1_000_000)
    .option("--activities <n>", "its activities (default: ten for each deal)", count)
    .option("--data-dir <folder>", "where it is kept (default: bench-<partners>-<deals> in the data folder)")
    .option("--keep-server", "leave its database running at the end")
    .option("--json", "print the result as JSON");
}

/** Runs a part on the program in its own folder. */
async function withProgram<O extends BenchOptions>(options: O, work: (program: Program, options: O) => Promise<void>) {
  const { partners, deals, activities = deals * 10 } = options;
  takeFolder(options.dataDir ?? join(dataDir(), `bench-${partners}-${deals}`));
  try {
    await work(await ensureProgram({ partners, deals, activities }, say), options);
  } finally {
    await closeDatabases();
    if (!options.keepServer) await stopServer(dataDir());
  }
}

async function made(program: Program, { json }: BenchOptions) {
  const { url, ...rest } = program;
  print(json, rest, `The program is in ${dataDir()}.`);
}

/** What goes on, beside the result. */
function say(text: string): void {
  console.error(text);
}

async function run(): Promise<number> {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    if (process.env.PORTAL_DEBUG) console.error(error);
    return 1;
  }
}
