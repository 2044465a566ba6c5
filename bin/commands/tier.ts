import type { Command } from "commander";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import { withWorker } from "@/db/client";
import { todayIn } from "@/db/program/queries";
import { checkEvaluation, evaluatePartners } from "@/db/tiers/evaluate";
import { openDatabase } from "./database";
import { print } from "./output";

const actor = { personId: null, name: "portal tier" };

export function register(program: Command): void {
  const tier = program.command("tier").description("measure partners against the tiers, and check what was kept of it");
  tier
    .command("evaluate")
    .description("measure all partners as of the end of a day, keep what each had, and propose changes of tier")
    .option("--as-of <day>", "a day such as 2026-09-30 (default: today)")
    .option("--json", "print the result as JSON")
    .action(evaluate);
  tier
    .command("check")
    .description("check that every evaluation is as it was made; exit 1 when one is not")
    .option("--json", "print the result as JSON")
    .action(check);
}

async function evaluate({ asOf, json }: { asOf?: string; json?: boolean }) {
  await openDatabase();
  const result = await withWorker(async (tx) => {
    const today = await todayIn(tx);
    const made = await evaluatePartners(tx, actor, { asOf: asOf ?? today, today });
    if (!made) throw new Error("The evaluation was not made");
    await recordAudit(tx, actor, made.audit);
    const earned = await tx.execute<{ tier: string; partners: number }>(sql`
      select coalesce(t.name, 'no tier') as tier, count(*)::int as partners from tier_snapshots s left join tiers t on t.key = s.tier_earned
      where s.evaluation_id = ${made.id} group by t.rank, 1 order by t.rank desc nulls last`);
    const { audit: _, ...counts } = made;
    return { ...counts, earned: Object.fromEntries(earned.map(({ tier, partners }) => [tier, partners])) };
  });
  const earned = Object.entries(result.earned).map(([name, count]) => `${name} ${count}`);
  const said = `${result.partners} partners measured. Earned: ${earned.join(", ")}. Proposed: ${result.promotions} promotions, ${result.demotions} demotions.`;
  print(json, result, said);
}

async function check({ json }: { json?: boolean }) {
  await openDatabase();
  const found = await withWorker(async (tx) => {
    const made = await tx.execute<{ id: string; as_of: string }>(
      sql`select id, as_of::text from tier_evaluations order by at`,
    );
    const checked = [];
    for (const { id, as_of } of made) checked.push({ id, asOf: as_of, ...(await checkEvaluation(tx, id)) });
    return checked;
  });
  const broken = found.filter(({ holds }) => !holds);
  const lines = broken.map(
    ({ id, asOf, differing }) => `${id} (as of ${asOf}) is not as it was made: ${differing.length} partners differ`,
  );
  print(json, found, broken.length ? lines.join("\n") : `${found.length} evaluations are as they were made.`);
  if (broken.length) process.exitCode = 1;
}
