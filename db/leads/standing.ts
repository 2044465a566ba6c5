import "server-only";
import { sql } from "drizzle-orm";
import { deals } from "@/db/deals/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { LeadStatus } from "@/lib/leads/words";
import { leads } from "./schema";

/** Where a lead stands: once it became a deal, where that stands, at every moment. */
export const standing = (viewer: Viewer) =>
  sql<LeadStatus>`coalesce((select case ${deals.outcome} when 'open' then 'converted' else ${deals.outcome} end
    from ${deals} where ${deals.id} = ${leads.dealId} and ${scope(viewer, deals)}), ${leads.status})`;
