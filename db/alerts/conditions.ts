import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { rulesFor } from "@/lib/alerts/registry";
import { alerts } from "./schema";

/** Conditions over the table `alerts`. */

/** What the viewer may see: the first wall, and the rules whose subjects their role may see. */
export const seen = (viewer: Viewer): SQL =>
  sql`${scope(viewer, alerts)} and ${alerts.rule} = any(${sql.param(rulesFor(viewer))}::text[])`;

/** Of these the viewer's own: their book's and what was given to them, or what is nobody's and goes to their role. */
export function theirs(viewer: Viewer): SQL {
  if (viewer.kind === "partner") return seen(viewer);
  return sql`${seen(viewer)} and (alerts.owner_id = ${viewer.personId}::uuid or (alerts.owner_id is null and ${viewer.role} = any(alerts.roles)))`;
}

/**
 * Holds, and waits for somebody: neither resolved nor put off beyond today. For a partner's people it holds until it is
 * over, whatever staff did about it.
 */
export const openAlert = (viewer: Viewer, today: SQL): SQL =>
  viewer.kind === "partner"
    ? sql`alerts.ended_at is null`
    : sql`alerts.ended_at is null and alerts.resolved_at is null and coalesce(alerts.snoozed_until, '-infinity') <= ${today}`;
