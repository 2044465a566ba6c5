import "server-only";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { activities, dealPartners, deals } from "@/db/deals/schema";
import { certifications } from "@/db/enablement/schema";
import { partnerMerges, partners, partnerVersions } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { stages, tiers } from "@/db/program/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";

const shown = {
  id: partners.id,
  name: partners.name,
  domain: partners.domain,
  website: partners.website,
  description: partners.description,
  phone: partners.phone,
  address: partners.address,
  city: partners.city,
  type: partners.type,
  tierKey: partners.tier,
  tier: tiers.name,
  tierSince: partners.tierSince,
  status: partners.status,
  country: partners.country,
  region: partners.region,
  territory: partners.territory,
  segment: partners.segment,
  specializations: partners.specializations,
  contractStatus: partners.contractStatus,
  contractEndsOn: partners.contractEndsOn,
  managerId: partners.managerId,
  manager: people.name,
  managerEmail: people.email,
  joinedOn: partners.joinedOn,
  employees: partners.employees,
};
/** What partner people do not read of their own record. */
const forStaff = {
  leadWeight: partners.leadWeight,
  leadCapacity: partners.leadCapacity,
  importance: partners.importance,
  mergedIntoId: partners.mergedIntoId,
};

export type PartnerPage = Awaited<ReturnType<typeof readPartner>> & {
  importance?: "low" | "medium" | "high" | "strategic";
  leadWeight?: number;
  leadCapacity?: number;
  mergedIntoId?: string | null;
};

/** One partner, with what staff alone see when the viewer is staff. Throws NotFound, also for another partner's people. */
export async function getPartner(viewer: Viewer, id: string): Promise<PartnerPage> {
  if (!isId(id)) throw new NotFound("This partner");
  return withViewer(viewer, async (tx) => {
    const where = and(eq(partners.id, id), scope(viewer, partners)) as SQL;
    if (viewer.kind === "partner") return readPartner(tx, viewer, where);
    const [partner, [more]] = await Promise.all([
      readPartner(tx, viewer, where),
      tx.select(forStaff).from(partners).where(where).limit(1),
    ]);
    return { ...partner, ...more };
  });
}

async function readPartner(tx: Tx, viewer: Viewer, where: SQL) {
  const [partner] = await tx
    .select(shown)
    .from(partners)
    .leftJoin(tiers, eq(tiers.key, partners.tier))
    .leftJoin(people, and(eq(people.id, partners.managerId), scope(viewer, people)))
    .where(where)
    .limit(1);
  if (!partner) throw new NotFound("This partner");
  return partner;
}

/** What a partner was, oldest first: type, tier, status and contract with the days they held. */
export function listPartnerVersions(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: partnerVersions.id,
        validFrom: partnerVersions.validFrom,
        type: partnerVersions.type,
        tier: tiers.name,
        status: partnerVersions.status,
        contractStatus: partnerVersions.contractStatus,
      })
      .from(partnerVersions)
      .leftJoin(tiers, eq(tiers.key, partnerVersions.tier))
      .where(and(eq(partnerVersions.partnerId, partnerId), scope(viewer, partnerVersions)))
      .orderBy(asc(partnerVersions.validFrom))
      .limit(200),
  );
}

/** The people of a partner, those with access first. */
export function listPartnerPeople(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: people.id,
        name: people.name,
        title: people.title,
        email: people.email,
        role: people.role,
        access: people.access,
        lastSignInAt: people.lastSignInAt,
      })
      .from(people)
      .where(and(eq(people.partnerId, partnerId), scope(viewer, people)))
      .orderBy(sql`${people.access} = 'active' desc`, asc(people.name))
      .limit(200),
  );
}

/** The certifications of a partner and its people, those that end first on top. */
export function listCertifications(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: certifications.id,
        name: certifications.name,
        subject: certifications.subject,
        person: people.name,
        issuedOn: certifications.issuedOn,
        expiresOn: certifications.expiresOn,
      })
      .from(certifications)
      .leftJoin(people, and(eq(people.id, certifications.personId), scope(viewer, people)))
      .where(and(eq(certifications.partnerId, partnerId), scope(viewer, certifications)))
      .orderBy(sql`${certifications.expiresOn} asc nulls last`, asc(certifications.name))
      .limit(200),
  );
}

/** The latest that happened with a partner, newest first. */
export function listPartnerActivities(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({ id: activities.id, kind: activities.kind, subject: activities.subject, on: activities.on })
      .from(activities)
      .where(and(eq(activities.partnerId, partnerId), scope(viewer, activities)))
      .orderBy(desc(activities.on), asc(activities.id))
      .limit(6),
  );
}

const sourcedBy = (viewer: Viewer, partnerId: string) =>
  and(
    eq(dealPartners.partnerId, partnerId),
    eq(dealPartners.role, "sourcing"),
    scope(viewer, dealPartners),
    scope(viewer, deals),
  );

/** The open deals that a partner sourced, by stage in order. */
export function openByStage(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        stage: stages.key,
        name: stages.name,
        deals: sql<number>`count(*)::int`,
        e4: sql<string>`coalesce(sum(${deals.reportedE4}), 0)::text`,
      })
      .from(deals)
      .innerJoin(dealPartners, eq(dealPartners.dealId, deals.id))
      .innerJoin(stages, eq(stages.key, deals.stage))
      .where(and(sourcedBy(viewer, partnerId), eq(deals.outcome, "open")))
      .groupBy(stages.key, stages.name, stages.position)
      .orderBy(asc(stages.position))
      .limit(50),
  );
}

/** The merges into a partner that still hold, newest first. For staff. */
export function listMerges(viewer: Viewer, survivorId: string) {
  if (viewer.kind !== "staff") return Promise.resolve([]);
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: partnerMerges.id,
        name: partners.name,
        reason: partnerMerges.reason,
        mergedAt: partnerMerges.mergedAt,
        by: people.name,
      })
      .from(partnerMerges)
      .innerJoin(partners, eq(partners.id, partnerMerges.mergedId))
      .leftJoin(people, eq(people.id, partnerMerges.mergedById))
      .where(and(eq(partnerMerges.survivorId, survivorId), sql`${partnerMerges.undoneAt} is null`))
      .orderBy(desc(partnerMerges.mergedAt))
      .limit(50),
  );
}
