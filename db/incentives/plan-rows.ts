import "server-only";
import { inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { incentivePlans } from "@/db/ledger/schema";
import type { Plan } from "@/lib/incentives/plan";
import type { RuleKey } from "@/lib/incentives/rules/registry";

/** A kept version as the rules read it. */
export const planOf = (row: typeof incentivePlans.$inferSelect): Plan => ({ ...row, rule: row.rule as RuleKey });

/** Every version that was ever approved: what ended still judges its own days. */
export async function approvedPlans(tx: Tx): Promise<Plan[]> {
  const rows = await tx
    .select()
    .from(incentivePlans)
    .where(inArray(incentivePlans.status, ["approved", "active", "ended"]))
    .orderBy(incentivePlans.id);
  return rows.map(planOf);
}
