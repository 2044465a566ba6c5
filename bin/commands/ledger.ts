import type { Command } from "commander";
import { accrueIncentives } from "@/db/incentives/accrue";
import { proveLedger } from "@/db/incentives/prove";
import { resealDetails } from "@/db/payouts/reseal";
import { openDatabase } from "./database";
import { takeKeptSettings } from "./kept";
import { print } from "./output";

export function register(program: Command): void {
  const command = program.command("ledger").description("book what partners earned, and prove the books");
  command
    .command("prove")
    .description(
      "compare entries, balances, earnings, statements, payouts and the bank's files with each other; status 1 when anything differs",
    )
    .option("--json", "print {entries, problems} as JSON")
    .action(prove);
  command
    .command("reseal")
    .description("seal bank and tax details with AUTH_SECRET that are still sealed with AUTH_SECRET_BEFORE")
    .option("--json", "print {resealed} as JSON")
    .action(reseal);
  command
    .command("accrue")
    .description("book what has changed since the last time, as the worker does")
    .option("--json", "print {booked, ms} as JSON")
    .action(accrue);
}

async function reseal({ json }: { json?: boolean }) {
  await openDatabase();
  takeKeptSettings();
  const resealed = await resealDetails();
  print(json, { resealed }, `Sealed ${resealed} details anew.`);
}

async function prove({ json }: { json?: boolean }) {
  await openDatabase();
  const { entries, problems } = await proveLedger();
  const right = `All ${entries} entries balance; balances, earnings, statements, payouts and files say the same.`;
  print(json, { ok: problems.length === 0, entries, problems }, problems.join("\n") || right);
  if (problems.length > 0) process.exitCode = 1;
}

async function accrue({ json }: { json?: boolean }) {
  await openDatabase();
  const begun = performance.now();
  const booked = await accrueIncentives();
  const ms = Math.round(performance.now() - begun);
  print(json, { booked, ms }, `Booked ${booked} earnings in ${ms} ms.`);
}
