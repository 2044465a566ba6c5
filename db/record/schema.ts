import { sql } from "drizzle-orm";
import { boolean, check, date, index, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";

/** Something that one side owes the other by a day: a task, a milestone, or a step of the onboarding checklist. */
export const partnerTasks = pgTable(
  "partner_tasks",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    kind: text("kind", { enum: ["task", "milestone", "onboarding"] }).notNull(),
    /** Which step of the checklist it is (lib/record/onboarding.ts). */
    step: text("step"),
    position: smallint("position").notNull().default(0),
    title: text("title").notNull(),
    note: text("note"),
    side: text("side", { enum: ["staff", "partner"] }).notNull(),
    ownerId: uuid("owner_id").references(() => people.id),
    dueOn: date("due_on").notNull(),
    doneOn: date("done_on"),
    doneById: uuid("done_by_id").references(() => people.id),
    /** For staff alone. */
    internal: boolean("internal").notNull().default(false),
    createdById: uuid("created_by_id").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("partner_tasks_partner").on(t.partnerId, t.dueOn),
    index("partner_tasks_open").on(t.dueOn).where(sql`${t.doneOn} is null`),
    check("partner_tasks_kind", sql`${t.kind} in ('task','milestone','onboarding')`),
    check(
      "partner_tasks_side",
      sql`${t.side} in ('staff','partner') and not (${t.internal} and ${t.side} = 'partner')`,
    ),
    check("partner_tasks_of_checklist", sql`(${t.kind} = 'onboarding') = (${t.step} is not null)`),
  ],
);

/** An agreement with a partner. Where it stands follows from its days: see lib/record/contracts.ts. */
export const partnerContracts = pgTable(
  "partner_contracts",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    title: text("title").notNull(),
    reference: text("reference"),
    signedOn: date("signed_on"),
    startsOn: date("starts_on"),
    endsOn: date("ends_on"),
    /** For staff alone. */
    note: text("note"),
    createdById: uuid("created_by_id").references(() => people.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("partner_contracts_partner").on(t.partnerId, t.endsOn),
    index("partner_contracts_end").on(t.endsOn),
    check("partner_contracts_days", sql`${t.endsOn} is null or ${t.startsOn} is null or ${t.endsOn} >= ${t.startsOn}`),
  ],
);
