import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { scope } from "@/db/scope";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { Refused } from "@/lib/errors";
import type { ClaimInput } from "@/lib/funds/form";
import { type ClaimMove, type ClaimStatus, claimMay, claimMoves, claimStates } from "@/lib/funds/states";
import { claimNumber } from "@/lib/funds/words";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { minorIn } from "./budgets";
import { lockRequest } from "./requests";
import { byTheRules, found } from "./rules";
import { fundAllocations, fundClaims, fundRequests } from "./schema";

type Done = { id: string; audit: AuditEntry };

/** Keeps a claim as it was typed; proof is added and it is submitted on its page. Throws NotFound, Refused. */
export async function writeClaim(tx: Tx, viewer: PartnerViewer, input: ClaimInput): Promise<Done> {
  const { currency, partnerId, status } = await lockRequest(tx, viewer, input.requestId);
  if (status !== "approved") throw new Refused("The request is not open to claims");
  const amountMinor = minorIn(currency, input.amount);
  const { what, last } = input;
  if (input.claimId) {
    const claim = await lockClaim(tx, viewer, input.claimId);
    if (claim.status !== "draft" && claim.status !== "returned") throw new Refused("It was submitted already");
    await tx
      .update(fundClaims)
      .set({ amountMinor, what, last, updatedAt: sql`now()` })
      .where(eq(fundClaims.id, claim.id));
    return { id: claim.id, audit: entry("funds.claim_saved", { ...claim, amountMinor }) };
  }
  const rows = await byTheRules(() =>
    tx.execute<{ id: string }>(sql`insert into fund_claims (request_id, partner_id, amount_minor, what, last)
      values (${input.requestId}, ${partnerId}, ${String(amountMinor)}::bigint, ${what}, ${last}) returning id`),
  );
  const claim = await lockClaim(tx, viewer, found(rows[0], "This claim").id);
  return { id: claim.id, audit: entry("funds.claim_saved", claim) };
}

/** Submits a claim with its proof, takes it back to be edited, or gives it up. Throws NotFound, Refused. */
export async function stepClaim(
  tx: Tx,
  viewer: PartnerViewer,
  { claimId, step: move }: { claimId: string; step: "submit" | "recall" | "withdraw" },
): Promise<Done> {
  const claim = await lockClaim(tx, viewer, claimId);
  await step(tx, claim, move);
  const audit = entry(
    `funds.claim_${({ submit: "submitted", recall: "recalled", withdraw: "withdrawn" } as const)[move]}`,
    claim,
  );
  return { id: claimId, audit };
}

/** The claim as it stands once nobody else changes it, with its currency and request. Throws NotFound, also for another's. */
export async function lockClaim(tx: Tx, viewer: Viewer, id: string) {
  await tx.execute(
    sql`select 1 from fund_claims where ${fundClaims.id} = ${id} and ${scope(viewer, fundClaims)} for update`,
  );
  // Columns by name: partners are not granted all of them.
  const { number, status, requestId, partnerId, amountMinor, last, createdById, submittedById } = fundClaims;
  const [row] = await tx
    .select({ id: fundClaims.id, number, status, requestId, partnerId, amountMinor, last, createdById, submittedById })
    .from(fundClaims)
    .where(and(eq(fundClaims.id, id), scope(viewer, fundClaims)));
  const claim = found(row, "This claim");
  const [request] = await tx
    .select({ currency: fundAllocations.currency, title: fundRequests.title })
    .from(fundRequests)
    .innerJoin(fundAllocations, and(eq(fundAllocations.id, fundRequests.allocationId), scope(viewer, fundAllocations)))
    .where(and(eq(fundRequests.id, claim.requestId), scope(viewer, fundRequests)));
  return { ...claim, ...found(request, "This claim") };
}
export type LockedClaim = Awaited<ReturnType<typeof lockClaim>>;

/** One move of the table, or Refused when the claim has moved on. */
export async function step(
  tx: Tx,
  { id, status }: { id: string; status: ClaimStatus },
  move: ClaimMove,
  more: Partial<typeof fundClaims.$inferInsert> = {},
): Promise<void> {
  if (!claimMay(status, move)) throw new Refused(`It is "${claimStates[status].label}" by now: open its page again`);
  await byTheRules(() =>
    tx
      .update(fundClaims)
      .set({ ...more, status: claimMoves[move].to })
      .where(eq(fundClaims.id, id)),
  );
}

/** What the log keeps of what was done with a claim. */
export const entry = (action: AuditEntry["action"], claim: LockedClaim): AuditEntry => ({
  action,
  subject: { type: "fund_claim", id: claim.id, name: `${claimNumber(claim.number)} ${claim.title}` },
  partnerId: claim.partnerId,
  after: { amount: `${claim.currency} ${decimalOfMinor(claim.amountMinor, claim.currency)}` },
});
