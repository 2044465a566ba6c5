import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { amountE4, decimal, id, instant } from "@/db/columns";
import { deals, products } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

const statuses = [
  "draft",
  "submitted",
  "waiting",
  "returned",
  "approved",
  "rejected",
  "duplicate",
  "withdrawn",
  "expired",
  "closed",
] as const;
/** Who acts in the transaction: the database knows it, and takes nobody's word for it. */
const personOfTransaction = sql`nullif(current_setting('app.person_id', true), '')::uuid`;

/**
 * A partner's claim on a customer for some products. `waiting` stands in line behind another claim on them. `decision`
 * stays when an approval ends later. The customer's fields are what the partner wrote; `keys` are what it is known by.
 */
/**
 * What each customer of an account or a registration is found by when somebody asks who else it may be: the blocks of
 * `lib/deals/matching/candidates`. Null until the worker has read it, and again when its name, domain or parent changes.
 */
export const customerBlocks = pgTable(
  "customer_blocks",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind", { enum: ["account", "registration"] }).notNull(),
    blocks: text("blocks").array(),
  },
  (t) => [
    index("customer_blocks_search").using("gin", t.blocks),
    index("customer_blocks_unread").on(t.kind, t.id).where(sql`${t.blocks} is null`),
  ],
);

export const registrations = pgTable(
  "registrations",
  {
    id: id(),
    number: bigint("number", { mode: "number" }).generatedByDefaultAsIdentity(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    /** The deal that the approval opened or linked. */
    dealId: uuid("deal_id").references(() => deals.id, { onDelete: "cascade" }),
    status: text("status", { enum: statuses }).notNull().default("draft"),
    customerName: text("customer_name").notNull().default(""),
    domain: text("domain"),
    country: text("country"),
    contactName: text("contact_name"),
    contactEmail: text("contact_email"),
    contactTitle: text("contact_title"),
    need: text("need"),
    involvement: text("involvement", { enum: ["resell", "refer", "co_sell", "services"] }),
    expectedCloseOn: date("expected_close_on"),
    amountE4: amountE4("amount_e4").notNull().default(sql`0`),
    currency: text("currency"),
    keys: text("keys").array().notNull().default(sql`'{}'`),
    /** The day since which the claim stands behind which this one waits. */
    claimSince: date("claim_since"),
    createdById: uuid("created_by_id")
      .default(personOfTransaction)
      .references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    submittedOn: date("submitted_on"),
    submittedAt: instant("submitted_at"),
    submittedById: uuid("submitted_by_id").references(() => people.id),
    /** When the decision is due, or of a returned one the answer; null while it waits in line. */
    dueAt: instant("due_at"),
    /** The first answer of any kind: approved, rejected or asked back. */
    answeredAt: instant("answered_at"),
    decision: text("decision", { enum: ["approved", "rejected"] }),
    decidedOn: date("decided_on"),
    decidedAt: instant("decided_at"),
    decidedById: uuid("decided_by_id").references(() => people.id),
    /** Why, for the partner to read. */
    reason: text("reason"),
    protectedUntil: date("protected_until"),
    endedOn: date("ended_on"),
  },
  (t) => [
    index("registrations_partner_submitted").on(t.partnerId, t.submittedOn),
    index("registrations_submitted").on(t.submittedOn, t.partnerId),
    index("registrations_decided").on(t.decidedOn, t.partnerId),
    index("registrations_partner_decided").on(t.partnerId, t.decidedOn),
    index("registrations_deal").on(t.dealId, t.partnerId),
    uniqueIndex("registrations_number").on(t.number),
    index("registrations_due").on(t.dueAt, t.id).where(sql`${t.status} in ('submitted','returned')`),
    index("registrations_waiting").on(t.submittedAt, t.id).where(sql`${t.status} = 'waiting'`),
    index("registrations_protected").on(t.protectedUntil, t.id).where(sql`${t.status} = 'approved'`),
    index("registrations_status").on(t.status, t.updatedAt, t.id),
    index("registrations_partner_status").on(t.partnerId, t.status),
    index("registrations_updated").on(t.updatedAt, t.id).where(sql`${t.status} <> 'draft'`),
    // How long answers took is read from it alone.
    index("registrations_answered").on(t.decidedOn, t.answeredAt, t.submittedAt),
    index("registrations_open_name")
      .using("gin", sql`${t.customerName} gin_trgm_ops`)
      .where(sql`${t.status} in ('submitted','waiting','returned','approved')`),
    index("registrations_own").on(t.partnerId, t.updatedAt, t.id),
    index("registrations_keys").using("gin", t.keys),
    index("registrations_name").using("gin", sql`${t.customerName} gin_trgm_ops`),
    check(
      "registrations_status",
      sql`${t.status} in ('draft','submitted','waiting','returned','approved','rejected','duplicate','withdrawn','expired','closed')`,
    ),
    check("registrations_decided", sql`(${t.decision} is not null) = (${t.decidedOn} is not null)`),
    check("registrations_was_submitted", sql`${t.status} in ('draft','withdrawn') or ${t.submittedOn} is not null`),
    check(
      "registrations_approved",
      sql`${t.status} not in ('approved','expired','closed') or ${t.decision} = 'approved'`,
    ),
    check("registrations_refused", sql`${t.status} not in ('rejected','duplicate') or ${t.decision} = 'rejected'`),
    check(
      "registrations_open",
      sql`${t.status} not in ('draft','submitted','waiting','returned') or ${t.decision} is null`,
    ),
    // Nobody decides on a deal of their own registration.
    check(
      "registrations_other_eyes",
      sql`${t.decidedById} <> ${t.submittedById} and ${t.decidedById} <> ${t.createdById}`,
    ),
  ],
);

/** The products of a registration, in its currency. */
export const registrationLines = pgTable(
  "registration_lines",
  {
    id: id(),
    registrationId: uuid("registration_id")
      .notNull()
      .references(() => registrations.id, { onDelete: "cascade" }),
    lineNo: integer("line_no").notNull(),
    productId: uuid("product_id").references(() => products.id),
    quantity: decimal("quantity").notNull().default("1"),
    amountE4: amountE4("amount_e4").notNull(),
  },
  (t) => [
    unique("registration_lines_no").on(t.registrationId, t.lineNo),
    index("registration_lines_product").on(t.productId),
  ],
);

/** Products by their ids: one, or all of them without bounds. */
const productRange = customType<{ data: string }>({ dataType: () => "product_range" });

/**
 * Who holds what of a customer now. A claim stands from submission until its registration ends. No two have one key and a
 * product in common: the exclusion constraint `registration_claims_once` (in the migration) makes the second of two wait.
 */
export const registrationClaims = pgTable(
  "registration_claims",
  {
    id: id(),
    /** One of the keys that the customer is known by: `lib/deals/matching`. */
    key: text("key").notNull(),
    product: productRange("product").notNull(),
    registrationId: uuid("registration_id")
      .notNull()
      .references(() => registrations.id, { onDelete: "cascade" }),
    since: date("since").notNull(),
  },
  (t) => [index("registration_claims_registration").on(t.registrationId)],
);

/** What happened to a registration, and what was said about it. What is internal is for staff alone. */
export const registrationEvents = pgTable(
  "registration_events",
  {
    id: id(),
    registrationId: uuid("registration_id")
      .notNull()
      .references(() => registrations.id, { onDelete: "cascade" }),
    at: instant("at").notNull().defaultNow(),
    personId: uuid("person_id")
      .default(personOfTransaction)
      .references(() => people.id),
    kind: text("kind").notNull(),
    text: text("text"),
    internal: boolean("internal").notNull().default(false),
    /** What an amendment changed: by field, before and after. */
    changes: jsonb("changes").$type<Record<string, [before: string | null, after: string | null]>>(),
    /** What is done once by time alone: a reminder for a day, an escalation for an hour. */
    effect: text("effect"),
    /** When the letter about it was written; null until then. */
    toldAt: instant("told_at"),
  },
  (t) => [
    index("registration_events_registration").on(t.registrationId, t.at),
    index("registration_events_to_tell").on(t.at).where(sql`${t.toldAt} is null`),
    unique("registration_events_once").on(t.registrationId, t.effect),
  ],
);

/** A partner's wish to be protected longer. At most one waits for its decision. */
export const registrationExtensions = pgTable(
  "registration_extensions",
  {
    id: id(),
    registrationId: uuid("registration_id")
      .notNull()
      .references(() => registrations.id, { onDelete: "cascade" }),
    until: date("until").notNull(),
    reason: text("reason").notNull(),
    status: text("status", { enum: ["requested", "approved", "rejected"] })
      .notNull()
      .default("requested"),
    requestedById: uuid("requested_by_id")
      .default(personOfTransaction)
      .references(() => people.id),
    requestedAt: instant("requested_at").notNull().defaultNow(),
    decidedById: uuid("decided_by_id").references(() => people.id),
    decidedAt: instant("decided_at"),
    answer: text("answer"),
  },
  (t) => [
    uniqueIndex("registration_extensions_one_open").on(t.registrationId).where(sql`${t.status} = 'requested'`),
    index("registration_extensions_registration").on(t.registrationId),
    check("registration_extensions_status", sql`${t.status} in ('requested','approved','rejected')`),
    check("registration_extensions_other_eyes", sql`${t.decidedById} <> ${t.requestedById}`),
  ],
);
