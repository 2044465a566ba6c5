import "server-only";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { accounts, activities, dealLines, dealPartners, deals, dealVersions, products } from "@/db/deals/schema";
import { leads } from "@/db/leads/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { stages } from "@/db/program/schema";
import { registrations } from "@/db/registrations/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";

/** One deal with its account. What staff note for themselves (next step, reason) is for staff. Throws NotFound. */
export async function getDeal(viewer: Viewer, id: string) {
  if (!isId(id)) throw new NotFound("This deal");
  return withViewer(viewer, async (tx) => {
    const [deal] = await tx
      .select({
        id: deals.id,
        name: deals.name,
        account: accounts.name,
        accountId: deals.accountId,
        industry: accounts.industry,
        country: accounts.country,
        stageKey: deals.stage,
        stage: stages.name,
        outcome: deals.outcome,
        accepted: deals.accepted,
        amountE4: deals.amountE4,
        currency: deals.currency,
        reportedE4: deals.reportedE4,
        openedOn: deals.openedOn,
        registeredOn: deals.registeredOn,
        closedOn: deals.closedOn,
        expectedCloseOn: deals.expectedCloseOn,
        owner: people.name,
        leadId: leads.id,
        lastActivityOn: deals.lastActivityOn,
      })
      .from(deals)
      .innerJoin(stages, eq(stages.key, deals.stage))
      .leftJoin(accounts, and(eq(accounts.id, deals.accountId), scope(viewer, accounts)))
      .leftJoin(people, and(eq(people.id, deals.ownerId), scope(viewer, people)))
      .leftJoin(leads, and(eq(leads.dealId, deals.id), scope(viewer, leads)))
      .where(and(eq(deals.id, id), scope(viewer, deals)))
      .limit(1);
    if (!deal) throw new NotFound("This deal");
    const notes = viewer.kind === "staff" ? await readNotes(tx, id) : undefined;
    return { ...deal, notes };
  });
}
export type DealPage = Awaited<ReturnType<typeof getDeal>>;

async function readNotes(tx: Tx, id: string) {
  const [notes] = await tx
    .select({ nextStep: deals.nextStep, nextStepOn: deals.nextStepOn, closeReason: deals.closeReason })
    .from(deals)
    .where(eq(deals.id, id))
    .limit(1);
  return notes;
}

/** Every version of a deal, also the corrected ones, oldest first, with who recorded and who corrected it when visible. */
export function listDealVersions(viewer: Viewer, dealId: string) {
  const name = (id: SQL) => sql<string | null>`(select name from people where id = ${id} and ${scope(viewer, people)})`;
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: dealVersions.id,
        fromOn: dealVersions.fromOn,
        toOn: dealVersions.toOn,
        stageKey: dealVersions.stage,
        stage: stages.name,
        outcome: stages.outcome,
        position: stages.position,
        amountE4: dealVersions.amountE4,
        currency: dealVersions.currency,
        expectedCloseOn: dealVersions.expectedCloseOn,
        recordedAt: dealVersions.recordedAt,
        recordedBy: name(sql`${dealVersions.recordedById}`),
        supersededAt: dealVersions.supersededAt,
        supersededBy: name(sql`${dealVersions.supersededById}`),
      })
      .from(dealVersions)
      .innerJoin(stages, eq(stages.key, dealVersions.stage))
      .where(and(eq(dealVersions.dealId, dealId), scope(viewer, dealVersions)))
      .orderBy(asc(dealVersions.validFrom), asc(dealVersions.recordedAt))
      .limit(500),
  );
}
export type DealVersionRow = Awaited<ReturnType<typeof listDealVersions>>[number];

/** The products of a deal. */
export function listDealLines(viewer: Viewer, dealId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: dealLines.id,
        product: products.name,
        family: products.family,
        quantity: dealLines.quantity,
        unitPriceE4: dealLines.unitPriceE4,
        amountE4: dealLines.amountE4,
      })
      .from(dealLines)
      .leftJoin(products, and(eq(products.id, dealLines.productId), scope(viewer, products)))
      .where(and(eq(dealLines.dealId, dealId), scope(viewer, dealLines)))
      .orderBy(asc(dealLines.lineNo))
      .limit(500),
  );
}

/** The partners of a deal with their part: all of them for staff, the own one for a partner. */
export function listDealPartners(viewer: Viewer, dealId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        partnerId: dealPartners.partnerId,
        name: partners.name,
        role: dealPartners.role,
        addedOn: dealPartners.addedOn,
        nextStep: dealPartners.nextStep,
        nextStepOn: dealPartners.nextStepOn,
      })
      .from(dealPartners)
      .innerJoin(partners, and(eq(partners.id, dealPartners.partnerId), scope(viewer, partners)))
      .where(and(eq(dealPartners.dealId, dealId), scope(viewer, dealPartners)))
      .orderBy(desc(dealPartners.role), asc(partners.name))
      .limit(50),
  );
}

/** The registrations of a deal; a partner reads its own. */
export function listDealRegistrations(viewer: Viewer, dealId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: registrations.id,
        partner: partners.name,
        status: registrations.status,
        submittedOn: registrations.submittedOn,
        decidedOn: registrations.decidedOn,
        reason: registrations.reason,
        protectedUntil: registrations.protectedUntil,
      })
      .from(registrations)
      .innerJoin(partners, and(eq(partners.id, registrations.partnerId), scope(viewer, partners)))
      .where(and(eq(registrations.dealId, dealId), scope(viewer, registrations)))
      .orderBy(asc(registrations.submittedOn))
      .limit(50),
  );
}

/** The latest that happened on a deal, newest first; a partner reads its own part. */
export function listDealActivities(viewer: Viewer, dealId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: activities.id,
        kind: activities.kind,
        subject: activities.subject,
        body: activities.body,
        on: activities.on,
        by: people.name,
        partner: partners.name,
      })
      .from(activities)
      .leftJoin(people, and(eq(people.id, activities.personId), scope(viewer, people)))
      .leftJoin(partners, and(eq(partners.id, activities.partnerId), scope(viewer, partners)))
      .where(and(eq(activities.dealId, dealId), scope(viewer, activities)))
      .orderBy(desc(activities.on), asc(activities.id))
      .limit(100),
  );
}
