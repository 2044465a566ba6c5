import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { deals } from "@/db/deals/schema";
import { ledgerTransactions } from "@/db/ledger/schema";
import { partners } from "@/db/partners/schema";
import { payouts } from "@/db/payouts/schema";
import { people } from "@/db/people/schema";
import type { Amendment } from "@/lib/funds/amendment";
import { activities } from "@/lib/funds/words";

const minor = (name: string) => bigint(name, { mode: "bigint" });
const kept = (name: string) => minor(name).notNull().default(sql`0`);
const personOfTransaction = sql`nullif(current_setting('app.person_id', true), '')::uuid`;
const requestStatuses = [
  "draft",
  "submitted",
  "returned",
  "approved",
  "amended",
  "rejected",
  "withdrawn",
  "expired",
  "closed",
] as const;
const claimStatuses = ["draft", "submitted", "returned", "checked", "approved", "rejected", "withdrawn"] as const;

/**
 * Market development funds of the program for a period, in one currency and its minor units. `allocated_minor` is kept by the
 * database from the moves. With `accrual_ppm`, partners are given that part of the revenue invoiced in the budget's currency.
 */
export const fundBudgets = pgTable(
  "fund_budgets",
  {
    id: id(),
    name: text("name").notNull(),
    currency: text("currency").notNull(),
    /** Decimals of the currency: JPY 0, USD 2, KWD 3. */
    exponent: smallint("exponent").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    allocatedMinor: kept("allocated_minor"),
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on").notNull(),
    accrualPpm: integer("accrual_ppm"),
    accrualFrom: date("accrual_from"),
    accrualTo: date("accrual_to"),
    /** The last day on which shares of revenue were reckoned. */
    accruedOn: date("accrued_on"),
    decisionDays: integer("decision_days").notNull().default(5),
    claimDays: integer("claim_days").notNull().default(30),
    noticeDays: integer("notice_days").notNull().default(14),
    /** From what a partner's claims of thirty days come to, two people look at them; nothing for none. */
    twoPeopleOverMinor: minor("two_people_over_minor"),
    createdById: uuid("created_by_id")
      .default(personOfTransaction)
      .references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("fund_budgets_days").on(t.endsOn),
    check("fund_budgets_not_overdrawn", sql`${t.allocatedMinor} between 0 and ${t.amountMinor}`),
    check("fund_budgets_days", sql`${t.endsOn} >= ${t.startsOn}`),
    check("fund_budgets_currency", sql`${t.currency} ~ '^[A-Z]{3}$' and ${t.exponent} between 0 and 4`),
    check(
      "fund_budgets_accrual",
      sql`(${t.accrualPpm} is null) = (${t.accrualFrom} is null) and (${t.accrualPpm} is null) = (${t.accrualTo} is null)`,
    ),
  ],
);

/**
 * What a partner may draw on of a budget. What is committed to requests, used by claims and returned to the budget never comes to
 * more than the amount: the database keeps all four from the moves.
 */
export const fundAllocations = pgTable(
  "fund_allocations",
  {
    id: id(),
    budgetId: uuid("budget_id")
      .notNull()
      .references(() => fundBudgets.id),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    currency: text("currency").notNull(),
    source: text("source", { enum: ["given", "accrued"] }).notNull(),
    amountMinor: kept("amount_minor"),
    committedMinor: kept("committed_minor"),
    usedMinor: kept("used_minor"),
    returnedMinor: kept("returned_minor"),
    expiresOn: date("expires_on").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("fund_allocations_partner").on(t.partnerId, t.expiresOn),
    index("fund_allocations_budget").on(t.budgetId, t.partnerId),
    index("fund_allocations_expiry").on(t.expiresOn),
    check(
      "fund_allocations_not_overdrawn",
      sql`${t.committedMinor} >= 0 and ${t.usedMinor} >= 0 and ${t.returnedMinor} >= 0 and ${t.committedMinor} + ${t.usedMinor} + ${t.returnedMinor} <= ${t.amountMinor}`,
    ),
    check("fund_allocations_source", sql`${t.source} in ('given','accrued')`),
  ],
);

