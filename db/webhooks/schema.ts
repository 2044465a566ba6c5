import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";

/** Where another system wants to be told: of the program (no partner), or of one company. Secrets are sealed. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: id(),
    partnerId: uuid("partner_id").references(() => partners.id),
    url: text("url").notNull(),
    kinds: text("kinds").array().notNull(),
    secret: text("secret").notNull(),
    /** The secret before, with which messages are signed as well until then. */
    oldSecret: text("old_secret"),
    oldUntil: instant("old_until"),
    status: text("status", { enum: ["active", "paused", "gone"] })
      .notNull()
      .default("active"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("webhook_endpoints_partner").on(t.partnerId),
    check("webhook_endpoints_status", sql`${t.status} in ('active', 'paused', 'gone')`),
  ],
);

/** What happened that somebody wants to be told, written in the transaction in which it happened. */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").notNull(),
    subjectId: text("subject_id").notNull(),
    at: instant("at").notNull().defaultNow(),
    spreadAt: instant("spread_at"),
  },
  (t) => [index("webhook_events_new").on(t.id).where(sql`${t.spreadAt} is null`), index("webhook_events_at").on(t.at)],
);

/** One message to one endpoint, with its tries. What it says is read when it leaves, with the rights of the endpoint's company. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id(),
    endpointId: uuid("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id"),
    eventId: bigint("event_id", { mode: "bigint" }).notNull(),
    kind: text("kind").notNull(),
    status: text("status", { enum: ["waiting", "delivered", "dead", "withheld"] })
      .notNull()
      .default("waiting"),
    nextAt: instant("next_at").notNull().defaultNow(),
    tried: integer("tried").notNull().default(0),
    tries: jsonb("tries")
      .$type<{ at: string; status: number | null; ms: number; error: string | null }[]>()
      .notNull()
      .default([]),
    createdAt: instant("created_at").notNull().defaultNow(),
    deliveredAt: instant("delivered_at"),
  },
  (t) => [
    unique("webhook_deliveries_once").on(t.endpointId, t.eventId),
    index("webhook_deliveries_due").on(t.nextAt).where(sql`${t.status} = 'waiting'`),
    index("webhook_deliveries_endpoint").on(t.endpointId, t.createdAt),
    check("webhook_deliveries_status", sql`${t.status} in ('waiting', 'delivered', 'dead', 'withheld')`),
  ],
);
