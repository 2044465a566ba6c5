import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { allocationColumns, paid, requestColumns } from "./queries";
import { fundAllocations, fundBudgets, fundClaims, fundEvents, fundRequestDeals, fundRequests } from "./schema";

const most = 100;

/** One request with its claims, deals and history. Throws NotFound; to staff a draft does not exist. */
export async function readFundRequest(viewer: Viewer, id: string) {
  if (!isId(id)) throw new NotFound("This request");
  return withViewer(viewer, async (tx) => {
    const [program, [row], claims, events, linked] = await Promise.all([
      getProgram(viewer),
      tx
        .select({
          request: fundRequests,
          allocation: allocationColumns,
          partner: partners.name,
          submitter: people.name,
        })
        .from(fundRequests)
        .innerJoin(
          fundAllocations,
          and(eq(fundAllocations.id, fundRequests.allocationId), scope(viewer, fundAllocations)),
        )
        .innerJoin(fundBudgets, and(eq(fundBudgets.id, fundAllocations.budgetId), scope(viewer, fundBudgets)))
        .innerJoin(partners, and(eq(partners.id, fundRequests.partnerId), scope(viewer, partners)))
        .leftJoin(people, and(eq(people.id, fundRequests.submittedById), scope(viewer, people)))
        .where(and(eq(fundRequests.id, id), scope(viewer, fundRequests)))
        .limit(1),
      tx
        .select({
          id: fundClaims.id,
          number: fundClaims.number,
          status: fundClaims.status,
          amountMinor: fundClaims.amountMinor,
          approvedMinor: fundClaims.approvedMinor,
          what: fundClaims.what,
          paid,
        })
        .from(fundClaims)
        .where(and(eq(fundClaims.requestId, id), scope(viewer, fundClaims)))
        .orderBy(asc(fundClaims.number))
        .limit(most),
      tx
        .select({
          id: fundEvents.id,
          at: fundEvents.at,
          kind: fundEvents.kind,
          text: fundEvents.text,
          claimId: fundEvents.claimId,
          person: people.name,
        })
        .from(fundEvents)
        .leftJoin(people, and(eq(people.id, fundEvents.personId), scope(viewer, people)))
        .where(and(eq(fundEvents.requestId, id), scope(viewer, fundEvents)))
        .orderBy(desc(fundEvents.at), desc(fundEvents.id))
        .limit(most),
      tx.execute<{
        id: string;
        name: string | null;
        outcome: string;
        stage: string;
        amount: string;
        currency: string;
        reported: string | null;
      }>(sql`
        select d.id, d.name, d.outcome, s.name as stage, d.amount_e4::text as amount, d.currency, d.reported_e4::text as reported
        from ${fundRequestDeals} join deals d on d.id = ${fundRequestDeals.dealId} join stages s on s.key = d.stage
        where ${fundRequestDeals.requestId} = ${id} and ${scope(viewer, fundRequestDeals)} order by d.opened_on desc nulls last, d.id limit 200`),
    ]);
    if (!row || (viewer.kind === "staff" && row.request.status === "draft")) throw new NotFound("This request");
    return { program, ...row, claims, events, deals: [...linked] };
  });
}
export type FundRequestPage = Awaited<ReturnType<typeof readFundRequest>>;

/** Deals of the partner that may be linked to a request: those since shortly before the activity began. */
export function listLinkable(
  viewer: Viewer,
  { id, partnerId, startsOn }: { id: string; partnerId: string; startsOn: string },
) {
  return withViewer(viewer, (tx) =>
    tx.execute<{ value: string; label: string }>(sql`
      select d.id as value, coalesce(d.name, d.account_name, 'Deal') || ' · ' || s.name as label from deals d join deal_partners p on p.deal_id = d.id join stages s on s.key = d.stage
      where p.partner_id = ${viewer.kind === "partner" ? viewer.partnerId : partnerId} and d.outcome <> 'lost' and d.opened_on >= ${startsOn}::date - 30
        and not exists (select 1 from ${fundRequestDeals} where ${fundRequestDeals.requestId} = ${id} and ${fundRequestDeals.dealId} = d.id and ${scope(viewer, fundRequestDeals)})
      order by d.opened_on desc, d.id limit 100`),
  );
}

/** One claim with what it belongs to, its history and whether it was paid. Throws NotFound; to staff a draft does not exist. */
export async function readClaim(viewer: Viewer, id: string) {
  if (!isId(id)) throw new NotFound("This claim");
  return withViewer(viewer, async (tx) => {
    const {
      number,
      status,
      amountMinor,
      approvedMinor,
      what,
      last,
      dueAt,
      submittedAt,
      decidedAt,
      reason,
      requestId,
      partnerId,
    } = fundClaims;
    const [program, [row], events] = await Promise.all([
      getProgram(viewer),
      tx
        .select({
          claim: {
            id: fundClaims.id,
            number,
            status,
            amountMinor,
            approvedMinor,
            what,
            last,
            dueAt,
            submittedAt,
            decidedAt,
            reason,
            requestId,
            partnerId,
            paid,
          },
          request: {
            ...requestColumns,
            startsOn: fundRequests.startsOn,
            endsOn: fundRequests.endsOn,
            plan: fundRequests.plan,
          },
          partner: partners.name,
          submitter: people.name,
        })
        .from(fundClaims)
        .innerJoin(fundRequests, and(eq(fundRequests.id, fundClaims.requestId), scope(viewer, fundRequests)))
        .innerJoin(
          fundAllocations,
          and(eq(fundAllocations.id, fundRequests.allocationId), scope(viewer, fundAllocations)),
        )
        .innerJoin(partners, and(eq(partners.id, fundClaims.partnerId), scope(viewer, partners)))
        .leftJoin(people, and(eq(people.id, fundClaims.submittedById), scope(viewer, people)))
        .where(and(eq(fundClaims.id, id), scope(viewer, fundClaims)))
        .limit(1),
      tx
        .select({
          id: fundEvents.id,
          at: fundEvents.at,
          kind: fundEvents.kind,
          text: fundEvents.text,
          claimId: fundEvents.claimId,
          person: people.name,
        })
        .from(fundEvents)
        .leftJoin(people, and(eq(people.id, fundEvents.personId), scope(viewer, people)))
        .where(and(eq(fundEvents.claimId, id), scope(viewer, fundEvents)))
        .orderBy(desc(fundEvents.at), desc(fundEvents.id))
        .limit(most),
    ]);
    if (!row || (viewer.kind === "staff" && row.claim.status === "draft")) throw new NotFound("This claim");
    return { program, ...row, events };
  });
}
export type ClaimPage = Awaited<ReturnType<typeof readClaim>>;
