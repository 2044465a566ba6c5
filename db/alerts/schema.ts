import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { outcomeKeys } from "@/lib/alerts/outcomes";
import type { Chosen, Figures } from "@/lib/alerts/rule";

/** Who acts in the transaction: the database knows it, and takes nobody's word for it. */
const personOfTransaction = sql`nullif(current_setting('app.person_id', true), '')::uuid`;

/**
 * A rule's condition that held for a subject, from `raised_at` until `ended_at`: one episode. While it lasts there is no
 * second alert of it, also after somebody resolved it. `shared` when the partner's own people read it.
 */
export const alerts = pgTable(
  "alerts",
  {
    id: id(),
    rule: text("rule").notNull(),
    subjectType: text("subject_type", {
      enum: ["partner", "registration", "certification", "target", "import"],
    }).notNull(),
    subjectId: uuid("subject_id").notNull(),
    partnerId: uuid("partner_id").references(() => partners.id, { onDelete: "cascade" }),
    /** What it is about, by name. */
    name: text("name").notNull(),
    shared: boolean("shared").notNull(),
    severity: integer("severity").notNull(),
    figures: jsonb("figures").$type<Figures>().notNull(),
    raisedAt: instant("raised_at").notNull().defaultNow(),
    /** When the condition was over. */
    endedAt: instant("ended_at"),
    /** Whose it is: the partner's channel manager, until it is given to somebody; empty for the people of `roles`. */
    ownerId: uuid("owner_id").references(() => people.id),
    assignedAt: instant("assigned_at"),
    roles: text("roles").array().notNull(),
    snoozedUntil: date("snoozed_until"),
    resolvedAt: instant("resolved_at"),
    resolvedById: uuid("resolved_by_id").references(() => people.id),
    outcome: text("outcome", { enum: outcomeKeys }),
    note: text("note"),
  },
  (t) => [
    // One running episode of a rule and subject, whoever raises it.
    uniqueIndex("alerts_once").on(t.rule, t.subjectId).where(sql`${t.endedAt} is null`),
    index("alerts_open")
      .on(t.severity, t.raisedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.endedAt} is null and ${t.resolvedAt} is null`),
    index("alerts_open_owner").on(t.ownerId, t.severity).where(sql`${t.endedAt} is null and ${t.resolvedAt} is null`),
    index("alerts_raised").on(t.raisedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("alerts_partner").on(t.partnerId, t.raisedAt),
    check("alerts_severity", sql`${t.severity} between 1 and 3`),
    check("alerts_resolved", sql`(${t.resolvedAt} is null) = (${t.outcome} is null)`),
    check("alerts_shared", sql`not ${t.shared} or ${t.partnerId} is not null`),
  ],
);

/** What happened to an alert, in its order: raised and ended by the evaluation, the rest by people. Append only. */
export const alertEvents = pgTable(
  "alert_events",
  {
    id: id(),
    alertId: uuid("alert_id")
      .notNull()
      .references(() => alerts.id, { onDelete: "cascade" }),
    at: instant("at").notNull().defaultNow(),
    kind: text("kind", { enum: ["raised", "ended", "assigned", "snoozed", "resolved"] }).notNull(),
    personId: uuid("person_id")
      .default(personOfTransaction)
      .references(() => people.id),
    text: text("text"),
  },
  (t) => [index("alert_events_alert").on(t.alertId, t.at), index("alert_events_at").on(t.at, t.id)],
);

/** How a program wants a rule; without a row as the code has it. `evaluated_at` is when it was last looked at. */
export const alertRuleChoices = pgTable("alert_rule_choices", {
  rule: text("rule").primaryKey(),
  active: boolean("active").notNull().default(true),
  thresholds: jsonb("thresholds").$type<Chosen>().notNull().default({}),
  toManager: boolean("to_manager"),
  roles: text("roles").array(),
  severity: integer("severity"),
  evaluatedAt: instant("evaluated_at"),
  /** How long it took, and how many hold. */
  tookMs: integer("took_ms"),
  holding: integer("holding"),
});

/** When a person wants their digest; without a row daily at eight, by the program's clock. */
export const digestChoices = pgTable(
  "digest_choices",
  {
    personId: uuid("person_id")
      .primaryKey()
      .references(() => people.id, { onDelete: "cascade" }),
    rhythm: text("rhythm", { enum: ["daily", "weekly", "off"] })
      .notNull()
      .default("daily"),
    hour: integer("hour").notNull().default(8),
    weekday: integer("weekday").notNull().default(1),
    timeZone: text("time_zone"),
    /** Whether what is urgent is mailed at once. */
    urgent: boolean("urgent").notNull().default(true),
  },
  (t) => [
    check("digest_choices_times", sql`${t.hour} between 0 and 23 and ${t.weekday} between 1 and 7`),
    check("digest_choices_rhythm", sql`${t.rhythm} in ('daily','weekly','off')`),
  ],
);

/** Each digest that was written: one a person and day of theirs, and the urgent ones one an alert. */
export const digests = pgTable(
  "digests",
  {
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** The person's day, or for an urgent one the alert's id. */
    key: text("key").notNull(),
    on: date("on").notNull(),
    at: instant("at").notNull().defaultNow(),
    alerts: integer("alerts").notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.key] }), index("digests_day").on(t.personId, t.on)],
);
