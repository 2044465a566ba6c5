import { sql } from "drizzle-orm";
import { check, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { people } from "@/db/people/schema";
import type { Hit } from "@/lib/quality/duplicates";

// None of these tables refers to what it speaks of: an import that brought it in could not be taken back any more.

/**
 * A row that failed a rule, from `seen_at` until `resolved_at`: found and ended by the check alone. A person may accept it
 * as it is; what is accepted passes until something else is wrong there.
 */
export const qualityFindings = pgTable(
  "quality_findings",
  {
    id: id(),
    rule: text("rule").notNull(),
    subjectType: text("subject_type", { enum: ["partner", "person", "account", "deal", "source"] }).notNull(),
    subjectId: uuid("subject_id").notNull(),
    name: text("name").notNull(),
    partnerId: uuid("partner_id"),
    /** The import source that the row is from; empty for what was entered in the portal. */
    source: text("source").notNull().default(""),
    /** What was found, which the rule puts in words. */
    wrong: text("wrong").notNull(),
    seenAt: instant("seen_at").notNull().defaultNow(),
    resolvedAt: instant("resolved_at"),
    acceptedAt: instant("accepted_at"),
    acceptedById: uuid("accepted_by_id").references(() => people.id),
    acceptedWhy: text("accepted_why"),
  },
  (t) => [
    uniqueIndex("quality_findings_once").on(t.rule, t.subjectId).where(sql`${t.resolvedAt} is null`),
    index("quality_findings_seen").on(t.seenAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("quality_findings_rule").on(t.rule, t.seenAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("quality_findings_partner").on(t.partnerId, t.seenAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("quality_findings_source").on(t.source, t.seenAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check("quality_findings_accepted", sql`(${t.acceptedAt} is null) = (${t.acceptedWhy} is null)`),
  ],
);

/** How many rows of a partner and source a rule looked at last, and how many failed. */
export const qualityCounts = pgTable(
  "quality_counts",
  {
    rule: text("rule").notNull(),
    partnerId: uuid("partner_id"),
    source: text("source").notNull(),
    checked: integer("checked").notNull(),
    failed: integer("failed").notNull(),
  },
  (t) => [index("quality_counts_partner").on(t.partnerId), index("quality_counts_rule").on(t.rule)],
);

/** The same of the whole program, kept by day. */
export const qualityDays = pgTable(
  "quality_days",
  {
    on: date("on").notNull(),
    rule: text("rule").notNull(),
    source: text("source").notNull(),
    checked: integer("checked").notNull(),
    failed: integer("failed").notNull(),
  },
  (t) => [primaryKey({ columns: [t.on, t.rule, t.source] })],
);

/** A partner's score now, in hundredths of a percent. */
export const qualityPartners = pgTable(
  "quality_partners",
  {
    partnerId: uuid("partner_id").primaryKey(),
    score: integer("score").notNull(),
    checked: integer("checked").notNull(),
    failed: integer("failed").notNull(),
  },
  (t) => [index("quality_partners_worst").on(t.score, t.partnerId)],
);

/** A partner's score on the days on which it changed; it holds until the next. */
export const qualityPartnerDays = pgTable(
  "quality_partner_days",
  {
    partnerId: uuid("partner_id").notNull(),
    on: date("on").notNull(),
    score: integer("score").notNull(),
  },
  (t) => [primaryKey({ columns: [t.partnerId, t.on] })],
);

/** Two partners, customers or contacts that may be one, with the rules that say so; `gone_at` once they no longer do. */
export const duplicatePairs = pgTable(
  "duplicate_pairs",
  {
    id: id(),
    kind: text("kind", { enum: ["partner", "account", "person"] }).notNull(),
    oneId: uuid("one_id").notNull(),
    otherId: uuid("other_id").notNull(),
    likely: integer("likely").notNull(),
    hits: jsonb("hits").$type<Hit[]>().notNull(),
    foundAt: instant("found_at").notNull().defaultNow(),
    goneAt: instant("gone_at"),
    dismissedAt: instant("dismissed_at"),
    dismissedById: uuid("dismissed_by_id").references(() => people.id),
    dismissedWhy: text("dismissed_why"),
  },
  (t) => [
    uniqueIndex("duplicate_pairs_once").on(t.kind, t.oneId, t.otherId),
    index("duplicate_pairs_open")
      .on(t.kind, t.likely.desc().nullsFirst(), t.id)
      .where(sql`${t.goneAt} is null and ${t.dismissedAt} is null`),
    index("duplicate_pairs_other").on(t.otherId),
    check("duplicate_pairs_order", sql`${t.oneId} < ${t.otherId}`),
    check("duplicate_pairs_kind", sql`${t.kind} in ('partner','account','person')`),
    check("duplicate_pairs_likely", sql`${t.likely} between 1 and 100`),
    check("duplicate_pairs_dismissed", sql`(${t.dismissedAt} is null) = (${t.dismissedWhy} is null)`),
  ],
);

/** A customer or contact that was merged into another: its row as it was, and by table and column the rows that moved. */
export const recordMerges = pgTable(
  "record_merges",
  {
    id: id(),
    kind: text("kind", { enum: ["account", "person"] }).notNull(),
    keptId: uuid("kept_id").notNull(),
    goneId: uuid("gone_id").notNull(),
    keptName: text("kept_name").notNull(),
    goneName: text("gone_name").notNull(),
    reason: text("reason").notNull(),
    image: jsonb("image").$type<Record<string, unknown>>().notNull(),
    moved: jsonb("moved").$type<Record<string, string[]>>().notNull(),
    mergedAt: instant("merged_at").notNull().defaultNow(),
    mergedById: uuid("merged_by_id").references(() => people.id),
    undoneAt: instant("undone_at"),
    undoneById: uuid("undone_by_id").references(() => people.id),
  },
  (t) => [
    index("record_merges_kept").on(t.keptId, t.mergedAt),
    index("record_merges_at").on(t.kind, t.mergedAt.desc().nullsFirst()),
    check("record_merges_kind", sql`${t.kind} in ('account','person')`),
  ],
);
