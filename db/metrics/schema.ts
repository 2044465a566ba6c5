import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, decimal, instant } from "@/db/columns";

/**
 * Additive components summed by partner, month and what the partner was then. `version_id` is the partner version, or
 * the zero id for components that are read as of a day. `facts` counts rows, `missing` those without a rate.
 */
export const metricMonth = pgTable(
  "metric_month",
  {
    partnerId: uuid("partner_id").notNull(),
    component: text("component").notNull(),
    month: day("month").notNull(),
    versionId: uuid("version_id").notNull(),
    value: decimal("value").notNull(),
    facts: integer("facts").notNull(),
    missing: integer("missing").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.partnerId, t.component, t.month, t.versionId] }),
    index("metric_month_component").on(t.component, t.month),
  ],
);

/** Partners whose sums are to be made again; read paths take their rows from the source until then. Append only. */
export const metricDirty = pgTable(
  "metric_dirty",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    partnerId: uuid("partner_id").notNull(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [index("metric_dirty_partner").on(t.partnerId)],
);
