import { bigint, customType, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Who changed what, from what to what. Append only; no foreign keys, so that it outlives what it tells of. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant("at").notNull().defaultNow(),
    actorId: uuid("actor_id"),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id"),
    subject: text("subject").notNull(),
    partnerId: uuid("partner_id"),
    before: jsonb("before").$type<Record<string, unknown>>(),
    after: jsonb("after").$type<Record<string, unknown>>(),
    reason: text("reason"),
  },
  (t) => [
    index("audit_entries_subject").on(t.subjectType, t.subjectId, t.id),
    index("audit_entries_actor").on(t.actorId, t.id),
  ],
);

/** Seals the log: each entry once, in the order in which they were sealed, with a hash over it and the hash before. Append only. */
export const auditChain = pgTable("audit_chain", {
  position: bigint("position", { mode: "bigint" }).primaryKey(),
  entryId: bigint("entry_id", { mode: "bigint" }).notNull().unique(),
  hash: bytes("hash").notNull(),
  sealedAt: instant("sealed_at").notNull().defaultNow(),
});
