import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { amountE4, id } from "@/db/columns";
import { deals } from "@/db/deals/schema";
import { fundAllocations, fundClaims, fundRequests } from "@/db/funds/schema";
import { partners } from "@/db/partners/schema";

/** What was made available to a partner: market development funds, a rebate or a reward that it can earn or draw on. */
export const incentiveGrants = pgTable(
  "incentive_grants",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    kind: text("kind", { enum: ["mdf", "rebate", "reward"] }).notNull(),
    amountE4: amountE4("amount_e4").notNull(),
    currency: text("currency").notNull(),
    reportedE4: amountE4("reported_e4"),
    grantedOn: date("granted_on").notNull(),
    name: text("name"),
    /** Written by the database from an allocation of funds; nothing for what was imported. */
    fundAllocationId: uuid("fund_allocation_id").references(() => fundAllocations.id),
  },
  (t) => [
    unique("incentive_grants_allocation").on(t.fundAllocationId),
    index("incentive_grants_partner").on(t.partnerId, t.grantedOn),
    index("incentive_grants_day").on(t.grantedOn),
    index("incentive_grants_rate").on(t.currency, t.grantedOn),
    check("incentive_grants_kind", sql`${t.kind} in ('mdf','rebate','reward')`),
  ],
);

/** What of a grant was used: paid out, or spent on the funded activity. What is taken back is negative. */
export const incentiveUses = pgTable(
  "incentive_uses",
  {
    id: id(),
    grantId: uuid("grant_id")
      .notNull()
      .references(() => incentiveGrants.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    amountE4: amountE4("amount_e4").notNull(),
    currency: text("currency").notNull(),
    reportedE4: amountE4("reported_e4"),
    usedOn: date("used_on").notNull(),
    reference: text("reference"),
    /** Written by the database from an approved claim; nothing for what was imported. */
    fundClaimId: uuid("fund_claim_id").references(() => fundClaims.id),
  },
  (t) => [
    unique("incentive_uses_claim").on(t.fundClaimId),
    index("incentive_uses_grant").on(t.grantId, t.usedOn),
    index("incentive_uses_partner").on(t.partnerId, t.usedOn),
    index("incentive_uses_day").on(t.usedOn),
    index("incentive_uses_rate").on(t.currency, t.usedOn),
  ],
);

/** A deal that an activity paid from a grant has touched: found, or moved on. */
export const fundedDeals = pgTable(
  "funded_deals",
  {
    id: id(),
    grantId: uuid("grant_id")
      .notNull()
      .references(() => incentiveGrants.id, { onDelete: "cascade" }),
    dealId: uuid("deal_id")
      .notNull()
      .references(() => deals.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    touchedOn: date("touched_on").notNull(),
    /** Written by the database from a deal that is linked to a request; nothing for what was imported. */
    fundRequestId: uuid("fund_request_id").references(() => fundRequests.id),
  },
  (t) => [
    unique("funded_deals_request").on(t.fundRequestId, t.dealId),
    index("funded_deals_grant").on(t.grantId),
    index("funded_deals_deal").on(t.dealId),
    index("funded_deals_partner").on(t.partnerId, t.touchedOn),
    index("funded_deals_day").on(t.touchedOn),
  ],
);
