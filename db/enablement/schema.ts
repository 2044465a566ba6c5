import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/** A certification held by a partner, or by one of its people. Unknown days stay empty. */
export const certifications = pgTable(
  "certifications",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    personId: uuid("person_id").references(() => people.id),
    name: text("name").notNull(),
    subject: text("subject"),
    description: text("description"),
    issuedOn: date("issued_on"),
    expiresOn: date("expires_on"),
  },
  (t) => [index("certifications_partner").on(t.partnerId, t.name)],
);

/** A course that a partner's person is to complete. */
export const trainingAssignments = pgTable(
  "training_assignments",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    personId: uuid("person_id").references(() => people.id),
    course: text("course").notNull(),
    assignedOn: date("assigned_on").notNull(),
    dueOn: date("due_on").notNull(),
    completedOn: date("completed_on"),
  },
  (t) => [
    index("training_assignments_partner_due").on(t.partnerId, t.dueOn),
    index("training_assignments_due").on(t.dueOn),
    index("training_assignments_completed").on(t.completedOn),
    index("training_assignments_partner_completed").on(t.partnerId, t.completedOn),
  ],
);

/** Something that a partner's people used or did with us: content of the program, or marketing together. */
export const engagements = pgTable(
  "engagements",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    personId: uuid("person_id").references(() => people.id),
    kind: text("kind", { enum: ["content", "co_marketing"] }).notNull(),
    title: text("title").notNull(),
    on: date("on").notNull(),
  },
  (t) => [
    index("engagements_partner").on(t.partnerId, t.kind, t.on),
    index("engagements_day").on(t.kind, t.on),
    check("engagements_kind", sql`${t.kind} in ('content','co_marketing')`),
  ],
);
