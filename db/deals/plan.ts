import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { dealPartners, deals } from "@/db/deals/schema";
import { scope } from "@/db/scope";
import type { PartnerViewer } from "@/lib/access/viewer";
import type { Plan } from "@/lib/deals/form";
import { NotFound, Refused } from "@/lib/errors";

/**
 * A partner says what it does next on an open deal that it sourced, by when, and when it expects it to close; stages and
 * amounts stay with staff. Throws NotFound, and Refused when the deal is closed or another's to plan.
 */
export async function planDeal(
  tx: Tx,
  viewer: PartnerViewer,
  plan: Plan,
  today: string,
): Promise<{ audit: AuditEntry }> {
  const { dealId, nextStepOn, expectedCloseOn } = plan;
  const nextStep = plan.nextStep || null;
  const [deal] = await tx
    .select({
      name: deals.name,
      outcome: deals.outcome,
      role: dealPartners.role,
      nextStep: dealPartners.nextStep,
      nextStepOn: dealPartners.nextStepOn,
      expectedCloseOn: deals.expectedCloseOn,
    })
    .from(deals)
    .innerJoin(dealPartners, and(eq(dealPartners.dealId, deals.id), eq(dealPartners.partnerId, viewer.partnerId)))
    .where(and(eq(deals.id, dealId), scope(viewer, deals), scope(viewer, dealPartners)))
    .limit(1);
  if (!deal) throw new NotFound("This deal");
  if (deal.role !== "sourcing") throw new Refused("Your company influences this deal: whoever sourced it plans it");
  if (deal.outcome !== "open") throw new Refused(`The deal is closed as ${deal.outcome}: there is nothing to plan`);
  const closes = expectedCloseOn ?? deal.expectedCloseOn;
  if (closes !== deal.expectedCloseOn && closes !== null && closes < today)
    throw new Refused("This day has passed: say when the deal is expected to close now", "expectedCloseOn");
  const before = { nextStep: deal.nextStep, nextStepOn: deal.nextStepOn, expectedClose: deal.expectedCloseOn };
  const after = { nextStep, nextStepOn, expectedClose: closes };
  if (JSON.stringify(before) === JSON.stringify(after)) throw new Refused("The deal says this already", "nextStep");
  const [row] = await tx.execute<{ said: string }>(
    sql`select plan_own_deal(${dealId}, ${plan.nextStep}, ${nextStepOn}::date, ${expectedCloseOn}::date) as said`,
  );
  if (row?.said === "later")
    throw new Refused("This deal's history goes on to a day to come: ask your channel manager to put it right");
  if (row?.said !== "planned") throw new Refused("This deal changed meanwhile: open its page again");
  const subject = { type: "deal", id: dealId, name: deal.name };
  return { audit: { action: "deal.planned", subject, partnerId: viewer.partnerId, before, after } };
}
