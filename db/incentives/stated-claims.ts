import "server-only";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { paid } from "@/db/funds/queries";
import { fundAllocations, fundClaims, fundRequests } from "@/db/funds/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { StatementAddress } from "@/lib/incentives/address";
import { whose } from "./queries";

const mostClaims = 200;
const on = sql<string>`program_day(${fundClaims.decidedAt})::text`;
const month = sql<string>`date_trunc('month', program_day(${fundClaims.decidedAt}))::date::text`;

/** The claims of funds that a statement lists: those that became payable in its month. */
export function listStatedClaims(tx: Tx, viewer: Viewer, asked: StatementAddress) {
  const { id, number, amountMinor, approvedMinor } = fundClaims;
  return tx
    .select({
      id,
      number,
      amountMinor,
      approvedMinor,
      title: fundRequests.title,
      currency: fundAllocations.currency,
      on,
      paid,
    })
    .from(fundClaims)
    .innerJoin(fundRequests, and(eq(fundRequests.id, fundClaims.requestId), scope(viewer, fundRequests)))
    .innerJoin(fundAllocations, and(eq(fundAllocations.id, fundRequests.allocationId), scope(viewer, fundAllocations)))
    .where(
      and(own(viewer, asked.partner), eq(fundAllocations.currency, asked.currency), sql`${month} = ${asked.month}`),
    )
    .orderBy(asc(fundClaims.decidedAt), asc(id))
    .limit(mostClaims);
}

export type StatedClaim = Awaited<ReturnType<typeof listStatedClaims>>[number];

/** What became payable of a partner's claims, by month and currency, of months that are not closed. */
export function sumOpenClaims(tx: Tx, viewer: Viewer, partner: string) {
  return tx
    .select({
      month,
      currency: fundAllocations.currency,
      claims: sql<number>`count(*)::int`,
      claimedMinor: sql<bigint>`sum(${fundClaims.approvedMinor})::bigint`.mapWith(BigInt),
    })
    .from(fundClaims)
    .innerJoin(fundRequests, and(eq(fundRequests.id, fundClaims.requestId), scope(viewer, fundRequests)))
    .innerJoin(fundAllocations, and(eq(fundAllocations.id, fundRequests.allocationId), scope(viewer, fundAllocations)))
    .where(and(own(viewer, partner), sql`${month} > coalesce((select max(month) from closed_months_seen())::text, '')`))
    .groupBy(month, fundAllocations.currency)
    .limit(60);
}

const own = (viewer: Viewer, partner: string) =>
  and(
    eq(fundClaims.partnerId, whose(partner, viewer)),
    eq(fundClaims.status, "approved"),
    scope(viewer, fundClaims),
  ) as SQL;
