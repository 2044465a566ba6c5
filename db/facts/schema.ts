import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";
import { people } from "@/db/people/schema";

/**
 * A fact that staff entered by hand: where it is from and who entered it. The fact itself is a row like any imported one,
 * `row_id` of the table that `what` names. Taken back, that row is gone and this stays. For staff alone.
 */
export const enteredFacts = pgTable(
  "entered_facts",
  {
    id: uuid("id").primaryKey(),
    what: text("what", { enum: ["target", "cost", "answer", "uptime"] }).notNull(),
    rowId: uuid("row_id").notNull(),
    says: text("says").notNull(),
    source: text("source").notNull(),
    enteredAt: instant("entered_at").notNull().defaultNow(),
    enteredById: uuid("entered_by_id")
      .default(sql`nullif(current_setting('app.person_id', true), '')::uuid`)
      .references(() => people.id),
    takenBackAt: instant("taken_back_at"),
    takenBackById: uuid("taken_back_by_id").references(() => people.id),
    why: text("why"),
  },
  (t) => [
    index("entered_facts_newest").on(t.what, t.enteredAt, t.id),
    check("entered_facts_what", sql`${t.what} in ('target','cost','answer','uptime')`),
    check("entered_facts_taken_back", sql`(${t.takenBackAt} is null) = (${t.why} is null)`),
  ],
);
