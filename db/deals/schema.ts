import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { amountE4, day, decimal, id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { stages } from "@/db/program/schema";

/** A customer company. */
export const accounts = pgTable(
  "accounts",
  {
    id: id(),
    name: text("name").notNull(),
    domain: text("domain"),
    industry: text("industry"),
    country: text("country"),
    region: text("region"),
    city: text("city"),
    parentId: uuid("parent_id"),
    employees: integer("employees"),
    annualRevenue: decimal("annual_revenue"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("accounts_name").on(sql`lower(${t.name})`),
    index("accounts_industry").on(t.industry),
    index("accounts_domain").on(t.domain),
    index("accounts_search").using("gin", sql`${t.name} gin_trgm_ops`),
  ],
);

export const products = pgTable(
  "products",
  {
    id: id(),
    sku: text("sku"),
    name: text("name").notNull(),
    family: text("family"),
    line: text("line"),
    listPriceE4: amountE4("list_price_e4"),
    currency: text("currency"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [index("products_family").on(t.family)],
);

const unknownDay = sql`'-infinity'::date`;

/**
 * What the list of deals is sorted by: never null, so that a page's edge can be compared; what is unknown sorts as the
 * smallest. Long names are sorted by their beginning: an index entry has room for no more.
 */
type Sorted = Record<
  "name" | "accountName" | "outcome" | "openedOn" | "closedOn" | "expectedCloseOn" | "reportedE4",
  unknown
>;
export const sortKeys = (t: Sorted) => ({
  opened: sql`coalesce(${t.openedOn}, ${unknownDay})`,
  closes: sql`coalesce(${t.closedOn}, ${t.expectedCloseOn}, ${unknownDay})`,
  closed: sql`coalesce(${t.closedOn}, ${unknownDay})`,
  expected: sql`coalesce(${t.expectedCloseOn}, ${unknownDay})`,
  outcome: sql`${t.outcome}`,
  amount: sql`coalesce(${t.reportedE4}, -1000000000000000)`,
  name: sql`lower("left"(${t.name}, 200))`,
  account: sql`lower("left"(coalesce(${t.accountName}, ''), 200))`,
});

/** What a search of all deals looks through: a line of the name, and one of the account's. */
export const soughtIn = (t: Pick<Sorted, "name" | "accountName">) =>
  sql`lower(${t.name} || chr(10) || coalesce(${t.accountName}, ''))`;

const orders = (t: Sorted) => Object.entries(sortKeys(t)).map(([by, key]) => ({ by, key }));
/** By what open deals differ. */
const ordersOfOpen = (t: Sorted) => orders(t).filter(({ by }) => by !== "closed" && by !== "outcome");

/**
 * A deal as it is now. stage, amount, outcome, reported amount and the days are derived from `deal_versions` by the
 * database (`refresh_deals`); nothing else may write them. `partner_id` is the sourcing partner, if any.
 */
export const deals = pgTable(
  "deals",
  {
    id: id(),
    name: text("name").notNull(),
    accountId: uuid("account_id").references(() => accounts.id),
    /** The account's name, kept by the database, so that lists are sorted and searched by it in one table. */
    accountName: text("account_name"),
    partnerId: uuid("partner_id").references(() => partners.id),
    stage: text("stage")
      .notNull()
      .references(() => stages.key),
    outcome: text("outcome", { enum: ["open", "won", "lost"] })
      .notNull()
      .default("open"),
    accepted: boolean("accepted").notNull().default(true),
    amountE4: amountE4("amount_e4").notNull().default(sql`0`),
    currency: text("currency").notNull(),
    reportedE4: amountE4("reported_e4"),
    openedOn: date("opened_on"),
    registeredOn: date("registered_on"),
    closedOn: date("closed_on"),
    expectedCloseOn: date("expected_close_on"),
    stageSince: instant("stage_since"),
    ownerId: uuid("owner_id").references(() => people.id),
    partnerPersonId: uuid("partner_person_id").references(() => people.id),
    closeReason: text("close_reason"),
    nextStep: text("next_step"),
    nextStepOn: date("next_step_on"),
    lastActivityOn: date("last_activity_on"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("deals_partner_closed").on(t.partnerId, t.closedOn, t.id),
    index("deals_partner_opened").on(t.partnerId, t.openedOn, t.id),
    index("deals_partner_stage").on(t.partnerId, t.stage),
    // With what is counted and summed of a period, so that the rows themselves are not read.
    index("deals_closed").on(t.closedOn, t.outcome, t.openedOn, t.id, t.reportedE4, t.stage, t.expectedCloseOn),
    index("deals_opened").on(t.openedOn, t.outcome, t.closedOn, t.id, t.reportedE4, t.stage, t.expectedCloseOn),
    index("deals_expected").on(t.expectedCloseOn, t.outcome, t.openedOn, t.closedOn, t.id, t.reportedE4, t.stage),
    index("deals_account").on(t.accountId),
    index("deals_by_partner").on(t.partnerId, t.id),
    index("deals_by_owner").on(t.ownerId, t.id),
    index("deals_owner").on(t.ownerId, sortKeys(t).opened, t.id),
    // The orders of the list. Open deals stand together at an end of some: they have their own, and so have closed ones by day.
    ...orders(t).map(({ by, key }) => index(`deals_by_${by}`).on(key, t.id)),
    ...ordersOfOpen(t).map(({ by, key }) =>
      index(`deals_open_by_${by}`).on(key, t.id).where(sql`${t.outcome} = 'open'`),
    ),
    index("deals_closed_by_opened").on(sortKeys(t).opened, t.id).where(sql`${t.outcome} <> 'open'`),
    index("deals_closed_by_closes").on(sortKeys(t).closes, t.id).where(sql`${t.outcome} <> 'open'`),
    index("deals_not_accepted").on(t.id).where(sql`not ${t.accepted}`),
    index("deals_by_stage").on(t.stage, t.id, t.outcome, t.reportedE4),
    index("deals_search").using("gin", sql`(${soughtIn(t)}) gin_trgm_ops`),
    index("deals_open").on(t.stage, t.expectedCloseOn).where(sql`${t.outcome} = 'open'`),
    check("deals_closed_has_day", sql`(${t.outcome} = 'open') = (${t.closedOn} is null)`),
  ],
);

/** What a deal was in [valid_from, valid_to). A corrected version stays, marked superseded, so that a restatement shows. */
export const dealVersions = pgTable(
  "deal_versions",
  {
    id: id(),
    dealId: uuid("deal_id")
      .notNull()
      .references(() => deals.id, { onDelete: "cascade" }),
    validFrom: instant("valid_from").notNull(),
    validTo: instant("valid_to"),
    /** valid_from as a day of the program's time zone; -infinity when the source does not say. */
    fromOn: day("from_on").notNull(),
    toOn: day("to_on"),
    stage: text("stage")
      .notNull()
      .references(() => stages.key),
    amountE4: amountE4("amount_e4").notNull(),
    currency: text("currency").notNull(),
    reportedE4: amountE4("reported_e4"),
    expectedCloseOn: date("expected_close_on"),
    recordedAt: instant("recorded_at").notNull().defaultNow(),
    recordedById: uuid("recorded_by_id"),
    supersededAt: instant("superseded_at"),
    supersededById: uuid("superseded_by_id"),
  },
  (t) => [
    index("deal_versions_deal").on(t.dealId, t.validFrom),
    uniqueIndex("deal_versions_current_from").on(t.dealId, t.validFrom).where(sql`${t.supersededAt} is null`),
    index("deal_versions_rate").on(t.currency, t.fromOn),
    index("deal_versions_from").on(t.fromOn).where(sql`${t.supersededAt} is null`),
    index("deal_versions_to").on(t.toOn).where(sql`${t.supersededAt} is null`),
  ],
);

/** Which partners take part in a deal: at most one sources it, any number influence it. */
export const dealPartners = pgTable(
  "deal_partners",
  {
    dealId: uuid("deal_id")
      .notNull()
      .references(() => deals.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    role: text("role", { enum: ["sourcing", "influencing"] }).notNull(),
    addedOn: date("added_on"),
    /** What the partner does next, in its own words: for itself and staff. */
    nextStep: text("next_step"),
    nextStepOn: date("next_step_on"),
  },
  (t) => [
    primaryKey({ columns: [t.dealId, t.partnerId] }),
    index("deal_partners_partner").on(t.partnerId, t.role, t.dealId),
    uniqueIndex("deal_partners_one_source").on(t.dealId).where(sql`${t.role} = 'sourcing'`),
    check("deal_partners_role", sql`${t.role} in ('sourcing','influencing')`),
  ],
);

/**
 * A partner's deals as its list filters and sorts them, narrow and in one place of an index. Derived from `deal_partners`,
 * `deals` and `accounts` by the database (`refresh_partner_deals`); nothing else may write it. Texts are cut to fit the index,
 * and in lower case, since a search looks at all of them.
 */
export const partnerDeals = pgTable(
  "partner_deals",
  {
    dealId: uuid("deal_id").notNull(),
    partnerId: uuid("partner_id").notNull(),
    role: text("role", { enum: ["sourcing", "influencing"] }).notNull(),
    outcome: text("outcome", { enum: ["open", "won", "lost"] }).notNull(),
    stage: text("stage").notNull(),
    accepted: boolean("accepted").notNull(),
    openedOn: date("opened_on"),
    closedOn: date("closed_on"),
    expectedCloseOn: date("expected_close_on"),
    reportedE4: amountE4("reported_e4"),
    name: text("name").notNull(),
    accountName: text("account_name"),
    industry: text("industry"),
  },
  (t) => [
    primaryKey({ columns: [t.dealId, t.partnerId] }),
    // Holds every column: a partner's list, counts and sums are read from it alone.
    index("partner_deals_all").on(
      ...([t.partnerId, t.openedOn, t.dealId, t.role, t.outcome, t.stage, t.accepted, t.closedOn] as const),
      ...([t.expectedCloseOn, t.reportedE4, t.industry, t.name, t.accountName] as const),
    ),
  ],
);

/** The products of a deal, in the deal's currency. */
export const dealLines = pgTable(
  "deal_lines",
  {
    id: id(),
    dealId: uuid("deal_id")
      .notNull()
      .references(() => deals.id, { onDelete: "cascade" }),
    lineNo: integer("line_no").notNull(),
    productId: uuid("product_id").references(() => products.id),
    quantity: decimal("quantity").notNull().default("1"),
    unitPriceE4: amountE4("unit_price_e4"),
    discountE4: amountE4("discount_e4").notNull().default(sql`0`),
    amountE4: amountE4("amount_e4").notNull(),
    sourceCurrency: text("source_currency"),
  },
  (t) => [unique("deal_lines_no").on(t.dealId, t.lineNo), index("deal_lines_product").on(t.productId)],
);

/**
 * How much of a deal is whose, from a day on, in basis points. The shares of a deal that begin on one day are one
 * agreement and add up to 10,000 (checked at commit); the latest agreement holds. A share without partner is our own.
 */
export const dealShares = pgTable(
  "deal_shares",
  {
    id: id(),
    dealId: uuid("deal_id")
      .notNull()
      .references(() => deals.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id").references(() => partners.id),
    shareBp: integer("share_bp").notNull(),
    validFrom: date("valid_from").notNull(),
    setById: uuid("set_by_id").references(() => people.id),
    setAt: instant("set_at").notNull().defaultNow(),
  },
  (t) => [
    index("deal_shares_deal").on(t.dealId, t.validFrom),
    index("deal_shares_partner").on(t.partnerId, t.dealId),
    check("deal_shares_range", sql`${t.shareBp} between 0 and 10000`),
  ],
);

/** People who work on a deal, of the program and of the partners in it. */
export const dealPeople = pgTable(
  "deal_people",
  {
    dealId: uuid("deal_id")
      .notNull()
      .references(() => deals.id, { onDelete: "cascade" }),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id),
    partnerId: uuid("partner_id").references(() => partners.id),
    part: text("part").notNull(),
    addedAt: instant("added_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.dealId, t.personId] }), index("deal_people_person").on(t.personId)],
);

/** Something that happened with a partner or on a deal: a call, a meeting, an e-mail, a note. Without a partner it is of staff alone. */
export const activities = pgTable(
  "activities",
  {
    id: id(),
    partnerId: uuid("partner_id").references(() => partners.id),
    dealId: uuid("deal_id").references(() => deals.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    body: text("body"),
    /** For staff alone, whatever its kind. */
    internal: boolean("internal").notNull().default(false),
    on: date("on").notNull(),
    personId: uuid("person_id").references(() => people.id),
  },
  (t) => [index("activities_partner_day").on(t.partnerId, t.on), index("activities_deal").on(t.dealId, t.on)],
);
