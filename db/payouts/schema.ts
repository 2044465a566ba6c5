import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { dataIssues } from "@/db/issues/schema";
import { people } from "@/db/people/schema";

const minor = (name: string) => bigint(name, { mode: "bigint" });
const personOfTransaction = sql`nullif(current_setting('app.person_id', true), '')::uuid`;

/**
 * A partner's bank account or tax number, sealed (`db/payouts/seal.ts`); shown is the end of it. What changes is a new row:
 * the database ends the one before and says until when a new account is not paid to (`replace_details`).
 */
export const payoutDetails = pgTable(
  "payout_details",
  {
    id: id(),
    partnerId: uuid("partner_id").notNull(),
    kind: text("kind", { enum: ["bank", "tax"] }).notNull(),
    /** Of an account `iban` or `us`; of a tax number its form. */
    form: text("form").notNull(),
    country: text("country").notNull(),
    last4: text("last4").notNull(),
    sealed: text("sealed").notNull(),
    keyId: text("key_id").notNull(),
    createdById: uuid("created_by_id").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
    heldUntil: instant("held_until"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("payout_details_one").on(t.partnerId, t.kind).where(sql`${t.endedAt} is null`),
    index("payout_details_partner").on(t.partnerId, t.createdAt),
    index("payout_details_key").on(t.keyId),
    check("payout_details_kind", sql`${t.kind} in ('bank','tax')`),
    check("payout_details_last4", sql`length(${t.last4}) <= 4`),
  ],
);

/** How the program pays in a currency: the least that is paid, how much finance approves a day, and from which account. */
export const payoutPolicies = pgTable(
  "payout_policies",
  {
    currency: text("currency").primaryKey(),
    minimumMinor: minor("minimum_minor").notNull(),
    /** Beyond it a day's batches of the currency are approved by an owner of the program. */
    limitMinor: minor("limit_minor").notNull(),
    payerLast4: text("payer_last4"),
    payerSealed: text("payer_sealed"),
    payerKeyId: text("payer_key_id"),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check("payout_policies_currency", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check("payout_policies_amounts", sql`${t.minimumMinor} >= 0 and ${t.limitMinor} >= 0`),
  ],
);

/** Payouts of one currency that are prepared by one person and approved by another. */
export const payoutBatches = pgTable(
  "payout_batches",
  {
    id: id(),
    number: bigint("number", { mode: "number" }).generatedByDefaultAsIdentity(),
    currency: text("currency").notNull(),
    status: text("status", { enum: ["prepared", "approved", "sent", "done", "cancelled"] })
      .notNull()
      .default("prepared"),
    payouts: integer("payouts").notNull(),
    totalMinor: minor("total_minor").notNull(),
    /** What was approved of it, once what had changed meanwhile was left out. */
    approvedMinor: minor("approved_minor"),
    /** Whether it was approved within the limit of finance, or beyond it by an owner of the program. */
    approvedUnder: text("approved_under", { enum: ["limit", "owner"] }),
    preparedById: uuid("prepared_by_id")
      .notNull()
      .default(personOfTransaction)
      .references(() => people.id),
    preparedAt: instant("prepared_at").notNull().defaultNow(),
    approvedById: uuid("approved_by_id").references(() => people.id),
    approvedAt: instant("approved_at"),
    sentById: uuid("sent_by_id").references(() => people.id),
    sentAt: instant("sent_at"),
    /** Of the file for the bank, as it was when it was sent. */
    fileSha256: text("file_sha256"),
    fileSumMinor: minor("file_sum_minor"),
  },
  (t) => [
    uniqueIndex("payout_batches_number").on(t.number),
    index("payout_batches_state").on(t.status, t.preparedAt),
    index("payout_batches_approved").on(t.currency, t.approvedAt),
    check("payout_batches_status", sql`${t.status} in ('prepared','approved','sent','done','cancelled')`),
    check("payout_batches_amount", sql`${t.payouts} > 0 and ${t.totalMinor} > 0`),
    check(
      "payout_batches_four_eyes",
      sql`${t.status} in ('prepared','cancelled') or (${t.approvedById} is not null and ${t.approvedById} <> ${t.preparedById} and ${t.approvedAt} is not null and ${t.approvedUnder} is not null and ${t.approvedMinor} > 0)`,
    ),
  ],
);

/**
 * What one partner is paid with a batch: its approved earnings and claims of funds, less what it owed back. The amount never changes; a partner
 * stands in one prepared batch of a currency at a time.
 */
export const payouts = pgTable(
  "payouts",
  {
    id: id(),
    batchId: uuid("batch_id")
      .notNull()
      .references(() => payoutBatches.id),
    partnerId: uuid("partner_id").notNull(),
    currency: text("currency").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    /** The sum of its earnings, and of claims of funds; what the amount is less was owed back. */
    earnedMinor: minor("earned_minor").notNull(),
    lines: integer("lines").notNull(),
    claimedMinor: minor("claimed_minor").notNull().default(sql`0`),
    claims: integer("claims").notNull().default(0),
    status: text("status", { enum: ["prepared", "paying", "paid", "failed", "dropped"] })
      .notNull()
      .default("prepared"),
    /** The account as it was when the batch was prepared: a later one is not paid to by it. */
    bankId: uuid("bank_id")
      .notNull()
      .references(() => payoutDetails.id),
    reason: text("reason"),
    settledAt: instant("settled_at"),
    settledById: uuid("settled_by_id").references(() => people.id),
  },
  (t) => [
    uniqueIndex("payouts_batch").on(t.batchId, t.partnerId),
    uniqueIndex("payouts_one_prepared").on(t.partnerId, t.currency).where(sql`${t.status} = 'prepared'`),
    index("payouts_partner").on(t.partnerId, t.currency),
    check("payouts_status", sql`${t.status} in ('prepared','paying','paid','failed','dropped')`),
    check("payouts_amount", sql`${t.amountMinor} > 0 and ${t.lines} >= 0 and ${t.claims} >= 0`),
    check("payouts_reason", sql`${t.status} not in ('failed','dropped') or ${t.reason} is not null`),
    check("payouts_settled", sql`(${t.status} in ('paid','failed')) = (${t.settledAt} is not null)`),
  ],
);

/** What was asked for under a key, and what was answered: asked again, the same answer. */
export const moneyRequests = pgTable("money_requests", {
  key: uuid("key").primaryKey(),
  action: text("action").notNull(),
  bodySha256: text("body_sha256").notNull(),
  personId: uuid("person_id").default(personOfTransaction),
  answer: jsonb("answer").$type<Record<string, unknown>>(),
  at: instant("at").notNull().defaultNow(),
});

/** A partner's word that a closed statement is right. */
export const statementConfirmations = pgTable("statement_confirmations", {
  statementId: uuid("statement_id").primaryKey(),
  partnerId: uuid("partner_id").notNull(),
  personId: uuid("person_id")
    .notNull()
    .default(personOfTransaction)
    .references(() => people.id),
  at: instant("at").notNull().defaultNow(),
});

/** Which statement, or which line of it, a question is about. */
export const statementQuestions = pgTable(
  "statement_questions",
  {
    issueId: uuid("issue_id")
      .primaryKey()
      .references(() => dataIssues.id),
    partnerId: uuid("partner_id").notNull(),
    month: date("month").notNull(),
    currency: text("currency").notNull(),
    earningId: uuid("earning_id"),
  },
  (t) => [index("statement_questions_statement").on(t.partnerId, t.month, t.currency)],
);
