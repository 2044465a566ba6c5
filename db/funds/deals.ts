import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { entry, findRequest } from "./requests";
import { byTheRules } from "./rules";

type Link = { requestId: string; dealId: string };

/** Says that a funded activity brought a deal of the partner, or moved it on. Once; throws NotFound, Refused. */
export async function linkDeal(tx: Tx, viewer: Viewer, { requestId, dealId }: Link): Promise<{ audit: AuditEntry }> {
  const request = await findRequest(tx, viewer, requestId);
  await byTheRules(
    () =>
      tx.execute(
        sql`insert into fund_request_deals (request_id, deal_id, partner_id) values (${requestId}, ${dealId}, ${request.partnerId}) on conflict do nothing`,
      ),
    "dealId",
  );
  return { audit: { ...entry("funds.deal_linked", request), after: { deal: dealId } } };
}

/** Takes that back. Throws NotFound. */
export async function unlinkDeal(tx: Tx, viewer: Viewer, { requestId, dealId }: Link): Promise<{ audit: AuditEntry }> {
  const request = await findRequest(tx, viewer, requestId);
  await tx.execute(sql`delete from fund_request_deals where request_id = ${requestId} and deal_id = ${dealId}`);
  return { audit: { ...entry("funds.deal_unlinked", request), before: { deal: dealId }, after: null } };
}