/** An activity that a partner asks money for. `reserved_minor` and `used_minor` are kept by the database from the moves. */
export const fundRequests = pgTable(
  "fund_requests",
  {
    id: id(),
    number: bigint("number", { mode: "number" }).generatedByDefaultAsIdentity(),
    allocationId: uuid("allocation_id")
      .notNull()
      .references(() => fundAllocations.id),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    status: text("status", { enum: requestStatuses }).notNull().default("draft"),
    title: text("title").notNull(),
    activity: text("activity", { enum: Object.keys(activities) as [keyof typeof activities] }).notNull(),
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on").notNull(),
    plan: text("plan").notNull(),
    expectedLeads: integer("expected_leads"),
    expectedPipelineMinor: minor("expected_pipeline_minor"),
    requestedMinor: minor("requested_minor").notNull(),
    approvedMinor: minor("approved_minor"),
    reservedMinor: kept("reserved_minor"),
    usedMinor: kept("used_minor"),
    /** What the partner wants to be different of what was approved. */
    amendment: jsonb("amendment").$type<Amendment>(),
    createdById: uuid("created_by_id")
      .default(personOfTransaction)
      .references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    submittedAt: instant("submitted_at"),
    submittedById: uuid("submitted_by_id").references(() => people.id),
    dueAt: instant("due_at"),
    decidedAt: instant("decided_at"),
    decidedById: uuid("decided_by_id").references(() => people.id),
    /** Why, for the partner to read. */
    reason: text("reason"),
    /** The last day to claim what was approved. */
    claimBy: date("claim_by"),
    endedOn: date("ended_on"),
  },
  (t) => [
    uniqueIndex("fund_requests_number").on(t.number),
    index("fund_requests_partner").on(t.partnerId, t.updatedAt),
    index("fund_requests_allocation").on(t.allocationId),
    index("fund_requests_due").on(t.dueAt, t.id).where(sql`${t.status} in ('submitted','amended')`),
    index("fund_requests_claim_by").on(t.claimBy, t.id).where(sql`${t.status} in ('approved','amended')`),
    check("fund_requests_amounts", sql`${t.requestedMinor} > 0 and coalesce(${t.approvedMinor} > 0, true)`),
    check("fund_requests_days", sql`${t.endsOn} >= ${t.startsOn}`),
    check("fund_requests_used", sql`${t.usedMinor} between 0 and ${t.reservedMinor}`),
    check("fund_requests_amended", sql`(${t.status} = 'amended') = (${t.amendment} is not null)`),
    check(
      "fund_requests_approved",
      sql`${t.status} not in ('approved','amended','expired','closed') or (${t.approvedMinor} is not null and ${t.claimBy} is not null and ${t.decidedById} is not null)`,
    ),
    check(
      "fund_requests_other_eyes",
      sql`${t.decidedById} <> ${t.submittedById} and ${t.decidedById} <> ${t.createdById}`,
    ),
  ],
);

/** What a partner wants back of what it spent, with its proof as files. Approved, it stands in the ledger. */
export const fundClaims = pgTable(
  "fund_claims",
  {
    id: id(),
    number: bigint("number", { mode: "number" }).generatedByDefaultAsIdentity(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => fundRequests.id),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    status: text("status", { enum: claimStatuses }).notNull().default("draft"),
    amountMinor: minor("amount_minor").notNull(),
    what: text("what").notNull(),
    /** No further claim follows: what is left goes back once this one is decided. */
    last: boolean("last").notNull().default(false),
    approvedMinor: minor("approved_minor"),
    createdById: uuid("created_by_id")
      .default(personOfTransaction)
      .references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    submittedAt: instant("submitted_at"),
    submittedById: uuid("submitted_by_id").references(() => people.id),
    dueAt: instant("due_at"),
    /** The first of two people, where two have to look. */
    checkedAt: instant("checked_at"),
    checkedById: uuid("checked_by_id").references(() => people.id),
    decidedAt: instant("decided_at"),
    decidedById: uuid("decided_by_id").references(() => people.id),
    reason: text("reason"),
    transactionId: uuid("transaction_id").references(() => ledgerTransactions.id),
    /** The payout that pays it, from its preparation on; none again when that is left out or fails. */
    payoutId: uuid("payout_id").references(() => payouts.id),
  },
  (t) => [
    uniqueIndex("fund_claims_number").on(t.number),
    index("fund_claims_payable").on(t.transactionId).where(sql`${t.status} = 'approved' and ${t.payoutId} is null`),
    index("fund_claims_payout").on(t.payoutId).where(sql`${t.payoutId} is not null`),
    check("fund_claims_payout", sql`${t.payoutId} is null or ${t.status} = 'approved'`),
    unique("fund_claims_transaction").on(t.transactionId),
    index("fund_claims_request").on(t.requestId),
    index("fund_claims_partner").on(t.partnerId, t.updatedAt),
    index("fund_claims_due").on(t.dueAt, t.id).where(sql`${t.status} in ('submitted','checked')`),
    check(
      "fund_claims_amounts",
      sql`${t.amountMinor} > 0 and coalesce(${t.approvedMinor} between 1 and ${t.amountMinor}, true)`,
    ),
    check("fund_claims_booked", sql`(${t.status} = 'approved') = (${t.transactionId} is not null)`),
    check(
      "fund_claims_approved",
      sql`${t.status} <> 'approved' or (${t.approvedMinor} is not null and ${t.decidedById} is not null)`,
    ),
    check(
      "fund_claims_other_eyes",
      sql`${t.decidedById} <> ${t.submittedById} and ${t.decidedById} <> ${t.createdById} and ${t.decidedById} <> ${t.checkedById} and ${t.checkedById} <> ${t.submittedById}`,
    ),
  ],
);

