import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Wall } from "@/db/scope";
import { payoutDetails, payoutPolicies, payouts, statementConfirmations, statementQuestions } from "./schema";

/** What a partner reads of payouts: its own accounts and payouts, but not what is sealed, nor who of finance did what. */
export const payoutWalls: readonly Wall[] = [
  {
    table: payoutDetails,
    own: (p) => eq(payoutDetails.partnerId, p),
    hidden: ["sealed", "key_id"],
  },
  {
    table: payouts,
    own: (p) => and(eq(payouts.partnerId, p), sql`${payouts.status} <> 'dropped'`) as SQL,
    hidden: ["bank_id", "settled_by_id"],
  },
  {
    table: payoutPolicies,
    own: () => sql`true`,
    hidden: ["limit_minor", "payer_last4", "payer_sealed", "payer_key_id"],
  },
  { table: statementConfirmations, own: (p) => eq(statementConfirmations.partnerId, p) },
  { table: statementQuestions, own: (p) => eq(statementQuestions.partnerId, p) },
];
