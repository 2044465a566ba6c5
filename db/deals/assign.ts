import "server-only";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { deals } from "@/db/deals/schema";
import { people } from "@/db/people/schema";
import type { Assignment } from "@/lib/deals/form";
import { NotFound, Refused } from "@/lib/errors";

/**
 * Gives deals to another owner, all or none, with an entry for each deal that changed hands. Two people who do so at once
 * wait for each other: the later one's word holds. Throws NotFound, and Refused for an owner who has no access or who owns them all.
 */
export async function assignDeals(
  tx: Tx,
  { deals: ids, owner: ownerId }: Assignment,
  now: Date,
): Promise<{ audit: AuditEntry[]; owner: string }> {
  const [owner] = await tx
    .select({ name: people.name })
    .from(people)
    .where(and(eq(people.id, ownerId), isNull(people.partnerId), eq(people.kind, "staff"), eq(people.access, "active")))
    .limit(1);
  if (!owner) throw new Refused("Choose somebody of the staff who has access", "owner");
  // In one order, so that two who tick the same deals never wait for each other in a ring.
  const found = await tx
    .select({ id: deals.id, name: deals.name, partnerId: deals.partnerId, ownerId: deals.ownerId })
    .from(deals)
    .where(inArray(deals.id, ids))
    .orderBy(asc(deals.id))
    .for("update");
  if (found.length !== ids.length) throw new NotFound("One of these deals");
  const changing = found.filter((deal) => deal.ownerId !== ownerId);
  if (changing.length === 0) throw new Refused(`They are all ${owner.name}'s already`, "owner");
  const before = new Map((await namesOf(tx, changing)).map(({ id, name }) => [id, name]));
  await tx
    .update(deals)
    .set({ ownerId, updatedAt: now })
    .where(
      inArray(
        deals.id,
        changing.map(({ id }) => id),
      ),
    );
  const audit = changing.map(
    (deal): AuditEntry => ({
      action: "deal.assigned",
      subject: { type: "deal", id: deal.id, name: deal.name },
      partnerId: deal.partnerId,
      before: { owner: deal.ownerId ? (before.get(deal.ownerId) ?? null) : null },
      after: { owner: owner.name },
    }),
  );
  return { audit, owner: owner.name };
}

function namesOf(tx: Tx, changing: readonly { ownerId: string | null }[]) {
  const ids = [...new Set(changing.flatMap(({ ownerId }) => ownerId ?? []))];
  if (ids.length === 0) return Promise.resolve([]);
  return tx
    .select({ id: people.id, name: sql<string>`${people.name}` })
    .from(people)
    .where(inArray(people.id, ids))
    .limit(ids.length);
}
