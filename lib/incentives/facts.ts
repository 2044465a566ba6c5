import type { Rounding } from "./minor";

export const roles = {
  sourcing: "sourced by you",
  influencing: "influenced by you",
  managing: "of customers you manage",
} as const;
export type Role = keyof typeof roles;

/** One thing that may earn: an invoiced line, a line that was paid, or a line of a won deal, as one partner has part in it. */
export type RevenueFact = {
  /** Names the thing for good: `line:<id>`, `sold:<id>`, `deal:<id>`. */
  key: string;
  partnerId: string;
  day: string;
  amountE4: bigint;
  currency: string;
  kind: string;
  dealId: string | null;
  accountId: string | null;
  productId: string | null;
  family: string | null;
  /** What the line is called on a statement. */
  what: string;
  role: Role;
  /** The partner's agreed share of the deal that day, null when none was agreed. */
  shareBp: number | null;
  type: string;
  tier: string | null;
  region: string | null;
  /** The deal is the first that the partner ever won. */
  firstDeal: boolean;
  /** Which year of the customer's contract it pays for, from 1. */
  contractYear: number;
  /** What one unit of its currency was worth in the reporting currency that day, null when no rate is known. */
  fx: string | null;
};

/** A fact as a rule sees it: what counts of it, in the currency of the plan. */
export type BaseLine = { key: string; fact: RevenueFact; baseE4: bigint };

/** Everything of one partner, plan, currency and period, in the order of days. */
export type RuleFacts = {
  lines: readonly BaseLine[];
  /** What counted in the same period a year before. */
  earlierE4: bigint;
  currency: string;
  periodLabel: string;
};

/** What a rule gives for a line, before it is rounded: `amountE10` in ten-thousand-millionths of a unit. */
export type RuleLine = { key: string; baseE4: bigint; rate: string | null; amountE10: bigint; says: string };

/** What one line of a plan comes to. */
export type Earned = {
  planId: string;
  partnerId: string;
  /** Names what earned, within plan and partner. */
  sourceKey: string;
  day: string;
  dealId: string | null;
  what: string;
  baseE4: bigint;
  currency: string;
  rate: string | null;
  amountE10: bigint;
  amountMinor: bigint;
  rounding: Rounding;
  /** What was converted: the amount in its own currency, the rate and its day. */
  from: { amountE4: bigint; currency: string; rate: string } | null;
  /** How many lines it sums up. */
  lines: number;
  says: string;
};