/**
 * Money of an allocation, append only: given or taken back (`allocated`), committed to a request and freed again, used by a claim,
 * returned to the budget. What an allocation, a request and a budget have is summed from these by the database.
 */
export const fundMoves = pgTable(
  "fund_moves",
  {
    id: bigint("id", { mode: "bigint" }).generatedAlwaysAsIdentity().primaryKey(),
    allocationId: uuid("allocation_id")
      .notNull()
      .references(() => fundAllocations.id),
    requestId: uuid("request_id").references(() => fundRequests.id),
    claimId: uuid("claim_id").references(() => fundClaims.id),
    kind: text("kind", { enum: ["allocated", "reserved", "released", "used", "returned"] }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
    on: date("on").notNull(),
    at: instant("at").notNull().defaultNow(),
    personId: uuid("person_id").default(personOfTransaction),
    /** Names what was done, so that it is done once. */
    effectKey: text("effect_key").notNull().unique("fund_moves_effect"),
  },
  (t) => [
    index("fund_moves_allocation").on(t.allocationId, t.id),
    index("fund_moves_request").on(t.requestId),
    check("fund_moves_kind", sql`${t.kind} in ('allocated','reserved','released','used','returned')`),
    check("fund_moves_amount", sql`${t.amountMinor} > 0 or (${t.kind} = 'allocated' and ${t.amountMinor} <> 0)`),
  ],
);

/** A deal that the funded activity brought or moved on. */
export const fundRequestDeals = pgTable(
  "fund_request_deals",
  {
    id: id(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => fundRequests.id),
    dealId: uuid("deal_id")
      .notNull()
      .references(() => deals.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    touchedOn: date("touched_on").notNull(),
    personId: uuid("person_id")
      .default(personOfTransaction)
      .references(() => people.id),
  },
  (t) => [unique("fund_request_deals_once").on(t.requestId, t.dealId), index("fund_request_deals_deal").on(t.dealId)],
);

/** What happened to an allocation, a request or a claim. What is internal is for staff alone. */
export const fundEvents = pgTable(
  "fund_events",
  {
    id: id(),
    allocationId: uuid("allocation_id")
      .notNull()
      .references(() => fundAllocations.id),
    requestId: uuid("request_id").references(() => fundRequests.id),
    claimId: uuid("claim_id").references(() => fundClaims.id),
    at: instant("at").notNull().defaultNow(),
    personId: uuid("person_id")
      .default(personOfTransaction)
      .references(() => people.id),
    kind: text("kind").notNull(),
    text: text("text"),
    internal: boolean("internal").notNull().default(false),
    /** What is done once by time alone. */
    effect: text("effect").unique("fund_events_once"),
    toldAt: instant("told_at"),
  },
  (t) => [
    index("fund_events_request").on(t.requestId, t.at),
    index("fund_events_to_tell").on(t.at).where(sql`${t.toldAt} is null`),
  ],
);
