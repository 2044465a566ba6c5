import "server-only";
import { sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { Refused } from "@/lib/errors";
import type { RequestDecision } from "@/lib/funds/form";
import { requestMoves } from "@/lib/funds/states";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { minorIn } from "./budgets";
import { entry, lockRequest, step } from "./requests";

/**
 * Decides on a request: of two people at once one does, and what is approved, all or a part, is committed at once and never more
 * than is available. The reason is for the partner to read. Throws NotFound, Refused.
 */
export async function decideRequest(
  tx: Tx,
  viewer: Viewer,
  actor: Actor,
  { requestId, decision, amount, reason }: RequestDecision,
): Promise<{ audit: AuditEntry }> {
  const request = await lockRequest(tx, viewer, requestId);
  if (actor.personId && [request.submittedById, request.createdById].includes(actor.personId))
    throw new Refused("You entered this request yourself: somebody else decides on it", "decision");
  const approved = amount ? minorIn(request.currency, amount) : request.requestedMinor;
  if (approved > request.requestedMinor) throw new Refused("That is more than was asked for", "amount");
  const terms =
    decision === "approve" ? { approvedMinor: approved, claimBy: claimDay(request.allocationId, request.endsOn) } : {};
  await step(tx, request, decision, { ...terms, decidedById: actor.personId, reason: reason || null });
  const after = {
    status: requestMoves[decision].to,
    ...(decision === "approve"
      ? { approved: `${request.currency} ${decimalOfMinor(approved, request.currency)}` }
      : {}),
  };
  return {
    audit: {
      ...entry("funds.request_decided", request),
      before: { status: request.status },
      after,
      reason: reason || null,
    },
  };
}

/** Answers a wish for other terms: accepted, they hold; declined, those that were approved. Throws NotFound, Refused. */
export async function decideAmendment(
  tx: Tx,
  viewer: Viewer,
  { requestId, answer, reason }: { requestId: string; answer: "accept" | "decline"; reason: string },
): Promise<{ audit: AuditEntry }> {
  const request = await lockRequest(tx, viewer, requestId);
  if (!request.amendment) throw new Refused("Nothing waits to be answered: open its page again");
  const { amountMinor, startsOn, endsOn } = request.amendment;
  const wanted = BigInt(amountMinor);
  const terms =
    answer === "accept"
      ? { approvedMinor: wanted, startsOn, endsOn, claimBy: claimDay(request.allocationId, endsOn) }
      : {};
  await step(tx, request, "keep", { ...terms, amendment: null, reason: reason || null });
  const after =
    answer === "accept"
      ? { approved: `${request.currency} ${decimalOfMinor(wanted, request.currency)}`, startsOn, endsOn }
      : {};
  return { audit: { ...entry("funds.amendment_answered", request), after, reason: reason || null } };
}

/** Claims are open so many days after the activity as the budget says, and not fewer than that from today. */
const claimDay = (allocationId: string, endsOn: string) =>
  sql<string>`greatest(${endsOn}::date, program_day(now())) + (select b.claim_days from fund_budgets b join fund_allocations a on a.budget_id = b.id where a.id = ${allocationId})`;
