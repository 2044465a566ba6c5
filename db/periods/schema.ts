import { sql } from "drizzle-orm";
import { check, date, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/** A month or quarter that is closed: [from_on, to_on). */
export const closedPeriods = pgTable(
  "closed_periods",
  {
    id: id(),
    fromOn: date("from_on").notNull(),
    toOn: date("to_on").notNull(),
    closedAt: instant("closed_at").notNull().defaultNow(),
  },
  (t) => [
    unique("closed_periods_days").on(t.fromOn, t.toOn),
    check("closed_periods_order", sql`${t.fromOn} < ${t.toOn}`),
  ],
);

/**
 * The figures of a closed period as of a moment: 1 is the closing, each later one a restatement that a second person
 * accepted. Earlier ones stay. A proposed one has no figures yet.
 */
export const periodRevisions = pgTable(
  "period_revisions",
  {
    id: id(),
    periodId: uuid("period_id")
      .notNull()
      .references(() => closedPeriods.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    status: text("status", { enum: ["proposed", "accepted", "refused"] }).notNull(),
    why: text("why").notNull(),
    proposedAt: instant("proposed_at").notNull().defaultNow(),
    proposedById: uuid("proposed_by_id").references(() => people.id),
    decidedAt: instant("decided_at"),
    decidedById: uuid("decided_by_id").references(() => people.id),
  },
  (t) => [
    uniqueIndex("period_revisions_accepted").on(t.periodId, t.revision).where(sql`${t.status} = 'accepted'`),
    uniqueIndex("period_revisions_one_open").on(t.periodId).where(sql`${t.status} = 'proposed'`),
    check("period_revisions_status", sql`${t.status} in ('proposed','accepted','refused')`),
    // The closing is one person's; a restatement takes two.
    check("period_revisions_other_eyes", sql`${t.revision} = 1 or ${t.decidedById} <> ${t.proposedById}`),
    check("period_revisions_decided", sql`(${t.status} = 'proposed') = (${t.decidedAt} is null)`),
  ],
);

/** A metric's figure in a revision: of one partner, or of the program when `partner_id` is empty. Never changed. */
export const closedFigures = pgTable(
  "closed_figures",
  {
    periodId: uuid("period_id")
      .notNull()
      .references(() => closedPeriods.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    metric: text("metric").notNull(),
    partnerId: uuid("partner_id").references(() => partners.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    value: text("value"),
    numerator: text("numerator").notNull(),
    denominator: text("denominator"),
  },
  (t) => [
    unique("closed_figures_once").on(t.periodId, t.revision, t.metric, t.partnerId).nullsNotDistinct(),
    index("closed_figures_partner").on(t.partnerId, t.periodId),
  ],
);

/** The rows that a component counted in a revision, those of a partner together: what later ones are compared with. Never changed. */
export const closedRows = pgTable(
  "closed_rows",
  {
    id: id(),
    periodId: uuid("period_id")
      .notNull()
      .references(() => closedPeriods.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    component: text("component").notNull(),
    partnerId: uuid("partner_id"),
    ref: text("ref").notNull(),
    ids: uuid("ids").array().notNull(),
    days: text("days").array().notNull(),
    values: text("values").array().notNull(),
  },
  (t) => [index("closed_rows_part").on(t.periodId, t.revision, t.component, t.partnerId)],
);
