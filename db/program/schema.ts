import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { day, decimal, instant } from "@/db/columns";

/** One row: what holds for the whole program. */
export const settings = pgTable(
  "settings",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    programName: text("program_name").notNull().default("Partner program"),
    reportingCurrency: text("reporting_currency").notNull().default("USD"),
    timeZone: text("time_zone").notNull().default("UTC"),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [check("settings_one_row", sql`${t.singleton}`)],
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

/** Program tiers, lowest rank first; `requirements` is data: [{criterion, atLeast, unit, window}]. */
export const tiers = pgTable("tiers", {
  key: text("key").primaryKey(),
  name: text("name").notNull(),
  rank: integer("rank").notNull(),
  requirements: jsonb("requirements").$type<TierRequirement[]>().notNull().default([]),
  archivedAt: instant("archived_at"),
});

export type TierRequirement = { criterion: string; atLeast: string };

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
  },
  (t) => [check("stages_outcome", sql`${t.outcome} in ('open','won','lost')`)],
);
