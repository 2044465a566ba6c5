import "server-only";
import { and, asc, count, desc, eq, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { containing } from "@/db/partners/conditions";
import { partners } from "@/db/partners/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { LeadFilter } from "@/lib/leads/filter";
import { leadOffers, leads } from "./schema";
import { standing } from "./standing";

export const leadsPerPage = 50;

/** What waits for somebody comes first: unplaced, to be offered, then offers by their time; then the newest. */
const waiting = sql`array_position(array['unplaced', 'new', 'offered'], ${leads.status})`;
const openOffer = sql`${leadOffers.leadId} = ${leads.id} and ${leadOffers.status} = 'offered'`;

/** The leads that the filter asks for, 50 a page, with the partner that holds each; `count` is of the whole filter. */
export function listLeads(viewer: Viewer, filter: LeadFilter) {
  const where = conditions(viewer, filter);
  return withViewer(viewer, async (tx) => {
    const [rows, [total]] = await Promise.all([
      tx
        .select({
          id: leads.id,
          customerName: leads.customerName,
          country: leads.country,
          status: standing(viewer),
          partnerId: leads.partnerId,
          partner: partners.name,
          amountE4: leads.amountE4,
          currency: leads.currency,
          createdAt: leads.createdAt,
          answerBy: leadOffers.answerBy,
        })
        .from(leads)
        .leftJoin(partners, and(eq(partners.id, leads.partnerId), scope(viewer, partners)))
        .leftJoin(leadOffers, and(openOffer, scope(viewer, leadOffers)))
        .where(where)
        .orderBy(asc(waiting), asc(leadOffers.answerBy), desc(leads.createdAt), asc(leads.id))
        .limit(leadsPerPage)
        .offset((filter.page - 1) * leadsPerPage),
      tx.select({ count: count() }).from(leads).where(where),
    ]);
    return { rows, count: total?.count ?? 0 };
  });
}
export type LeadRow = Awaited<ReturnType<typeof listLeads>>["rows"][number];

function conditions(viewer: Viewer, filter: LeadFilter): SQL {
  const like = containing(filter.q);
  return and(
    scope(viewer, leads),
    filter.q ? or(ilike(leads.customerName, like), ilike(leads.domain, like)) : undefined,
    filter.partner.length > 0 ? inArray(leads.partnerId, filter.partner) : undefined,
    filter.status.length > 0 ? inArray(standing(viewer), filter.status) : undefined,
  ) as SQL;
}

/** How many leads stand where. */
function countByStatus(viewer: Viewer) {
  const status = standing(viewer);
  return withViewer(viewer, (tx) =>
    tx.select({ status, count: count() }).from(leads).where(scope(viewer, leads)).groupBy(sql`1`).limit(20),
  );
}

/** Partners that hold a lead, for the filter. */
function listHolders(viewer: Viewer) {
  const holds = sql`exists (select 1 from ${leads} where ${leads.partnerId} = ${partners.id} and ${scope(viewer, leads)})`;
  return withViewer(viewer, (tx) =>
    tx
      .select({ value: partners.id, label: partners.name })
      .from(partners)
      .where(and(scope(viewer, partners), isNull(partners.mergedIntoId), holds))
      .orderBy(asc(sql`lower(${partners.name})`))
      .limit(500),
  );
}

/** Everything that the staff's page of leads shows. */
export function readLeadsPage(viewer: Viewer, filter: LeadFilter, now = new Date()) {
  return withViewer(viewer, async () => {
    const [program, list, counts, holders] = await Promise.all([
      getProgram(viewer, now),
      listLeads(viewer, filter),
      countByStatus(viewer),
      listHolders(viewer),
    ]);
    return { program, list, counts, holders };
  });
}

/**
 * What a partner was offered, and what became of it, 50 a page: what waits for its answer first, by time. Of a lead that
 * it no longer holds it reads that there was one, not whose.
 */
export function readOwnLeads(viewer: Viewer, page: number, now = new Date()) {
  return withViewer(viewer, async (tx) => {
    const [program, rows, [total]] = await Promise.all([
      getProgram(viewer, now),
      tx
        .select({
          id: leadOffers.id,
          leadId: leads.id,
          customerName: leads.customerName,
          country: leads.country,
          status: standing(viewer),
          offer: leadOffers.status,
          amountE4: leads.amountE4,
          currency: leads.currency,
          offeredAt: leadOffers.offeredAt,
          answerBy: leadOffers.answerBy,
          reason: leadOffers.reason,
        })
        .from(leadOffers)
        .leftJoin(leads, and(eq(leads.id, leadOffers.leadId), heldBy, scope(viewer, leads)))
        .where(scope(viewer, leadOffers))
        .orderBy(
          sql`${leadOffers.status} <> 'offered'`,
          sql`case when ${leadOffers.status} = 'offered' then ${leadOffers.answerBy} end`,
          desc(leadOffers.offeredAt),
          asc(leadOffers.id),
        )
        .limit(leadsPerPage)
        .offset((page - 1) * leadsPerPage),
      tx
        .select({ count: count(), open: sql<number>`count(*) filter (where ${leadOffers.status} = 'offered')::int` })
        .from(leadOffers)
        .where(scope(viewer, leadOffers)),
    ]);
    return { program, rows, count: total?.count ?? 0, open: total?.open ?? 0 };
  });
}
export type OwnLeadRow = Awaited<ReturnType<typeof readOwnLeads>>["rows"][number];

/** The partner's offer is the one that the lead stands on. */
const heldBy = sql`${leadOffers.status} in ('offered', 'accepted')`;
