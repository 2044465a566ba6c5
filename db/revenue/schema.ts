import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { amountE4, decimal, id, instant } from "@/db/columns";
import { accounts, deals, products } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/** An invoiced line of an account that a partner manages. A refund is negative. */
export const revenueLines = pgTable(
  "revenue_lines",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    accountId: uuid("account_id").references(() => accounts.id),
    dealId: uuid("deal_id").references(() => deals.id),
    productId: uuid("product_id").references(() => products.id),
    kind: text("kind", { enum: ["new", "renewal", "upsell", "cross_sell", "refund"] }).notNull(),
    amountE4: amountE4("amount_e4").notNull(),
    currency: text("currency").notNull(),
    reportedE4: amountE4("reported_e4"),
    invoicedOn: date("invoiced_on").notNull(),
    /** The day the customer paid it. */
    paidOn: date("paid_on"),
    reference: text("reference"),
  },
  (t) => [
    index("revenue_lines_partner_day").on(t.partnerId, t.invoicedOn),
    index("revenue_lines_day").on(t.invoicedOn),
    index("revenue_lines_deal").on(t.dealId, t.kind),
    index("revenue_lines_rate").on(t.currency, t.invoicedOn),
    check("revenue_lines_kind", sql`${t.kind} in ('new','renewal','upsell','cross_sell','refund')`),
  ],
);

/** A customer's subscription, managed by a partner, alive in [started_on, ended_on). */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    productId: uuid("product_id").references(() => products.id),
    startedOn: date("started_on").notNull(),
    endedOn: date("ended_on"),
  },
  (t) => [
    index("subscriptions_partner").on(t.partnerId, t.startedOn),
    // Whether a customer is still one is asked of each: read from the index alone.
    index("subscriptions_customer").on(t.partnerId, t.accountId, t.startedOn, t.endedOn),
  ],
);

/** What the channel cost: incentives, funds, enablement, support, operations. Without a partner: the program as a whole. */
export const channelCosts = pgTable(
  "channel_costs",
  {
    id: id(),
    partnerId: uuid("partner_id").references(() => partners.id),
    kind: text("kind", { enum: ["incentives", "mdf", "enablement", "support", "operations"] }).notNull(),
    amountE4: amountE4("amount_e4").notNull(),
    currency: text("currency").notNull(),
    reportedE4: amountE4("reported_e4"),
    spentOn: date("spent_on").notNull(),
    note: text("note"),
  },
  (t) => [
    index("channel_costs_partner_day").on(t.partnerId, t.spentOn),
    index("channel_costs_day").on(t.spentOn),
    index("channel_costs_rate").on(t.currency, t.spentOn),
  ],
);

/**
 * A target for a metric over [from_on, to_on), or the baseline that it starts from: of the program, of one partner, or of
 * one person of staff.
 */
export const targets = pgTable(
  "targets",
  {
    id: id(),
    kind: text("kind", { enum: ["target", "baseline"] })
      .notNull()
      .default("target"),
    metric: text("metric").notNull(),
    fromOn: date("from_on").notNull(),
    toOn: date("to_on").notNull(),
    value: decimal("value").notNull(),
    currency: text("currency"),
    partnerId: uuid("partner_id").references(() => partners.id),
    ownerId: uuid("owner_id").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("targets_metric").on(t.metric, t.fromOn),
    index("targets_partner").on(t.partnerId),
    check("targets_kind", sql`${t.kind} in ('target','baseline')`),
    check("targets_order", sql`${t.toOn} > ${t.fromOn}`),
    check("targets_one_subject", sql`${t.partnerId} is null or ${t.ownerId} is null`),
  ],
);
