import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { readProgram } from "@/db/metrics/queries";
import { todayIn } from "@/db/program/queries";
import { reviewDue } from "@/lib/tiers/windows";
import { takeEffect } from "./effect";
import { evaluateOnSchedule } from "./evaluate";
import { readTierPolicies } from "./queries";

const actor = { personId: null, name: "Tiers" };

/**
 * What time alone does to tiers: the evaluation that the policy asks for, and changes whose day has come. By the database's
 * clock, each once, however many workers there are. Returns how many things were done.
 */
export async function keepTiers(): Promise<number> {
  let done = (await evaluateWhenDue()) ? 1 : 0;
  const due = await withWorker((tx) =>
    tx.execute<{ id: string }>(sql`select m.id from tier_moves m join partners p on p.id = m.partner_id
      where m.status in ('approved','notice') and m.effective_on <= program_day(now()) order by m.effective_on, m.id limit 500`),
  );
  let failure: unknown;
  for (const { id } of due)
    try {
      if (await withWorker(async (tx) => takeEffect(tx, actor, id, await todayIn(tx)))) done++;
    } catch (error) {
      failure ??= error;
    }
  if (failure) throw failure;
  return done;
}

function evaluateWhenDue(): Promise<boolean> {
  return withWorker(async (tx) => {
    const [policies, today] = [await readTierPolicies(tx), await todayIn(tx)];
    const asOf = reviewDue(policies.tierReview, today);
    if (!asOf) return false;
    const [made] = await tx.execute(
      sql`select 1 from tier_evaluations where scheduled and as_of >= ${asOf}::date limit 1`,
    );
    if (made) return false;
    // While the sums of very many are made again nothing is measured: it comes with the next round.
    const { recounting } = await readProgram(tx);
    return recounting ? false : evaluateOnSchedule(tx, actor, { asOf, today });
  });
}
