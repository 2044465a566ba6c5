import { sql } from "drizzle-orm";
import { check, customType, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { people } from "@/db/people/schema";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** What somebody has sent to them, and when: a page or list by its address, at the moments of a cron schedule of their time zone. */
export const reportSchedules = pgTable(
  "report_schedules",
  {
    id: id(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    subject: text("subject").notNull(),
    format: text("format").notNull(),
    query: text("query").notNull().default(""),
    cron: text("cron").notNull(),
    timeZone: text("time_zone").notNull(),
    /** How its recipient hears that it is ready: by mail, or by a webhook of their company. */
    toldBy: text("told_by", { enum: ["mail", "webhook"] })
      .notNull()
      .default("mail"),
    nextAt: instant("next_at").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("report_schedules_due").on(t.nextAt),
    index("report_schedules_person").on(t.personId),
    check("report_schedules_told_by", sql`${t.toldBy} in ('mail', 'webhook')`),
  ],
);

/** One sending of a report: once for each moment, with its file until that expires. */
export const reportRuns = pgTable(
  "report_runs",
  {
    id: id(),
    scheduleId: uuid("schedule_id")
      .notNull()
      .references(() => reportSchedules.id, { onDelete: "cascade" }),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    slot: instant("slot").notNull(),
    status: text("status", { enum: ["waiting", "sent", "denied", "failed"] })
      .notNull()
      .default("waiting"),
    said: text("said"),
    content: bytes("content"),
    doneAt: instant("done_at"),
    expiresAt: instant("expires_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    unique("report_runs_once").on(t.scheduleId, t.slot),
    index("report_runs_person").on(t.personId, t.createdAt),
    check("report_runs_status", sql`${t.status} in ('waiting', 'sent', 'denied', 'failed')`),
  ],
);
