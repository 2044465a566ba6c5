import { sql } from "drizzle-orm";
import {
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
import { decimal, id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import type { Tier } from "@/lib/tiers/standing";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Criteria whose values staff enter, partner by partner. */
export const tierCriteria = pgTable("tier_criteria", {
  key: text("key").primaryKey(),
  name: text("name").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** A value of such a criterion: holds from its day until a later one. One that was wrong is followed by another. */
export const tierValues = pgTable(
  "tier_values",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id, { onDelete: "cascade" }),
    criterion: text("criterion")
      .notNull()
      .references(() => tierCriteria.key),
    value: decimal("value").notNull(),
    onDay: date("on_day").notNull(),
    source: text("source").notNull(),
    personId: uuid("person_id").references(() => people.id),
    enteredAt: instant("entered_at").notNull().defaultNow(),
  },
  (t) => [
    index("tier_values_partner").on(t.partnerId, t.criterion, t.onDay),
    check("tier_values_value", sql`${t.value} between 0 and 1000000000000`),
  ],
);

/** All partners measured as of a day, against the tiers as they were. Append only; `hash` is over what it says and all its snapshots. */
export const tierEvaluations = pgTable(
  "tier_evaluations",
  {
    id: id(),
    asOf: date("as_of").notNull(),
    /** Made by the worker, as the policy says. */
    scheduled: boolean("scheduled").notNull(),
    tiers: jsonb("tiers").$type<Tier[]>().notNull(),
    partners: integer("partners").notNull(),
    personId: uuid("person_id"),
    at: instant("at").notNull().defaultNow(),
    hash: bytes("hash").notNull(),
  },
  (t) => [
    uniqueIndex("tier_evaluations_scheduled").on(t.asOf).where(sql`${t.scheduled}`),
    index("tier_evaluations_at").on(t.at),
  ],
);

/** What one partner had in an evaluation. Append only; no foreign keys, so that it outlives what it tells of. */
export const tierSnapshots = pgTable(
  "tier_snapshots",
  {
    evaluationId: uuid("evaluation_id").notNull(),
    partnerId: uuid("partner_id").notNull(),
    /** Decimal texts by what was measured. */
    amounts: jsonb("amounts").$type<Record<string, string>>().notNull(),
    tierThen: text("tier_then"),
    tierEarned: text("tier_earned"),
    /** Facts that could not be counted, since no rate turns them into the reporting currency. */
    unrated: integer("unrated").notNull(),
    hash: bytes("hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.evaluationId, t.partnerId] }), index("tier_snapshots_partner").on(t.partnerId)],
);

/** A change of tier, from the proposal to its effect. What happened to it stands in `tier_move_events`. */
export const tierMoves = pgTable(
  "tier_moves",
  {
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id, { onDelete: "cascade" }),
    evaluationId: uuid("evaluation_id").notNull(),
    asOf: date("as_of").notNull(),
    kind: text("kind", { enum: ["promotion", "demotion"] }).notNull(),
    fromTier: text("from_tier"),
    toTier: text("to_tier"),
    /** How many tiers up or down. */
    steps: integer("steps").notNull(),
    unrated: integer("unrated").notNull(),
    status: text("status", {
      enum: [
        "proposed",
        "approved",
        "notice",
        "appealed",
        "done",
        "declined",
        "withdrawn",
        "cured",
        "upheld",
        "replaced",
      ],
    })
      .notNull()
      .default("proposed"),
    proposedAt: instant("proposed_at").notNull().defaultNow(),
    approvedById: uuid("approved_by_id"),
    effectiveOn: date("effective_on"),
    /** The last day for an appeal. */
    appealUntil: date("appeal_until"),
    answeredById: uuid("answered_by_id"),
    closedAt: instant("closed_at"),
  },
  (t) => [
    uniqueIndex("tier_moves_one_open")
      .on(t.partnerId)
      .where(sql`${t.status} in ('proposed','approved','notice','appealed')`),
    index("tier_moves_partner").on(t.partnerId, t.proposedAt),
    index("tier_moves_status").on(t.status, t.proposedAt),
    check(
      "tier_moves_status",
      sql`${t.status} in ('proposed','approved','notice','appealed','done','declined','withdrawn','cured','upheld','replaced') and ${t.kind} in ('promotion','demotion')`,
    ),
    check(
      "tier_moves_approved",
      sql`${t.status} in ('proposed','declined','replaced') or (${t.approvedById} is not null and ${t.effectiveOn} is not null)`,
    ),
    check("tier_moves_another_answers", sql`${t.answeredById} <> ${t.approvedById}`),
  ],
);

/** What happened to a change of tier, and which letter was written about it. */
export const tierMoveEvents = pgTable(
  "tier_move_events",
  {
    id: id(),
    moveId: uuid("move_id")
      .notNull()
      .references(() => tierMoves.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    at: instant("at").notNull().defaultNow(),
    personId: uuid("person_id").references(() => people.id),
    text: text("text"),
    toldAt: instant("told_at"),
  },
  (t) => [
    index("tier_move_events_move").on(t.moveId, t.at),
    index("tier_move_events_untold").on(t.at).where(sql`${t.toldAt} is null`),
  ],
);
