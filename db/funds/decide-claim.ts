import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { book, lockLedger } from "@/db/incentives/ledger";
import type { Viewer } from "@/lib/access/viewer";
import { Refused } from "@/lib/errors";
import type { ClaimDecision } from "@/lib/funds/form";
import { claimMay, claimMoves, claimStates } from "@/lib/funds/states";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { minorIn } from "./budgets";
import { entry, type LockedClaim, lockClaim, step } from "./claims";
import { step as stepRequest } from "./requests";
import { fundRequests } from "./schema";

/**
 * Decides on a claim: of two people at once one does. What is approved, all or a part, is booked as payable in the same
 * transaction. Above the budget's limit the first approval is a check, and another person approves. Throws NotFound, Refused.
 */
export async function decideClaim(
  tx: Tx,
  viewer: Viewer,
  actor: Actor,
  { claimId, decision, amount, reason }: ClaimDecision,
): Promise<{ checked: boolean; audit: AuditEntry }> {
  // In one order with everybody else who books: the ledger before the claim.
  if (decision === "approve") await lockLedger(tx);
  const claim = await lockClaim(tx, viewer, claimId);
  if (actor.personId && [claim.submittedById, claim.createdById].includes(actor.personId))
    throw new Refused("You entered this claim yourself: somebody else decides on it", "decision");
  if (!claimMay(claim.status, decision))
    throw new Refused(`It is "${claimStates[claim.status].label}" by now: open its page again`, "decision");
  const approved = amount ? minorIn(claim.currency, amount) : claim.amountMinor;
  if (approved > claim.amountMinor) throw new Refused("That is more than was claimed", "amount");
  const checks = decision === "approve" && claim.status === "submitted" && (await needsTwo(tx, claim, approved));
  const said = { reason: reason || null };
  if (checks) await step(tx, claim, "check", { checkedById: actor.personId, ...said });
  else if (decision === "approve") await approve(tx, actor, claim, approved, said);
  else await step(tx, claim, decision, { decidedById: actor.personId, ...said });
  const to = checks ? "checked" : claimMoves[decision].to;
  const money = to === "approved" ? { approved: `${claim.currency} ${decimalOfMinor(approved, claim.currency)}` } : {};
  const audit: AuditEntry = {
    ...entry("funds.claim_decided", claim),
    before: { status: claim.status },
    after: { status: to, ...money },
    reason: reason || null,
  };
  return { checked: checks, audit };
}

async function approve(
  tx: Tx,
  actor: Actor,
  claim: LockedClaim,
  approvedMinor: bigint,
  said: { reason: string | null },
) {
  const { partnerId, currency, id } = claim;
  const posting = {
    booking: "mdf" as const,
    partnerId,
    currency,
    amountMinor: approvedMinor,
    effectKey: `claim ${id}`,
  };
  const transactionId = (await book(tx, [posting])).get(posting.effectKey);
  await step(tx, claim, "approve", { approvedMinor, decidedById: actor.personId, transactionId, ...said });
  const [request] = await tx.select().from(fundRequests).where(eq(fundRequests.id, claim.requestId)).for("update");
  if (!request || request.status !== "approved") return;
  const [waiting] = await tx.execute(
    sql`select 1 from fund_claims where request_id = ${request.id} and status in ('submitted', 'checked') limit 1`,
  );
  if (!waiting && (claim.last || request.usedMinor === request.approvedMinor)) await stepRequest(tx, request, "close");
}

/** Whether what was approved of the allocation in thirty days comes to more than one person may approve alone. */
async function needsTwo(tx: Tx, { requestId }: LockedClaim, approvedMinor: bigint): Promise<boolean> {
  const [row] = await tx.execute<{ two: boolean }>(sql`
    select coalesce((select sum(c.approved_minor) from fund_claims c join fund_requests q on q.id = c.request_id
        where q.allocation_id = r.allocation_id and c.status = 'approved' and c.decided_at > now() - interval '30 days'), 0)
      + ${String(approvedMinor)}::bigint > b.two_people_over_minor as two
    from fund_requests r join fund_allocations a on a.id = r.allocation_id join fund_budgets b on b.id = a.budget_id where r.id = ${requestId}`);
  return row?.two ?? false;
}
