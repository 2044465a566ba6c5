import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { amountE4, day, decimal, id, instant } from "@/db/columns";
import { payouts } from "@/db/payouts/schema";
import { people } from "@/db/people/schema";
import type { PlanLimits, PlanScope } from "@/lib/incentives/plan";

const minor = (name: string) => bigint(name, { mode: "bigint" });

/**
 * A version of a plan. What an approved one says never changes (`guard_plan`): a change is a new version with the same
 * `plan_key`, from a day on. Approved by somebody who neither wrote nor proposed it.
 */
export const incentivePlans = pgTable(
  "incentive_plans",
  {
    id: id(),
    planKey: uuid("plan_key").notNull().default(sql`gen_random_uuid()`),
    version: integer("version").notNull().default(1),
    name: text("name").notNull(),
    status: text("status", { enum: ["draft", "proposed", "approved", "active", "ended"] })
      .notNull()
      .default("draft"),
    rule: text("rule").notNull(),
    config: jsonb("config").$type<Record<string, unknown>>().notNull(),
    scope: jsonb("scope").$type<PlanScope>().notNull(),
    limits: jsonb("limits").$type<PlanLimits>().notNull(),
    basis: text("basis", { enum: ["invoice", "payment", "close"] }).notNull(),
    period: text("period", { enum: ["month", "quarter", "year"] }).notNull(),
    currency: text("currency"),
    share: text("share", { enum: ["agreed", "whole"] }).notNull(),
    roundPer: text("round_per", { enum: ["line", "order"] }).notNull(),
    rounding: text("rounding", { enum: ["half_away", "half_even", "down"] }).notNull(),
    holdDays: integer("hold_days").notNull(),
    stacking: text("stacking", { enum: ["add", "best", "first"] }).notNull(),
    stackGroup: text("stack_group"),
    rank: integer("rank").notNull().default(100),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
    /** The sentence that partners read, as it was when the version was saved. */
    says: text("says").notNull(),
    createdById: uuid("created_by_id").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
    proposedById: uuid("proposed_by_id").references(() => people.id),
    proposedAt: instant("proposed_at"),
    approvedById: uuid("approved_by_id").references(() => people.id),
    approvedAt: instant("approved_at"),
  },
  (t) => [
    unique("incentive_plans_version").on(t.planKey, t.version),
    index("incentive_plans_status").on(t.status),
    check("incentive_plans_status", sql`${t.status} in ('draft','proposed','approved','active','ended')`),
    check("incentive_plans_days", sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`),
    check("incentive_plans_hold", sql`${t.holdDays} between 0 and 730`),
    check(
      "incentive_plans_four_eyes",
      sql`${t.status} in ('draft','proposed') or (${t.approvedById} is not null and ${t.approvedById} is distinct from ${t.proposedById} and ${t.approvedById} is distinct from ${t.createdById})`,
    ),
  ],
);

/**
 * An account of the ledger. Its balance is kept by the database as entries are booked; nothing else may write it. What is booked
 * names a partner without pointing at its row: it outlives a partner whose import is taken back.
 */
export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    id: id(),
    kind: text("kind", { enum: ["expense", "earned", "payable", "paying", "paid", "clawback"] }).notNull(),
    /** Nobody for the program's own. */
    partnerId: uuid("partner_id"),
    currency: text("currency").notNull(),
    balanceMinor: minor("balance_minor").notNull().default(sql`0`),
    entries: bigint("entries", { mode: "number" }).notNull().default(0),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    unique("ledger_accounts_one").on(t.partnerId, t.currency, t.kind).nullsNotDistinct(),
    // Balances stand in no index: a booking would write it.
    index("ledger_accounts_kind").on(t.kind, t.currency, t.partnerId),
    check("ledger_accounts_kind", sql`${t.kind} in ('expense','earned','payable','paying','paid','clawback')`),
    check("ledger_accounts_owner", sql`(${t.kind} = 'expense') = (${t.partnerId} is null)`),
    check("ledger_accounts_currency", sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);

/**
 * Something booked: entries that add up to zero in each currency, checked when the transaction of the database ends, after
 * which it takes no more. `effect_key` names what was done, so that it is done once.
 */
export const ledgerTransactions = pgTable(
  "ledger_transactions",
  {
    id: id(),
    kind: text("kind").notNull(),
    effectKey: text("effect_key").notNull().unique("ledger_transactions_effect"),
    partnerId: uuid("partner_id"),
    reversesId: uuid("reverses_id").references((): AnyPgColumn => ledgerTransactions.id),
    bookedOn: date("booked_on").notNull(),
    bookedAt: instant("booked_at").notNull().defaultNow(),
    personId: uuid("person_id").default(sql`nullif(current_setting('app.person_id', true), '')::uuid`),
    /** The transaction of the database that booked it, set by the database. */
    openedIn: bigint("opened_in", { mode: "bigint" }).notNull().default(sql`0`),
  },
  (t) => [
    index("ledger_transactions_partner").on(t.partnerId, t.bookedAt),
    check(
      "ledger_transactions_kind",
      sql`${t.kind} in ('accrual','approval','mdf','payout','payout_paid','payout_failed','clawback_held','clawback_payable','clawback_paid','offset','reversal','debt_moved','debt_returned')`,
    ),
  ],
);

/**
 * What one line of a plan earned, or what was taken back of it: `seq` counts what was booked of the same source, and
 * `total_minor` is what the source comes to since. Only its state ever changes (`guard_earning`).
 */
export const earnings = pgTable(
  "earnings",
  {
    id: id(),
    partnerId: uuid("partner_id").notNull(),
    planId: uuid("plan_id")
      .notNull()
      .references(() => incentivePlans.id),
    sourceKey: text("source_key").notNull(),
    seq: integer("seq").notNull(),
    effectKey: text("effect_key").notNull().unique("earnings_effect"),
    booking: text("booking").notNull(),
    status: text("status", { enum: ["held", "approved", "paying", "paid", "recovered"] }).notNull(),
    dealId: uuid("deal_id"),
    what: text("what").notNull(),
    eventOn: date("event_on").notNull(),
    statementMonth: date("statement_month").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    totalMinor: minor("total_minor").notNull(),
    currency: text("currency").notNull(),
    baseE4: amountE4("base_e4").notNull(),
    rate: text("rate"),
    /** What the source comes to before it is rounded. */
    exact: decimal("exact").notNull(),
    rounding: text("rounding").notNull(),
    fromE4: amountE4("from_e4"),
    fromCurrency: text("from_currency"),
    /** Frozen: what one unit was worth on the day, in the plan's currency. */
    fxRate: decimal("fx_rate"),
    lines: integer("lines").notNull(),
    says: text("says").notNull(),
    holdUntil: date("hold_until").notNull(),
    /** What it changes: the row of the same source before it. */
    correctsId: uuid("corrects_id").references((): AnyPgColumn => earnings.id),
    transactionId: uuid("transaction_id")
      .notNull()
      .references(() => ledgerTransactions.id),
    approvalId: uuid("approval_id"),
    approvedAt: instant("approved_at"),
    approvedById: uuid("approved_by_id").references(() => people.id),
    /** The payout that takes it, from its preparation on; none again when that is left out or fails. */
    payoutId: uuid("payout_id").references((): AnyPgColumn => payouts.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("earnings_payable")
      .on(t.currency, t.partnerId)
      .where(sql`${t.status} = 'approved' and ${t.payoutId} is null`),
    index("earnings_payout").on(t.payoutId).where(sql`${t.payoutId} is not null`),
    index("earnings_partner_month").on(t.partnerId, t.statementMonth, t.eventOn, t.id),
    index("earnings_partner_event").on(t.partnerId, t.eventOn),
    index("earnings_source").on(t.partnerId, t.planId, t.sourceKey),
    index("earnings_deal").on(t.dealId, t.partnerId),
    index("earnings_due").on(t.holdUntil, t.partnerId).where(sql`${t.status} = 'held'`),
    index("earnings_month").on(t.statementMonth, t.partnerId),
    check("earnings_status", sql`${t.status} in ('held','approved','paying','paid','recovered')`),
    // What is with the bank or paid is so by one payout, and one only: the column holds no two.
    check("earnings_payout", sql`(${t.status} in ('paying','paid')) <= (${t.payoutId} is not null)`),
    check("earnings_payout_of", sql`${t.payoutId} is null or ${t.status} in ('approved','paying','paid')`),
    check("earnings_amount", sql`${t.amountMinor} <> 0`),
  ],
);

/** One side of a booking: above zero adds to the account (debit), below takes from it (credit). */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: bigint("id", { mode: "bigint" }).generatedAlwaysAsIdentity().primaryKey(),
    transactionId: uuid("transaction_id")
      .notNull()
      .references(() => ledgerTransactions.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => ledgerAccounts.id),
    currency: text("currency").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    earningId: uuid("earning_id"),
  },
  (t) => [
    index("ledger_entries_transaction").on(t.transactionId),
    index("ledger_entries_account").on(t.accountId, t.id),
    check("ledger_entries_amount", sql`${t.amountMinor} <> 0`),
  ],
);

/** Months whose statements are final: what comes later of them is booked into the first month that is open. */
export const closedMonths = pgTable("closed_months", {
  month: date("month").primaryKey(),
  closedAt: instant("closed_at").notNull().defaultNow(),
  closedById: uuid("closed_by_id").references(() => people.id),
});

/** A partner's statement of a closed month and currency, word for word, with the hash of it. */
export const statements = pgTable(
  "statements",
  {
    id: id(),
    partnerId: uuid("partner_id").notNull(),
    month: date("month")
      .notNull()
      .references(() => closedMonths.month),
    currency: text("currency").notNull(),
    lines: integer("lines").notNull(),
    earnedMinor: minor("earned_minor").notNull(),
    clawedBackMinor: minor("clawed_back_minor").notNull(),
    /** Claims of funds that became payable in the month; nothing in statements from before they were listed. */
    claims: integer("claims"),
    claimedMinor: minor("claimed_minor"),
    content: text("content").notNull(),
    sha256: text("sha256").notNull(),
  },
  (t) => [
    unique("statements_one").on(t.partnerId, t.month, t.currency),
    check("statements_hash", sql`${t.sha256} = encode(sha256(convert_to(${t.content}, 'UTF8')), 'hex')`),
  ],
);

/** Months of partners in which something that may earn has changed, -infinity for all. Emptied by accrual. */
export const incentiveDirty = pgTable(
  "incentive_dirty",
  {
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    partnerId: uuid("partner_id").notNull(),
    month: day("month").notNull(),
  },
  (t) => [index("incentive_dirty_partner").on(t.partnerId, t.month)],
);

/** What each proof of the ledger found; the latest stands on the page of staff. */
export const ledgerProofs = pgTable("ledger_proofs", {
  id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
  provedAt: instant("proved_at").notNull().defaultNow(),
  entries: bigint("entries", { mode: "number" }).notNull(),
  problems: jsonb("problems").$type<string[]>().notNull(),
});
