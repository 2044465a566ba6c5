import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Wall } from "@/db/scope";
import {
  fundAllocations,
  fundBudgets,
  fundClaims,
  fundEvents,
  fundMoves,
  fundRequestDeals,
  fundRequests,
} from "./schema";

const throughAllocation = (column: SQL) => (partnerId: SQL) =>
  sql`exists (select 1 from fund_allocations own where own.id = ${column} and own.partner_id = ${partnerId})`;

/** Funds that a partner may read: its own, and of a budget that it draws on what it says to partners; never what others have of it. */
export const fundWalls: readonly Wall[] = [
  {
    table: fundBudgets,
    own: (p) =>
      sql`exists (select 1 from fund_allocations own where own.budget_id = ${fundBudgets.id} and own.partner_id = ${p})`,
    hidden: ["amount_minor", "allocated_minor", "two_people_over_minor", "accrued_on", "created_by_id"],
  },
  { table: fundAllocations, own: (p) => eq(fundAllocations.partnerId, p) },
  { table: fundMoves, own: throughAllocation(sql`${fundMoves.allocationId}`), hidden: ["person_id"] },
  { table: fundRequests, own: (p) => eq(fundRequests.partnerId, p) },
  {
    table: fundClaims,
    own: (p) => eq(fundClaims.partnerId, p),
    hidden: ["checked_by_id", "transaction_id", "payout_id"],
  },
  { table: fundRequestDeals, own: (p) => eq(fundRequestDeals.partnerId, p) },
  {
    table: fundEvents,
    own: (p) => and(sql`not ${fundEvents.internal}`, throughAllocation(sql`${fundEvents.allocationId}`)(p)) as SQL,
    hidden: ["told_at"],
  },
];
