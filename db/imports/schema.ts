import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import type { Oddity } from "@/lib/imports/oddities";

/** A saved mapping for a source: how its files feed the portal. The same object the import screen edits. */
export const importMappings = pgTable("import_mappings", {
  source: text("source").primaryKey(),
  label: text("label").notNull(),
  mapping: jsonb("mapping").notNull(),
  shipped: text("shipped"),
  updatedAt: instant("updated_at").notNull().defaultNow(),
  updatedById: uuid("updated_by_id"),
});

/** One import: staged, checked, then published in one transaction, and perhaps reverted. */
export const importBatches = pgTable(
  "import_batches",
  {
    id: id(),
    source: text("source").notNull(),
    mapping: jsonb("mapping").notNull(),
    status: text("status", { enum: ["staging", "checked", "published", "reverted", "failed"] }).notNull(),
    files: jsonb("files")
      .$type<{ file: string; name: string; bytes: number; rows: number; sha256: string; header: string[] }[]>()
      .notNull()
      .default([]),
    counts: jsonb("counts").$type<ImportCounts>(),
    error: text("error"),
    createdAt: instant("created_at").notNull().defaultNow(),
    createdById: uuid("created_by_id"),
    publishedAt: instant("published_at"),
    publishedById: uuid("published_by_id"),
    revertedAt: instant("reverted_at"),
    revertedById: uuid("reverted_by_id"),
    /** Why it waits for a person's release before it may change figures; null for none. */
    held: jsonb("held").$type<Oddity[]>(),
    releasedAt: instant("released_at"),
    releasedById: uuid("released_by_id"),
    releasedWhy: text("released_why"),
    /** The published import whose rows in quarantine this one mends. */
    mendsId: uuid("mends_id"),
  },
  (t) => [
    index("import_batches_created").on(t.createdAt),
    check("import_batches_released", sql`(${t.releasedAt} is null) = (${t.releasedWhy} is null)`),
    check("import_batches_status", sql`${t.status} in ('staging','checked','published','reverted','failed')`),
  ],
);

export type ImportCounts = { created: number; changed: number; unchanged: number; quarantined: number };

// The four tables of a batch's rows do not refer to it: a check for each of millions of rows, all of one batch, would cost
// more than the rows. They are written and removed with the batch by `commands.ts` alone.

/** A row of an uploaded file as it came, by file and line: its cells in the order of the header, and behind them what is wrong with it. */
export const importRows = pgTable(
  "import_rows",
  {
    batchId: uuid("batch_id").notNull(),
    file: text("file").notNull(),
    line: integer("line").notNull(),
    cells: jsonb("cells").$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.file, t.line] })],
);

/** A row that somebody mended in the page: its cells as they were before, for the last time first. */
export const importFixes = pgTable(
  "import_fixes",
  {
    id: id(),
    batchId: uuid("batch_id").notNull(),
    file: text("file").notNull(),
    line: integer("line").notNull(),
    before: jsonb("before").$type<string[]>().notNull(),
    after: jsonb("after").$type<string[]>().notNull(),
    fixedAt: instant("fixed_at").notNull().defaultNow(),
    fixedById: uuid("fixed_by_id"),
  },
  (t) => [index("import_fixes_row").on(t.batchId, t.file, t.line)],
);

/** A record that the rows ask for, checked: what it would do, or why it stands in quarantine. */
export const importItems = pgTable(
  "import_items",
  {
    batchId: uuid("batch_id").notNull(),
    seq: integer("seq").notNull(),
    entity: text("entity").notNull(),
    externalId: text("external_id"),
    file: text("file").notNull(),
    line: integer("line").notNull(),
    payload: jsonb("payload"),
    hash: text("hash"),
    outcome: text("outcome", { enum: ["created", "changed", "unchanged", "quarantined"] }),
    column: text("column"),
    value: text("value"),
    reason: text("reason"),
    entityId: uuid("entity_id"),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.seq] }),
    index("import_items_key").on(t.batchId, t.entity, t.externalId),
    index("import_items_outcome").on(t.batchId, t.outcome, t.seq),
  ],
);

/** The portal's record for a source's own id. */
export const externalIds = pgTable(
  "external_ids",
  {
    source: text("source").notNull(),
    entity: text("entity").notNull(),
    externalId: text("external_id").notNull(),
    entityId: uuid("entity_id").notNull(),
    hash: text("hash").notNull(),
    batchId: uuid("batch_id").notNull(),
    seenAt: instant("seen_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.source, t.entity, t.externalId] }), index("external_ids_entity").on(t.entityId)],
);

/**
 * The rows that a batch made, thousands to one of these: by the first column of their key, with a hash of the columns that
 * are not derived. Written by triggers; a revert removes these rows unless their hash has changed.
 */
export const importInserts = pgTable(
  "import_inserts",
  {
    batchId: uuid("batch_id").notNull(),
    table: text("table_name").notNull(),
    columns: text("columns").notNull(),
    ids: uuid("ids").array().notNull(),
    hashes: bigint("hashes", { mode: "bigint" }).array().notNull(),
  },
  (t) => [index("import_inserts_batch").on(t.batchId, t.table)],
);

/** Images of the rows that a batch changed, written by triggers: what a revert puts back. */
export const importChanges = pgTable(
  "import_changes",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    batchId: uuid("batch_id").notNull(),
    table: text("table_name").notNull(),
    operation: text("operation", { enum: ["insert", "update", "delete"] }).notNull(),
    key: jsonb("key").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
  },
  (t) => [index("import_changes_batch").on(t.batchId, t.id)],
);

/** Partners that may be the same company: offered for merge, never merged silently. */
export const partnerDuplicates = pgTable(
  "partner_duplicates",
  {
    id: id(),
    partnerId: uuid("partner_id").notNull(),
    otherId: uuid("other_id").notNull(),
    reason: text("reason").notNull(),
    foundAt: instant("found_at").notNull().defaultNow(),
    dismissedAt: instant("dismissed_at"),
    dismissedById: uuid("dismissed_by_id"),
  },
  (t) => [
    check("partner_duplicates_order", sql`${t.partnerId} < ${t.otherId}`),
    index("partner_duplicates_pair").on(t.partnerId, t.otherId),
  ],
);
