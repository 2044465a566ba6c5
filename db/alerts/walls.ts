import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Wall } from "@/db/scope";
import { alertEvents, alerts } from "./schema";

/** Alerts that a partner reads: what concerns it and is marked for partners; who works on it, and what staff make of it, is theirs. */
export const alertWalls: readonly Wall[] = [
  {
    table: alerts,
    own: (p) => and(eq(alerts.partnerId, p), sql`${alerts.shared}`) as SQL,
    hidden: ["owner_id", "assigned_at", "roles", "snoozed_until", "resolved_at", "resolved_by_id", "outcome", "note"],
  },
  {
    table: alertEvents,
    own: (p) =>
      sql`${alertEvents.kind} in ('raised', 'ended') and exists (select 1 from alerts own where own.id = ${alertEvents.alertId} and own.partner_id = ${p} and own.shared)`,
    hidden: ["person_id", "text"],
  },
];
