import { sql } from "drizzle-orm";
import { check, date, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { accounts } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/**
 * An answer to a question about satisfaction: a `pulse` of 0 to 10 by somebody of a partner, or a `csat` of 1 to 5 by a
 * customer; without a partner the customer is served by us directly.
 */
export const satisfactionAnswers = pgTable(
  "satisfaction_answers",
  {
    id: id(),
    partnerId: uuid("partner_id").references(() => partners.id),
    accountId: uuid("account_id").references(() => accounts.id),
    personId: uuid("person_id").references(() => people.id),
    kind: text("kind", { enum: ["pulse", "csat"] }).notNull(),
    score: integer("score").notNull(),
    answeredOn: date("answered_on").notNull(),
    comment: text("comment"),
  },
  (t) => [
    index("satisfaction_answers_partner").on(t.partnerId, t.kind, t.answeredOn),
    index("satisfaction_answers_day").on(t.kind, t.answeredOn),
    check(
      "satisfaction_answers_score",
      sql`(${t.kind} = 'pulse' and ${t.partnerId} is not null and ${t.score} between 0 and 10) or (${t.kind} = 'csat' and ${t.score} between 1 and 5)`,
    ),
  ],
);

/** A case that support took in, of a partner or of one of its customers. */
export const supportTickets = pgTable(
  "support_tickets",
  {
    id: id(),
    partnerId: uuid("partner_id").references(() => partners.id),
    accountId: uuid("account_id").references(() => accounts.id),
    subject: text("subject").notNull(),
    severity: text("severity", { enum: ["low", "normal", "high", "critical"] })
      .notNull()
      .default("normal"),
    openedAt: instant("opened_at").notNull(),
    /** The days of both instants, in the program's time zone; kept by the database. */
    openedOn: date("opened_on").notNull(),
    resolvedAt: instant("resolved_at"),
    resolvedOn: date("resolved_on"),
  },
  (t) => [
    index("support_tickets_partner").on(t.partnerId, t.openedOn),
    index("support_tickets_opened").on(t.openedOn),
    index("support_tickets_resolved").on(t.resolvedOn),
    check("support_tickets_severity", sql`${t.severity} in ('low','normal','high','critical')`),
    check("support_tickets_order", sql`${t.resolvedAt} is null or ${t.resolvedAt} >= ${t.openedAt}`),
  ],
);
