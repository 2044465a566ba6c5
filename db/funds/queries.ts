import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { PartnerViewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { fundAllocations, fundBudgets, fundClaims, fundRequests } from "./schema";

const most = 100;
const free =
  sql<bigint>`(${fundAllocations.amountMinor} - ${fundAllocations.committedMinor} - ${fundAllocations.usedMinor} - ${fundAllocations.returnedMinor})`.mapWith(
    BigInt,
  );
/** Whether the claim was paid, as the ledger says. */
export const paid = sql<boolean>`coalesce(fund_claim_paid(${fundClaims.id}), false)`;

/** An allocation with what its budget says to partners. */
export const allocationColumns = {
  id: fundAllocations.id,
  budget: fundBudgets.name,
  currency: fundAllocations.currency,
  source: fundAllocations.source,
  amountMinor: fundAllocations.amountMinor,
  committedMinor: fundAllocations.committedMinor,
  usedMinor: fundAllocations.usedMinor,
  returnedMinor: fundAllocations.returnedMinor,
  freeMinor: free,
  expiresOn: fundAllocations.expiresOn,
  accrualPpm: fundBudgets.accrualPpm,
  accrualFrom: fundBudgets.accrualFrom,
  accrualTo: fundBudgets.accrualTo,
};

/** A request as lists show it. */
export const requestColumns = {
  id: fundRequests.id,
  number: fundRequests.number,
  title: fundRequests.title,
  activity: fundRequests.activity,
  status: fundRequests.status,
  requestedMinor: fundRequests.requestedMinor,
  approvedMinor: fundRequests.approvedMinor,
  usedMinor: fundRequests.usedMinor,
  claimBy: fundRequests.claimBy,
  dueAt: fundRequests.dueAt,
  updatedAt: fundRequests.updatedAt,
  currency: fundAllocations.currency,
};

/** A partner's funds, its requests by their last change, and its claims that are not decided or not paid. */
export function readMyFunds(viewer: PartnerViewer) {
  return withViewer(viewer, async (tx) => {
    const [program, allocations, requests, claims] = await Promise.all([
      getProgram(viewer),
      tx
        .select(allocationColumns)
        .from(fundAllocations)
        .innerJoin(fundBudgets, and(eq(fundBudgets.id, fundAllocations.budgetId), scope(viewer, fundBudgets)))
        .where(scope(viewer, fundAllocations))
        .orderBy(desc(fundAllocations.expiresOn), asc(fundAllocations.id))
        .limit(12),
      tx
        .select(requestColumns)
        .from(fundRequests)
        .innerJoin(
          fundAllocations,
          and(eq(fundAllocations.id, fundRequests.allocationId), scope(viewer, fundAllocations)),
        )
        .where(scope(viewer, fundRequests))
        .orderBy(desc(fundRequests.updatedAt), asc(fundRequests.id))
        .limit(most),
      tx
        .select({
          id: fundClaims.id,
          number: fundClaims.number,
          requestId: fundClaims.requestId,
          status: fundClaims.status,
          amountMinor: fundClaims.amountMinor,
          approvedMinor: fundClaims.approvedMinor,
          paid,
        })
        .from(fundClaims)
        .where(scope(viewer, fundClaims))
        .orderBy(desc(fundClaims.updatedAt), asc(fundClaims.id))
        .limit(most),
    ]);
    return { program, allocations, requests, claims };
  });
}
export type MyFunds = Awaited<ReturnType<typeof readMyFunds>>;

/** Whether a request of this partner may be written, and from what: allocations with something left. Throws NotFound for another's. */
export async function readRequestForm(viewer: PartnerViewer, requestId?: string) {
  return withViewer(viewer, async (tx) => {
    const [program, allocations, [request]] = await Promise.all([
      getProgram(viewer),
      tx
        .select(allocationColumns)
        .from(fundAllocations)
        .innerJoin(fundBudgets, and(eq(fundBudgets.id, fundAllocations.budgetId), scope(viewer, fundBudgets)))
        .where(
          and(
            scope(viewer, fundAllocations),
            sql`${fundAllocations.expiresOn} >= program_day(now())`,
            sql`${free} > 0`,
          ),
        )
        .orderBy(asc(fundAllocations.expiresOn), asc(fundAllocations.id))
        .limit(50),
      tx
        .select()
        .from(fundRequests)
        .where(and(eq(fundRequests.id, requestId && isId(requestId) ? requestId : noId), scope(viewer, fundRequests)))
        .limit(1),
    ]);
    if (requestId && !request) throw new NotFound("This request");
    return { program, allocations, request: request ?? null };
  });
}
const noId = "00000000-0000-0000-0000-000000000000";
