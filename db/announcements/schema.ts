import { sql } from "drizzle-orm";
import { boolean, check, date, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/** News for the partners of a segment; an empty list of a dimension means all of it. Its words are never changed. */
export const announcements = pgTable(
  "announcements",
  {
    id: id(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    tiers: text("tiers").array().notNull().default([]),
    types: text("types").array().notNull().default([]),
    statuses: text("statuses").array().notNull().default([]),
    countries: text("countries").array().notNull().default([]),
    regions: text("regions").array().notNull().default([]),
    pinned: boolean("pinned").notNull().default(false),
    expiresOn: date("expires_on"),
    publishedAt: instant("published_at").notNull().defaultNow(),
    publishedById: uuid("published_by_id").references(() => people.id),
    withdrawnAt: instant("withdrawn_at"),
  },
  (t) => [
    index("announcements_newest").on(t.publishedAt),
    check("announcements_words", sql`length(${t.title}) between 1 and 200 and length(${t.body}) between 1 and 10000`),
  ],
);

/** Who of which company has read an announcement, and when first. */
export const announcementReads = pgTable(
  "announcement_reads",
  {
    announcementId: uuid("announcement_id")
      .notNull()
      .references(() => announcements.id, { onDelete: "cascade" }),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    readAt: instant("read_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.announcementId, t.personId] }),
    index("announcement_reads_partner").on(t.partnerId, t.announcementId),
  ],
);
