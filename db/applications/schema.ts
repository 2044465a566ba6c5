import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/** A company that wants to become a partner, as somebody who is not signed in wrote it. Staff read it once the address is confirmed. */
export const applications = pgTable(
  "applications",
  {
    id: id(),
    state: text("state", { enum: ["unconfirmed", "submitted", "returned", "approved", "rejected"] })
      .notNull()
      .default("unconfirmed"),
    company: text("company").notNull(),
    domain: text("domain"),
    country: text("country").notNull(),
    type: text("type").notNull(),
    contactName: text("contact_name").notNull(),
    contactEmail: text("contact_email").notNull(),
    contactTitle: text("contact_title"),
    sells: text("sells").notNull(),
    expects: text("expects"),
    createdAt: instant("created_at").notNull().defaultNow(),
    confirmedAt: instant("confirmed_at"),
    dueAt: instant("due_at"),
    decidedAt: instant("decided_at"),
    decidedById: uuid("decided_by_id").references(() => people.id),
    /** The partner that it became, or that it was found to be. */
    partnerId: uuid("partner_id").references(() => partners.id),
  },
  (t) => [
    index("applications_waiting").on(t.dueAt).where(sql`${t.state} = 'submitted'`),
    index("applications_newest").on(t.createdAt),
    check("applications_state", sql`${t.state} in ('unconfirmed','submitted','returned','approved','rejected')`),
    check(
      "applications_type",
      sql`${t.type} in ('reseller','distributor','referral','agency','msp','isv','marketplace')`,
    ),
    check("applications_confirmed", sql`(${t.state} = 'unconfirmed') = (${t.confirmedAt} is null)`),
    check("applications_decided", sql`(${t.state} in ('approved','rejected')) = (${t.decidedAt} is not null)`),
  ],
);

/** What happened to an application, oldest first; what staff asked and what was answered. */
export const applicationEvents = pgTable(
  "application_events",
  {
    id: id(),
    applicationId: uuid("application_id")
      .notNull()
      .references(() => applications.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["filed", "returned", "answered", "approved", "rejected"] }).notNull(),
    text: text("text"),
    at: instant("at").notNull().defaultNow(),
    personId: uuid("person_id")
      .default(sql`nullif(current_setting('app.person_id', true), '')::uuid`)
      .references(() => people.id),
  },
  (t) => [
    index("application_events_application").on(t.applicationId, t.at),
    check("application_events_kind", sql`${t.kind} in ('filed','returned','answered','approved','rejected')`),
  ],
);
