import "server-only";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { lockDeal } from "@/db/deals/lock";
import { dealPartners, dealShares } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { percentOf, type SharesInput } from "@/lib/deals/shares";
import { NotFound, Refused } from "@/lib/errors";

/** Who has how much of a deal from which day on, newest first, and who set it; a partner reads its own share alone. */
export function listDealShares(viewer: Viewer, dealId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: dealShares.id,
        partnerId: dealShares.partnerId,
        name: sql<string>`coalesce(${partners.name}, 'Our own')`,
        shareBp: dealShares.shareBp,
        validFrom: dealShares.validFrom,
        setBy: people.name,
      })
      .from(dealShares)
      .leftJoin(partners, and(eq(partners.id, dealShares.partnerId), scope(viewer, partners)))
      .leftJoin(people, and(eq(people.id, dealShares.setById), scope(viewer, people)))
      .where(and(eq(dealShares.dealId, dealId), scope(viewer, dealShares)))
      .orderBy(desc(dealShares.validFrom), desc(dealShares.shareBp))
      .limit(500),
  );
}

/** Changes whenever a share of the deal does. */
export async function markOfShares(tx: Tx, dealId: string, seen = sql`true`): Promise<string> {
  const [row] = await tx.execute<{ mark: string }>(
    sql`select coalesce(md5(string_agg(id::text, '|' order by id)), 'none') as mark from ${dealShares} where deal_id = ${dealId} and ${seen}`,
  );
  return row?.mark ?? "none";
}

/**
 * Agrees who has how much of a deal from a day on, in place of what was agreed from the same day. Of two people at once
 * one does, whole. Throws NotFound, and Refused for a partner that takes no part in the deal.
 */
export async function agreeShares(tx: Tx, actor: Actor, input: SharesInput): Promise<{ audit: AuditEntry }> {
  const { dealId, validFrom, shares } = input;
  const deal = await lockDeal(tx, dealId);
  if ((await markOfShares(tx, dealId)) !== input.shown)
    throw new Refused("Somebody agreed other shares meanwhile: open this page again");
  const part = await tx
    .select({ id: partners.id, name: partners.name })
    .from(dealPartners)
    .innerJoin(partners, eq(partners.id, dealPartners.partnerId))
    .where(eq(dealPartners.dealId, dealId))
    .orderBy(asc(partners.name));
  const nameOf = (id: string | null) => (id ? part.find((one) => one.id === id)?.name : "our own");
  if (shares.some(({ partnerId }) => !nameOf(partnerId)))
    throw new Refused("A partner of this list takes no part in the deal any more: open this page again");
  const said = (list: readonly { partnerId: string | null; shareBp: number }[]) =>
    list.map(({ partnerId, shareBp }) => `${nameOf(partnerId) ?? "a partner that left"} ${percentOf(shareBp)}`).sort();
  const sameDay = and(eq(dealShares.dealId, dealId), eq(dealShares.validFrom, validFrom));
  const replaced = await tx
    .delete(dealShares)
    .where(sameDay)
    .returning({ partnerId: dealShares.partnerId, shareBp: dealShares.shareBp });
  if (JSON.stringify(said(replaced)) === JSON.stringify(said(shares)))
    throw new Refused("Nothing was changed: this was agreed already");
  await tx.insert(dealShares).values(shares.map((share) => ({ ...share, dealId, validFrom, setById: actor.personId })));
  const subject = { type: "deal", id: dealId, name: deal.name };
  const before = replaced.length > 0 ? { from: validFrom, shares: said(replaced) } : null;
  const after = { from: validFrom, shares: said(shares) };
  return { audit: { action: "deal.shares_agreed", subject, partnerId: deal.partnerId, before, after } };
}

type Part = { dealId: string; partnerId: string };

/** Lets a partner take part in a deal as one that influences it. Throws NotFound and Refused. */
export async function addInfluence(tx: Tx, { dealId, partnerId }: Part, today: string): Promise<{ audit: AuditEntry }> {
  const deal = await lockDeal(tx, dealId);
  const [partner] = await tx
    .select({ name: partners.name })
    .from(partners)
    .where(and(eq(partners.id, partnerId), isNull(partners.mergedIntoId)));
  if (!partner) throw new Refused("This partner does not exist", "partnerId");
  const added = await tx
    .insert(dealPartners)
    .values({ dealId, partnerId, role: "influencing", addedOn: today })
    .onConflictDoNothing()
    .returning({ id: dealPartners.partnerId });
  if (added.length === 0) throw new Refused(`${partner.name} takes part in this deal already`, "partnerId");
  const subject = { type: "deal", id: dealId, name: deal.name };
  return {
    audit: { action: "deal.partner_added", subject, partnerId, before: null, after: { partner: partner.name } },
  };
}

/** Ends that a partner influences a deal. Throws NotFound, and Refused while it has a share or sourced the deal. */
export async function removeInfluence(
  tx: Tx,
  { dealId, partnerId }: Part,
  today: string,
): Promise<{ audit: AuditEntry }> {
  const deal = await lockDeal(tx, dealId);
  const [part] = await tx
    .select({ name: partners.name, role: dealPartners.role })
    .from(dealPartners)
    .innerJoin(partners, eq(partners.id, dealPartners.partnerId))
    .where(and(eq(dealPartners.dealId, dealId), eq(dealPartners.partnerId, partnerId)));
  if (!part) throw new NotFound("This part in the deal");
  if (part.role === "sourcing") throw new Refused(`${part.name} sourced this deal`);
  const [held] = await tx.execute<{ any: boolean }>(sql`select exists (
    select 1 from deal_shares where deal_id = ${dealId} and partner_id = ${partnerId} and share_bp > 0 and valid_from >=
      coalesce((select max(valid_from) from deal_shares where deal_id = ${dealId} and valid_from <= ${today}), '-infinity')) as any`);
  if (held?.any) throw new Refused(`${part.name} has a share of this deal: agree other shares first`);
  await tx.delete(dealPartners).where(and(eq(dealPartners.dealId, dealId), eq(dealPartners.partnerId, partnerId)));
  const subject = { type: "deal", id: dealId, name: deal.name };
  return { audit: { action: "deal.partner_removed", subject, partnerId, before: { partner: part.name }, after: null } };
}
