import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
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
import { day, decimal, id, instant } from "@/db/columns";
import { people } from "@/db/people/schema";
import type { Wording } from "@/lib/metrics/version";

const transactionId = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });
const snapshot = customType<{ data: string; driverData: string }>({ dataType: () => "pg_snapshot" });

/**
 * Additive components summed by partner, month and what the partner was then. `version_id` is the partner version, or
 * the zero id for components that are read as of a day. `dim` is empty for the whole, or says that `key` is the stage or
 * the product family of the sum; what stands open is kept by stage alone. `facts` counts rows, `missing` those without a rate.
 */
export const metricMonth = pgTable(
  "metric_month",
  {
    partnerId: uuid("partner_id").notNull(),
    component: text("component").notNull(),
    month: day("month").notNull(),
    versionId: uuid("version_id").notNull(),
    dim: text("dim").notNull().default(""),
    key: text("key").notNull().default(""),
    value: decimal("value").notNull(),
    facts: integer("facts").notNull(),
    missing: integer("missing").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.partnerId, t.component, t.month, t.versionId, t.dim, t.key] }),
    index("metric_month_component").on(t.component, t.dim, t.month),
  ],
);

/** The sums of `metric_month` over all partners: what the program's figures are read from. */
export const metricProgram = pgTable(
  "metric_program",
  {
    component: text("component").notNull(),
    month: day("month").notNull(),
    dim: text("dim").notNull(),
    key: text("key").notNull(),
    value: decimal("value").notNull(),
    facts: bigint("facts", { mode: "bigint" }).notNull(),
    missing: bigint("missing", { mode: "bigint" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.component, t.dim, t.month, t.key] })],
);

/** Partners whose sums are to be made again; read paths take their rows from the source until then. Append only. */
export const metricDirty = pgTable(
  "metric_dirty",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    partnerId: uuid("partner_id").notNull(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [index("metric_dirty_partner").on(t.partnerId)],
);

/** A transaction that has changed what figures are made of: of one partner, or of all when `partner_id` is empty. Append only. */
export const metricChanges = pgTable(
  "metric_changes",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    xid: transactionId("xid").notNull().default(sql`pg_current_xact_id()`),
    partnerId: uuid("partner_id"),
    /** Only who has visited the portal, not what was sold. */
    visit: boolean("visit").notNull().default(false),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [index("metric_changes_xid").on(t.xid)],
);

/**
 * What a page was answered, kept until one of its facts changes. `seen` is the snapshot before it was counted: a change
 * that is not visible in it makes the answer stale. `partner_id` says whose people may read it (empty: staff alone),
 * `about_id` whose changes matter (empty: everyone's).
 */
export const metricAnswers = pgTable(
  "metric_answers",
  {
    key: text("key").primaryKey(),
    partnerId: uuid("partner_id"),
    aboutId: uuid("about_id"),
    askedOn: day("asked_on").notNull(),
    askedAt: instant("asked_at").notNull().defaultNow(),
    tookMs: integer("took_ms").notNull(),
    visits: boolean("visits").notNull(),
    seen: snapshot("seen").notNull(),
    view: text("view").notNull(),
  },
  (t) => [index("metric_answers_asked").on(t.askedAt)],
);

/**
 * What a metric means from a day on, where it differs from the definition in the code, which is version 1. It counts once a
 * second person approved it; `wording` and `settings` hold what differs.
 */
export const metricVersions = pgTable(
  "metric_versions",
  {
    id: id(),
    metric: text("metric").notNull(),
    version: integer("version").notNull(),
    status: text("status", { enum: ["proposed", "approved", "refused"] })
      .notNull()
      .default("proposed"),
    wording: jsonb("wording").$type<Wording>().notNull().default({}),
    settings: jsonb("settings").$type<Record<string, number | string[]>>().notNull().default({}),
    why: text("why").notNull(),
    countsFrom: date("counts_from").notNull(),
    proposedAt: instant("proposed_at").notNull().defaultNow(),
    proposedById: uuid("proposed_by_id").references(() => people.id),
    decidedAt: instant("decided_at"),
    decidedById: uuid("decided_by_id").references(() => people.id),
    decisionNote: text("decision_note"),
  },
  (t) => [
    uniqueIndex("metric_versions_approved").on(t.metric, t.version).where(sql`${t.status} = 'approved'`),
    uniqueIndex("metric_versions_one_open").on(t.metric).where(sql`${t.status} = 'proposed'`),
    check("metric_versions_status", sql`${t.status} in ('proposed','approved','refused')`),
    check("metric_versions_other_eyes", sql`${t.decidedById} <> ${t.proposedById}`),
    check("metric_versions_decided", sql`(${t.status} = 'proposed') = (${t.decidedAt} is null)`),
  ],
);

/**
 * Where partners of one type and tier stand in a metric over a period: how many of them have a value, and its quartiles.
 * Never a row of fewer than five, and of nobody alone. Made by the worker, so that a partner can be told without being
 * shown what others have. `tier` is empty for partners without one.
 */
export const metricCohorts = pgTable(
  "metric_cohorts",
  {
    metric: text("metric").notNull(),
    fromOn: date("from_on").notNull(),
    toOn: date("to_on").notNull(),
    type: text("type").notNull(),
    tier: text("tier").notNull(),
    partners: integer("partners").notNull(),
    q1: decimal("q1").notNull(),
    median: decimal("median").notNull(),
    q3: decimal("q3").notNull(),
    countedAt: instant("counted_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.metric, t.fromOn, t.toOn, t.type, t.tier] }),
    check("metric_cohorts_five", sql`${t.partners} >= 5`),
  ],
);
