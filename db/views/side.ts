import { type SQL, sql } from "drizzle-orm";
import { savedViews } from "@/db/views/schema";
import type { Viewer } from "@/lib/access/viewer";

/** Who keeps lists for the viewer, and the views of their side: their own, and those that it shares. */
export function sideOf(viewer: Viewer): { me: string; side: SQL } {
  const me = viewer.kind === "partner" ? (viewer.viewedBy?.personId ?? viewer.personId) : viewer.personId;
  const company =
    viewer.kind === "partner" ? sql`maker.partner_id = ${viewer.partnerId}::uuid` : sql`maker.partner_id is null`;
  const shared = sql`${savedViews.sharing} <> 'own' and exists (select 1 from people maker where maker.id = ${savedViews.personId} and ${company})`;
  return { me, side: sql`(${savedViews.personId} = ${me}::uuid or (${shared}))` };
}
