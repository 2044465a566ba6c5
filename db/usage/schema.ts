import { date, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";

/**
 * How often a page was opened on a day, by role and company: never by person, with no more of the address than the page's
 * name. Kept for as many days as the settings say.
 */
export const pageViews = pgTable(
  "page_views",
  {
    on: date("on").notNull(),
    page: text("page").notNull(),
    role: text("role").notNull(),
    partnerId: uuid("partner_id"),
    views: integer("views").notNull(),
  },
  (t) => [
    unique("page_views_once").on(t.on, t.page, t.role, t.partnerId).nullsNotDistinct(),
    index("page_views_partner").on(t.partnerId, t.on),
  ],
);
