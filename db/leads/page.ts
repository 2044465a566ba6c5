import "server-only";
import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { accounts, dealPartners, deals, products } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { fxRates } from "@/db/program/schema";
import { scope } from "@/db/scope";
import { wordsOf } from "@/db/words";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { rankForLead } from "./candidates";
import { leadNotes, leadOffers, leads } from "./schema";
import { standing } from "./standing";

/** A lead. A partner reads who to call there once it accepted. Throws NotFound, also when another partner holds it. */
export async function getLead(viewer: Viewer, id: string) {
  if (!isId(id)) throw new NotFound("This lead");
  return withViewer(viewer, async (tx) => {
    const [lead] = await tx
      .select({
        id: leads.id,
        customerName: leads.customerName,
        stored: leads.status,
        status: standing(viewer),
        domain: leads.domain,
        country: leads.country,
        region: leads.region,
        industry: leads.industry,
        need: leads.need,
        source: leads.source,
        product: products.name,
        amountE4: leads.amountE4,
        currency: leads.currency,
        partnerId: leads.partnerId,
        partner: partners.name,
        dealId: deals.id,
        deal: deals.name,
        createdAt: leads.createdAt,
        closedOn: sql<string | null>`coalesce(${deals.closedOn}, ${leads.closedOn})::text`,
      })
      .from(leads)
      .leftJoin(products, and(eq(products.id, leads.productId), scope(viewer, products)))
      .leftJoin(partners, and(eq(partners.id, leads.partnerId), scope(viewer, partners)))
      .leftJoin(deals, and(eq(deals.id, leads.dealId), scope(viewer, deals)))
      .where(and(eq(leads.id, id), scope(viewer, leads)))
      .limit(1);
    if (!lead) throw new NotFound("This lead");
    return { ...lead, ...(await contactOf(tx, viewer, id)) };
  });
}

type Contact = Record<"contactName" | "contactEmail" | "contactPhone", string | null>;

/** Whom to call: for whoever will help, not for whoever only looks. */
async function contactOf(tx: Tx, viewer: Viewer, id: string): Promise<Contact> {
  const nobody = { contactName: null, contactEmail: null, contactPhone: null };
  const { contactName, contactEmail, contactPhone } = leads;
  const [contact] =
    viewer.kind === "staff"
      ? await tx.select({ contactName, contactEmail, contactPhone }).from(leads).where(eq(leads.id, id)).limit(1)
      : await tx.execute<Contact>(
          sql`select name as "contactName", email as "contactEmail", phone as "contactPhone" from lead_contact(${id})`,
        );
  return contact ?? nobody;
}
export type Lead = Awaited<ReturnType<typeof getLead>>;

const nameOf = (viewer: Viewer, id: SQL) =>
  sql<string | null>`(select people.name from people where people.id = ${id} and ${scope(viewer, people)})`;

/** The offers of a lead, newest first: all for staff, its own for a partner, which does not read who made them. */
export function listOffers(viewer: Viewer, leadId: string) {
  const staff = viewer.kind === "staff";
  const offeredBy = staff ? nameOf(viewer, sql`${leadOffers.offeredById}`) : sql<string | null>`null::text`;
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: leadOffers.id,
        partner: partners.name,
        status: leadOffers.status,
        offeredAt: leadOffers.offeredAt,
        offeredBy,
        answerBy: leadOffers.answerBy,
        answeredAt: leadOffers.answeredAt,
        answeredBy: nameOf(viewer, sql`${leadOffers.answeredById}`),
        reason: leadOffers.reason,
      })
      .from(leadOffers)
      .innerJoin(partners, and(eq(partners.id, leadOffers.partnerId), scope(viewer, partners)))
      .where(and(eq(leadOffers.leadId, leadId), scope(viewer, leadOffers)))
      .orderBy(desc(leadOffers.offeredAt), asc(leadOffers.id))
      .limit(200),
  );
}

