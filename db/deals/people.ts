import "server-only";
import { and, asc, eq, ilike, isNull, or, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { lockDeal } from "@/db/deals/lock";
import { dealPartners, dealPeople } from "@/db/deals/schema";
import { containing } from "@/db/partners/conditions";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { DealPerson } from "@/lib/deals/people-form";
import { NotFound, Refused } from "@/lib/errors";

/** Who works on a deal with their part in it; a partner reads its own people. */
export function listDealPeople(viewer: Viewer, dealId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({ personId: dealPeople.personId, name: people.name, company: partners.name, part: dealPeople.part })
      .from(dealPeople)
      .innerJoin(people, and(eq(people.id, dealPeople.personId), scope(viewer, people)))
      .leftJoin(partners, and(eq(partners.id, dealPeople.partnerId), scope(viewer, partners)))
      .where(and(eq(dealPeople.dealId, dealId), scope(viewer, dealPeople)))
      .orderBy(asc(people.name))
      .limit(200),
  );
}

/** Who could be named: people of the program with access, and those of the deal's partners. For staff. */
export function listDealCandidates(viewer: Viewer, dealId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({ id: people.id, name: people.name, company: partners.name })
      .from(people)
      .leftJoin(partners, eq(partners.id, people.partnerId))
      .where(and(mayWork(dealId), scope(viewer, people)))
      .orderBy(asc(partners.name), asc(people.name))
      .limit(1_000),
  );
}

/** Active partners that take no part in a deal yet and are called so, the shortest names first. For staff. */
export function findDealPartners(viewer: Viewer, dealId: string, q: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({ id: partners.id, name: partners.name, country: partners.country, tier: partners.tier })
      .from(partners)
      .where(
        and(
          isNull(partners.mergedIntoId),
          eq(partners.status, "active"),
          or(ilike(partners.name, containing(q)), ilike(partners.domain, containing(q))),
          sql`not exists (select 1 from ${dealPartners} where ${dealPartners.dealId} = ${dealId} and ${dealPartners.partnerId} = ${partners.id})`,
          scope(viewer, partners),
        ),
      )
      .orderBy(sql`length(${partners.name})`, asc(partners.name), asc(partners.id))
      .limit(20),
  );
}

const mayWork = (dealId: string) =>
  and(
    sql`${people.access} <> 'disabled'`,
    or(
      isNull(people.partnerId),
      sql`${people.partnerId} in (select partner_id from ${dealPartners} where deal_id = ${dealId})`,
    ),
  );

/** Names who works on a deal, or changes their part. Throws NotFound, and Refused for a person of another company. */
export async function addPerson(tx: Tx, { dealId, personId, part }: DealPerson): Promise<{ audit: AuditEntry }> {
  const deal = await lockDeal(tx, dealId);
  const [person] = await tx
    .select({ name: people.name, partnerId: people.partnerId })
    .from(people)
    .where(and(eq(people.id, personId), mayWork(dealId)));
  if (!person) throw new Refused("This person is not of the program or of a partner in the deal", "personId");
  const [was] = await tx.select({ part: dealPeople.part }).from(dealPeople).where(row(dealId, personId));
  if (was?.part === part) throw new Refused(`${person.name} is named with this part already`, "part");
  const { partnerId } = person;
  await tx
    .insert(dealPeople)
    .values({ dealId, personId, partnerId, part })
    .onConflictDoUpdate({ target: [dealPeople.dealId, dealPeople.personId], set: { part, partnerId } });
  const subject = { type: "deal", id: dealId, name: deal.name };
  const before = was ? { person: person.name, part: was.part } : null;
  const after = { person: person.name, part };
  return { audit: { action: "deal.person_added", subject, partnerId, before, after } };
}

/** Ends that a person works on a deal. Throws NotFound. */
export async function removePerson(tx: Tx, given: Omit<DealPerson, "part">): Promise<{ audit: AuditEntry }> {
  const { dealId, personId } = given;
  const deal = await lockDeal(tx, dealId);
  const [gone] = await tx
    .delete(dealPeople)
    .where(row(dealId, personId))
    .returning({ part: dealPeople.part, partnerId: dealPeople.partnerId });
  if (!gone) throw new NotFound("This person's part in the deal");
  const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId));
  const subject = { type: "deal", id: dealId, name: deal.name };
  const before = { person: person?.name ?? null, part: gone.part };
  return { audit: { action: "deal.person_removed", subject, partnerId: gone.partnerId, before, after: null } };
}

const row = (dealId: string, personId: string) => and(eq(dealPeople.dealId, dealId), eq(dealPeople.personId, personId));
