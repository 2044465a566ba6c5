import "server-only";
import { and, asc, count, desc, eq, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { containing } from "@/db/partners/conditions";
import { partners } from "@/db/partners/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { edgeText, type LeadEdge, type LeadFilter, readEdge } from "@/lib/leads/filter";
import { leadOffers, leadOrder, leads } from "./schema";
import { standing } from "./standing";

export const leadsPerPage = 50;

const order = leadOrder(leads);
const forwards = sql`${order.rank}, ${order.waits}, ${order.created} desc, ${order.id} desc`;
const backwards = sql`${order.rank} desc, ${order.waits} desc, ${order.created}, ${order.id}`;
const micros = (at: SQL) => sql<string>`(extract(epoch from ${at}) * 1000000)::bigint::text`;
const openOffer = sql`${leadOffers.leadId} = ${leads.id} and ${leadOffers.status} = 'offered'`;

/**
 * The leads that the filter asks for, 50 a page from an edge on, with the partner that holds each: what waits for somebody
 * first. `count` is of the whole filter; `previous` and `next` are the edges of the pages beside this one.
 */
export function listLeads(viewer: Viewer, filter: LeadFilter) {
  const where = conditions(viewer, filter);
  const [after, before] = [readEdge(filter.after), readEdge(filter.before)];
  const forward = after !== null || before === null;
  return withViewer(viewer, async (tx) => {
    const [found, [total]] = await Promise.all([
      tx
        .select({ ...shown(viewer), edge: edgeOfRow })
        .from(leads)
        .leftJoin(partners, and(eq(partners.id, leads.partnerId), scope(viewer, partners)))
        .leftJoin(leadOffers, and(openOffer, scope(viewer, leadOffers)))
        .where(and(where, beyond(after ?? before, forward)))
        .orderBy(forward ? forwards : backwards)
        .limit(leadsPerPage + 1),
      tx.select({ count: count() }).from(leads).where(where),
    ]);
    const more = found.length > leadsPerPage;
    const page = forward ? found.slice(0, leadsPerPage) : found.slice(0, leadsPerPage).reverse();
    const edgeAt = (row: (typeof page)[number] | undefined) => (row ? edgeText({ ...row.edge, id: row.id }) : null);
    return {
      rows: page.map(({ edge: _edge, ...row }) => row),
      count: total?.count ?? 0,
      previous: (forward ? after !== null : more) ? edgeAt(page[0]) : null,
      next: (forward ? more : true) ? edgeAt(page.at(-1)) : null,
    };
  });
}

const edgeOfRow = {
  rank: sql<number>`${order.rank}`,
  waits: micros(sql`${leads.updatedAt}`),
  created: micros(sql`${leads.createdAt}`),
};

const shown = (viewer: Viewer) => ({
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
});

/** Rows after the edge, or before it. The first condition is the one that the index reads by. */
function beyond(edge: LeadEdge | null, forward: boolean): SQL | undefined {
  if (!edge) return undefined;
  const at = (text: string) => sql`(timestamptz 'epoch' + ${text}::bigint * interval '1 microsecond')`;
  const waits = edge.rank === 3 ? at(edge.waits) : sql`'infinity'::timestamptz`;
  const [place, here] = [sql`(${order.rank}, ${order.waits})`, sql`(${edge.rank}::int, ${waits})`];
  const [newer, then] = [sql`(${order.created}, ${order.id})`, sql`(${at(edge.created)}, ${edge.id}::uuid)`];
  return forward
    ? sql`${place} >= ${here} and (${place} > ${here} or ${newer} < ${then})`
    : sql`${place} <= ${here} and (${place} < ${here} or ${newer} > ${then})`;
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
