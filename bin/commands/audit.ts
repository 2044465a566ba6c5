import { type Command, InvalidArgumentError } from "commander";
import { type Seal, verifyAudit } from "@/db/audit/chain";
import { withWorker } from "@/db/client";
import { openDatabase } from "./database";
import { print } from "./output";

export function register(program: Command): void {
  const audit = program.command("audit").description("prove that the audit log is what was written");
  audit
    .command("verify")
    .description("compare the audit log with its seals; exit 1 when an entry was changed, removed or put in between")
    .option("--expect <position:hash>", "a seal that was kept outside the database", readSeal)
    .option("--json", "print the result as JSON")
    .action(verify);
}

async function verify({ expect, json }: { expect?: Seal; json?: boolean }) {
  await openDatabase();
  const proof = await withWorker((tx) => verifyAudit(tx, expect));
  const ok = proof.problems.length === 0;
  const last = proof.last && `${proof.last.position}:${proof.last.hash}`;
  const said = ok
    ? `${proof.sealed} entries are what was sealed; ${proof.unsealed} wait for their seal.`
    : ["The audit log was tampered with:", ...proof.problems.map((problem) => `  ${problem}`)].join("\n");
  print(json, { ok, ...proof, last }, last ? `${said}\nKeep this seal outside the database: ${last}` : said);
  if (!ok) process.exitCode = 1;
}

function readSeal(text: string): Seal {
  const [, position, hash] = /^([1-9]\d{0,17}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (!position || !hash)
    throw new InvalidArgumentError("A seal is written position:hash, as `audit verify` prints it.");
  return { position, hash };
}
