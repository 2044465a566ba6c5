import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { accrueIncentives } from "./accrue";
import { beginAndEndPlans } from "./plans";
import { proveLedger } from "./prove";

/**
 * What is due of incentives: plans begin and end by the calendar, what changed is reckoned anew, and the ledger is proved
 * once a day. Returns how many rows were booked.
 */
export async function keepIncentives(): Promise<number> {
  const [due] = await withWorker((tx) =>
    tx.execute<{ plans: boolean; marked: boolean; proof: boolean }>(sql`select
      exists (select 1 from incentive_plans where status = 'approved' and valid_from <= program_day(now()) or status in ('approved', 'active') and valid_to <= program_day(now())) as plans,
      exists (select 1 from incentive_dirty) as marked,
      exists (select 1 from ledger_transactions) and not exists (select 1 from ledger_proofs where program_day(proved_at) = program_day(now())) as proof`),
  );
  if (due?.plans) await withWorker(beginAndEndPlans);
  const booked = due?.marked ? await accrueIncentives() : 0;
  if (due?.proof) await proveLedger();
  return booked;
}
