import { sql } from "drizzle-orm";
import { check, date, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id } from "@/db/columns";
import { accounts } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";

/** A partner's connection to our product, offered to customers from `live_on`. */
export const integrations = pgTable(
  "integrations",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    name: text("name").notNull(),
    liveOn: date("live_on"),
  },
  (t) => [index("integrations_partner").on(t.partnerId, t.liveOn)],
);

/** One customer's installation of an integration, with the day of each step that it came to. */
export const installs = pgTable(
  "installs",
  {
    id: id(),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    accountId: uuid("account_id").references(() => accounts.id),
    installedOn: date("installed_on").notNull(),
    configuredOn: date("configured_on"),
    /** The first sync that succeeded. */
    syncedOn: date("synced_on"),
    uninstalledOn: date("uninstalled_on"),
  },
  (t) => [
    index("installs_integration").on(t.integrationId),
    index("installs_partner").on(t.partnerId, t.installedOn),
    index("installs_day").on(t.installedOn, t.uninstalledOn),
    check("installs_order", sql`${t.uninstalledOn} is null or ${t.uninstalledOn} >= ${t.installedOn}`),
  ],
);

/** How many minutes of a day an integration was observed, and up. */
export const uptimeDays = pgTable(
  "uptime_days",
  {
    id: id(),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    on: date("on").notNull(),
    minutesUp: integer("minutes_up").notNull(),
    minutesObserved: integer("minutes_observed").notNull(),
  },
  (t) => [
    unique("uptime_days_once").on(t.integrationId, t.on),
    index("uptime_days_partner").on(t.partnerId, t.on),
    index("uptime_days_day").on(t.on),
    check(
      "uptime_days_minutes",
      sql`${t.minutesUp} between 0 and ${t.minutesObserved} and ${t.minutesObserved} <= 1500`,
    ),
  ],
);
