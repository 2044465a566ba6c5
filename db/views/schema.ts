import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { people } from "@/db/people/schema";

/**
 * A list as someone keeps it: its filter and order as the address says them, and its columns. It is of the side that its
 * maker is of, staff or one company: shared ones are read there alone. `role` makes one the first that staff of a role see.
 */
export const savedViews = pgTable(
  "saved_views",
  {
    id: id(),
    list: text("list").notNull(),
    name: text("name").notNull(),
    query: text("query").notNull(),
    columns: text("columns").array(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    sharing: text("sharing", { enum: ["own", "shared", "role"] })
      .notNull()
      .default("own"),
    role: text("role"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("saved_views_name").on(t.personId, t.list, sql`lower(${t.name})`),
    index("saved_views_shared").on(t.list).where(sql`${t.sharing} <> 'own'`),
    uniqueIndex("saved_views_role").on(t.list, t.role).where(sql`${t.sharing} = 'role'`),
    check(
      "saved_views_sharing",
      sql`${t.sharing} in ('own','shared','role') and (${t.sharing} = 'role') = (${t.role} is not null)`,
    ),
  ],
);

/** How a person likes a list: which columns in which order, and how dense. */
export const listChoices = pgTable(
  "list_choices",
  {
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    list: text("list").notNull(),
    columns: text("columns").array(),
    density: text("density", { enum: ["normal", "dense"] })
      .notNull()
      .default("normal"),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.list] }),
    check("list_choices_density", sql`${t.density} in ('normal','dense')`),
  ],
);
