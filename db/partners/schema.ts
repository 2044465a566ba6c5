import { sql } from "drizzle-orm";
import { check, date, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { amountE4, day, id, instant } from "@/db/columns";
import { tiers } from "@/db/program/schema";

/** A name to sort by, different for each who has it; long names by their beginning. */
export const partnerNameKey = (t: Record<"id" | "name", unknown>) =>
  sql`(lower("left"(${t.name}, 200)) || ' ' || ${t.id}::text)`;

/** A company of the program, as it is now. What it was on a past day stands in `partner_versions`, kept by the database. */
export const partners = pgTable(
  "partners",
  {
    id: id(),
    name: text("name").notNull(),
    domain: text("domain"),
    website: text("website"),
    description: text("description"),
    phone: text("phone"),
    address: text("address"),
    city: text("city"),
    type: text("type").notNull(),
    tier: text("tier").references(() => tiers.key),
    tierSince: day("tier_since"),
    status: text("status", { enum: ["onboarding", "active", "dormant", "suspended"] })
      .notNull()
      .default("active"),
    country: text("country"),
    region: text("region"),
    territory: text("territory"),
    segment: text("segment"),
    specializations: text("specializations").array().notNull().default([]),
    importance: text("importance", { enum: ["low", "medium", "high", "strategic"] })
      .notNull()
      .default("medium"),
    contractStatus: text("contract_status", { enum: ["none", "proposal", "active", "expiring", "expired"] })
      .notNull()
      .default("none"),
    contractEndsOn: date("contract_ends_on"),
    contractSignedOn: date("contract_signed_on"),
    /** What looking after it costs the program in a year, in the reporting currency. */
    yearlyCostE4: amountE4("yearly_cost_e4"),
    managerId: uuid("manager_id"),
    joinedOn: date("joined_on"),
    employees: integer("employees"),
    /** How much it counts when leads are handed out, 100 for as much as others and 0 for none. */
    leadWeight: integer("lead_weight").notNull().default(100),
    /** How many leads it works on at once. */
    leadCapacity: integer("lead_capacity").notNull().default(10),
    profile: jsonb("profile").$type<Record<string, string>>().notNull().default({}),
    mergedIntoId: uuid("merged_into_id"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("partners_name").on(sql`lower(${t.name})`),
    index("partners_by_name").on(partnerNameKey(t)),
    index("partners_manager").on(t.managerId),
    // What the filters offer, from value to value.
    index("partners_country").on(t.country).where(sql`${t.mergedIntoId} is null`),
    index("partners_region").on(t.region).where(sql`${t.mergedIntoId} is null`),
    index("partners_territory").on(t.territory).where(sql`${t.mergedIntoId} is null`),
    index("partners_domain").on(t.domain),
    index("partners_signed").on(t.contractSignedOn),
    check("partners_type", sql`${t.type} in ('reseller','distributor','referral','agency','msp','isv','marketplace')`),
    check("partners_status", sql`${t.status} in ('onboarding','active','dormant','suspended')`),
    check("partners_importance", sql`${t.importance} in ('low','medium','high','strategic')`),
    check("partners_contract", sql`${t.contractStatus} in ('none','proposal','active','expiring','expired')`),
    check("partners_leads", sql`${t.leadWeight} between 0 and 1000 and ${t.leadCapacity} between 0 and 10000`),
    check("partners_not_into_itself", sql`${t.mergedIntoId} is distinct from ${t.id}`),
  ],
);

/** What a partner was in [valid_from, valid_to): the dimensions that figures of that time are cut by. */
export const partnerVersions = pgTable(
  "partner_versions",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id, { onDelete: "cascade" }),
    validFrom: day("valid_from").notNull(),
    validTo: day("valid_to"),
    type: text("type").notNull(),
    tier: text("tier"),
    status: text("status").notNull(),
    country: text("country"),
    region: text("region"),
    segment: text("segment"),
    importance: text("importance").notNull(),
    contractStatus: text("contract_status").notNull(),
    recordedAt: instant("recorded_at").notNull().defaultNow(),
    recordedById: uuid("recorded_by_id"),
  },
  (t) => [
    unique("partner_versions_from").on(t.partnerId, t.validFrom),
    check("partner_versions_order", sql`${t.validTo} is null or ${t.validTo} > ${t.validFrom}`),
  ],
);

/**
 * What a partner sourced as of a day, as the list of partners sorts and sums it; made with the monthly sums. Holds only
 * while `as_of` is today and nothing of the partner is marked in `metric_dirty`.
 */
export const partnerStandings = pgTable("partner_standings", {
  partnerId: uuid("partner_id").primaryKey(),
  asOf: date("as_of").notNull(),
  openDeals: integer("open_deals").notNull(),
  pipelineE4: amountE4("pipeline_e4").notNull(),
  wonE4: amountE4("won_e4").notNull(),
  missing: integer("missing").notNull(),
});

/** A product family that a partner may sell in [from_on, until_on); without days, always. */
export const partnerFamilies = pgTable(
  "partner_families",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    family: text("family").notNull(),
    fromOn: date("from_on"),
    untilOn: date("until_on"),
  },
  (t) => [index("partner_families_partner").on(t.partnerId, t.family)],
);

/** One merge of two partner records, with what it moved, so that it can be undone. */
export const partnerMerges = pgTable("partner_merges", {
  id: id(),
  survivorId: uuid("survivor_id")
    .notNull()
    .references(() => partners.id),
  mergedId: uuid("merged_id")
    .notNull()
    .references(() => partners.id),
  reason: text("reason").notNull(),
  moved: jsonb("moved").$type<Record<string, string[]>>().notNull(),
  mergedAt: instant("merged_at").notNull().defaultNow(),
  mergedById: uuid("merged_by_id"),
  undoneAt: instant("undone_at"),
  undoneById: uuid("undone_by_id"),
});