/** What was said about a lead, newest first: a partner reads what it wrote and what was shared with it. */
export function listNotes(viewer: Viewer, leadId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: leadNotes.id,
        at: leadNotes.at,
        person: nameOf(viewer, sql`${leadNotes.personId}`),
        partner: partners.name,
        rating: leadNotes.rating,
        text: leadNotes.text,
      })
      .from(leadNotes)
      .leftJoin(partners, and(eq(partners.id, leadNotes.partnerId), scope(viewer, partners)))
      .where(and(eq(leadNotes.leadId, leadId), scope(viewer, leadNotes)))
      .orderBy(desc(leadNotes.at), asc(leadNotes.id))
      .limit(200),
  );
}
export type LeadNoteRow = Awaited<ReturnType<typeof listNotes>>[number];

/** Everything that stands on a lead's page. The ranking is there while staff may offer the lead. Throws NotFound. */
export function readLeadPage(viewer: Viewer, leadId: string, now = new Date()) {
  return withViewer(viewer, async (tx) => {
    const lead = await getLead(viewer, leadId);
    const offering = can(viewer, "leads.manage") && ["new", "unplaced"].includes(lead.stored);
    const linking = can(viewer, "leads.manage") && lead.stored === "accepted";
    const opening = can(viewer, "leads.answer") && lead.stored === "accepted";
    const [program, offers, notes, ranking, dealChoices, currencies] = await Promise.all([
      getProgram(viewer, now),
      listOffers(viewer, leadId),
      listNotes(viewer, leadId),
      offering ? rankForLead(tx, leadId, now) : null,
      linking && lead.partnerId ? listOpenDeals(viewer, lead.partnerId) : [],
      opening ? listCurrencies(viewer) : [],
    ]);
    return { lead, program, offers, notes, ranking, dealChoices, currencies };
  });
}

/** Open deals that a partner takes part in and that came of no lead, newest first. */
function listOpenDeals(viewer: Viewer, partnerId: string) {
  const free = sql`not exists (select 1 from ${leads} where ${leads.dealId} = ${deals.id} and ${scope(viewer, leads)})`;
  return withViewer(viewer, (tx) =>
    tx
      .select({ value: deals.id, label: deals.name })
      .from(dealPartners)
      .innerJoin(deals, and(eq(deals.id, dealPartners.dealId), eq(deals.outcome, "open"), scope(viewer, deals)))
      .where(and(eq(dealPartners.partnerId, partnerId), free, scope(viewer, dealPartners)))
      .orderBy(sql`${deals.openedOn} desc nulls last`, asc(deals.id))
      .limit(100),
  );
}

/** The currencies that the program has rates for, with its own. */
async function listCurrencies(viewer: Viewer): Promise<string[]> {
  const { reportingCurrency } = await getProgram(viewer);
  const [row] = await withViewer(viewer, (tx) =>
    tx.execute<{ words: string[] }>(sql`select ${wordsOf(fxRates.currency, scope(viewer, fxRates))} as words`),
  );
  return [...new Set([reportingCurrency, ...(row?.words ?? [])])];
}

/** The words that the form of a new lead offers. For staff only: throws NotFound for others. */
export async function readLeadWords(viewer: Viewer) {
  if (viewer.kind !== "staff") throw new NotFound("This form");
  return withViewer(viewer, async (tx) => {
    const standingPartners = and(scope(viewer, partners), sql`${partners.mergedIntoId} is null`) as SQL;
    const [program, currencies, productRows, [words]] = await Promise.all([
      getProgram(viewer),
      listCurrencies(viewer),
      tx
        .select({ value: products.id, label: products.name })
        .from(products)
        .where(and(scope(viewer, products), isNotNull(products.name)))
        .orderBy(asc(sql`lower(${products.name})`), asc(products.id))
        .limit(500),
      tx.execute<Record<"countries" | "regions" | "industries", string[]>>(sql`select
        ${wordsOf(partners.country, standingPartners)} as countries, ${wordsOf(partners.region, standingPartners)} as regions,
        ${wordsOf(accounts.industry, scope(viewer, accounts))} as industries`),
    ]);
    return { program, currencies, products: productRows, ...(words ?? { countries: [], regions: [], industries: [] }) };
  });
}
