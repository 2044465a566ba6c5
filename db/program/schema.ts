import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { day, decimal, instant } from "@/db/columns";
import type { Requirement } from "@/lib/tiers/standing";

/** One row: what holds for the whole program. */
export const settings = pgTable(
  "settings",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    programName: text("program_name").notNull().default("Partner program"),
    reportingCurrency: text("reporting_currency").notNull().default("USD"),
    timeZone: text("time_zone").notNull().default("UTC"),
    /** Hours from submission within which a registration is to be decided. */
    decisionHours: integer("decision_hours").notNull().default(48),
    /** Hours before the decision is due at which the program's owners are told. */
    escalateHours: integer("escalate_hours").notNull().default(8),
    /** Days in which a partner answers a registration that was returned, before it loses its place. */
    answerDays: integer("answer_days").notNull().default(14),
    /** Days that an approved registration protects its partner, and before their end is announced. */
    protectionDays: integer("protection_days").notNull().default(90),
    reminderDays: integer("reminder_days").notNull().default(14),
    extensionPolicy: text("extension_policy", { enum: ["none", "once", "unlimited"] })
      .notNull()
      .default("once"),
    extensionDays: integer("extension_days").notNull().default(45),
    /** How many registrations a partner may submit in 24 hours: nobody claims the whole market. */
    registrationsADay: integer("registrations_a_day").notNull().default(50),
    /** Hours in which a partner answers a lead before it moves on. */
    leadHours: integer("lead_hours").notNull().default(48),
    /** How often all partners are measured against the tiers, the days before a demotion comes into effect, and of these those for an appeal. */
    tierReview: text("tier_review", { enum: ["none", "monthly", "quarterly", "yearly"] })
      .notNull()
      .default("none"),
    tierGraceDays: integer("tier_grace_days").notNull().default(30),
    tierAppealDays: integer("tier_appeal_days").notNull().default(14),
    /** Days in which a question about a figure is answered. */
    issueDays: integer("issue_days").notNull().default(5),
    /** Days for which a newly entered bank account is not paid to. */
    payoutHoldDays: integer("payout_hold_days").notNull().default(3),
    /** Days in which a partner confirms or questions a closed statement, before it is final. */
    statementDays: integer("statement_days").notNull().default(7),
    /** Days for which it is kept which pages are used. */
    usageDays: integer("usage_days").notNull().default(400),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check("settings_payouts", sql`${t.payoutHoldDays} between 0 and 60 and ${t.statementDays} between 0 and 60`),
    check(
      "settings_tiers",
      sql`${t.tierReview} in ('none','monthly','quarterly','yearly') and ${t.tierGraceDays} between 1 and 1000 and ${t.tierAppealDays} between 1 and ${t.tierGraceDays}`,
    ),
    check("settings_usage", sql`${t.usageDays} between 30 and 4000`),
    check(
      "settings_policies",
      sql`${t.decisionHours} between 1 and 2000 and ${t.escalateHours} between 0 and ${t.decisionHours} and ${t.answerDays} between 1 and 1000 and ${t.protectionDays} between 1 and 1000 and ${t.reminderDays} between 0 and ${t.protectionDays}
        and ${t.extensionPolicy} in ('none','once','unlimited') and ${t.extensionDays} between 1 and 1000 and ${t.registrationsADay} between 1 and 100000 and ${t.leadHours} between 1 and 2000 and ${t.issueDays} between 1 and 1000`,
    ),
    check("settings_one_row", sql`${t.singleton}`),
  ],
);

/** Units of the reporting currency for one unit of `currency`, on a day. */
export const fxRates = pgTable(
  "fx_rates",
  {
    currency: text("currency").notNull(),
    on: day("on").notNull(),
    rate: decimal("rate").notNull(),
    source: text("source").notNull().default("manual"),
  },
  (t) => [primaryKey({ columns: [t.currency, t.on] }), check("fx_rates_positive", sql`${t.rate} > 0`)],
);

/** Program tiers, lowest rank first; `requirements` is data: [{criterion, atLeast, window}]. */
export const tiers = pgTable("tiers", {
  key: text("key").primaryKey(),
  name: text("name").notNull(),
  rank: integer("rank").notNull(),
  requirements: jsonb("requirements").$type<TierRequirement[]>().notNull().default([]),
  /** What partners of the tier get, a line each. */
  benefits: text("benefits").array().notNull().default(sql`'{}'`),
  archivedAt: instant("archived_at"),
});

export type TierRequirement = Requirement;

/** Deal stages in order; probability in basis points. */
export const stages = pgTable(
  "stages",
  {
    key: text("key").primaryKey(),
    name: text("name").notNull(),
    position: integer("position").notNull(),
    probabilityBp: integer("probability_bp").notNull(),
    outcome: text("outcome", { enum: ["open", "won", "lost"] })
      .notNull()
      .default("open"),
    /** What a deal must have before it enters: keys of `lib/deals/stage-requirements`. */
    requires: text("requires").array().notNull().default(sql`'{}'`),
    /** Stages that a deal may move to from here; null for any. */
    movesTo: text("moves_to").array(),
  },
  (t) => [check("stages_outcome", sql`${t.outcome} in ('open','won','lost')`)],
);
