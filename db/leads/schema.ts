import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { amountE4, id, instant } from "@/db/columns";
import { deals, products } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/**
 * The order of the list of leads: those without a partner, those to be offered, then offers by how long they wait, then the
 * newest. Whoever offers a lead sets `updated_at`.
 */
export const leadOrder = (t: Record<"status" | "updatedAt" | "createdAt" | "id", unknown>) => ({
  rank: sql`(case ${t.status} when 'unplaced' then 1 when 'new' then 2 when 'offered' then 3 else 4 end)`,
  waits: sql`(case ${t.status} when 'offered' then ${t.updatedAt} else 'infinity'::timestamptz end)`,
  created: sql`${t.createdAt}`,
  id: sql`${t.id}`,
});

const inLeadOrder = (t: Parameters<typeof leadOrder>[0]) => {
  const { rank, waits, created, id } = leadOrder(t);
  return [rank, waits, sql`${created} desc`, sql`${id} desc`] as const;
};

/** A customer's interest that staff hand to a partner. `partnerId` is who holds it: was offered or has accepted it. */
export const leads = pgTable(
  "leads",
  {
    id: id(),
    number: bigint("number", { mode: "number" }).generatedByDefaultAsIdentity(),
    status: text("status", { enum: ["new", "offered", "accepted", "converted", "won", "lost", "unplaced"] })
      .notNull()
      .default("new"),
    customerName: text("customer_name").notNull(),
    domain: text("domain"),
    country: text("country"),
    region: text("region"),
    industry: text("industry"),
    contactName: text("contact_name"),
    contactEmail: text("contact_email"),
    contactPhone: text("contact_phone"),
    need: text("need").notNull(),
    source: text("source"),
    productId: uuid("product_id").references(() => products.id),
    amountE4: amountE4("amount_e4"),
    currency: text("currency"),
    partnerId: uuid("partner_id").references(() => partners.id),
    dealId: uuid("deal_id").references(() => deals.id, { onDelete: "set null" }),
    createdById: uuid("created_by_id").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    closedOn: date("closed_on"),
  },
  (t) => [
    uniqueIndex("leads_number").on(t.number),
    index("leads_in_order").on(...inLeadOrder(t)),
    index("leads_status").on(t.status, t.createdAt, t.id),
    index("leads_partner").on(t.partnerId, t.status, t.createdAt),
    index("leads_deal").on(t.dealId),
    check("leads_status", sql`${t.status} in ('new','offered','accepted','converted','won','lost','unplaced')`),
  ],
);

/** A lead as it was offered to a partner: why to this one, until when, and the answer. */
export const leadOffers = pgTable(
  "lead_offers",
  {
    id: id(),
    leadId: uuid("lead_id")
      .notNull()
      .references(() => leads.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    status: text("status", { enum: ["offered", "accepted", "declined", "passed"] })
      .notNull()
      .default("offered"),
    offeredAt: instant("offered_at").notNull().defaultNow(),
    offeredById: uuid("offered_by_id").references(() => people.id),
    answerBy: instant("answer_by").notNull(),
    answeredAt: instant("answered_at"),
    answeredById: uuid("answered_by_id").references(() => people.id),
    reason: text("reason"),
    score: integer("score").notNull(),
    /** Why this partner: what counted, and how much. */
    reasons: jsonb("reasons").$type<{ rule: string; points: number; says: string }[]>().notNull(),
  },
  (t) => [
    index("lead_offers_lead").on(t.leadId, t.partnerId),
    uniqueIndex("lead_offers_one_open").on(t.leadId).where(sql`${t.status} in ('offered','accepted')`),
    index("lead_offers_due").on(t.answerBy).where(sql`${t.status} = 'offered'`),
    index("lead_offers_partner").on(t.partnerId, t.status, t.offeredAt),
    check("lead_offers_status", sql`${t.status} in ('offered','accepted','declined','passed')`),
  ],
);

/** What was said about a lead: with the partner that was told it or said it, without one among staff alone. */
export const leadNotes = pgTable(
  "lead_notes",
  {
    id: id(),
    leadId: uuid("lead_id")
      .notNull()
      .references(() => leads.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id").references(() => partners.id),
    at: instant("at").notNull().defaultNow(),
    personId: uuid("person_id").references(() => people.id),
    rating: integer("rating"),
    text: text("text").notNull(),
  },
  (t) => [
    index("lead_notes_lead").on(t.leadId, t.at),
    check("lead_notes_rating", sql`${t.rating} is null or ${t.rating} between 1 and 5`),
  ],
);
