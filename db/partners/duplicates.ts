import "server-only";
import { eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { partnerDuplicates } from "@/db/imports/schema";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";

/** A record beside the one it may be a copy of: what a person compares, and how much hangs on it. */
export type MergeSide = {
  id: string;
  name: string;
  domain: string | null;
  website: string | null;
  type: string;
  tier: string | null;
  status: string;
  city: string | null;
  country: string | null;
  joinedOn: string | null;
  people: number;
  deals: number;
  registrations: number;
  certifications: number;
  revenueLines: number;
  sources: string[];
};

export type DuplicatePair = {
  id: string;
  reason: string;
  a: { id: string; name: string };
  b: { id: string; name: string };
};

/** Pairs that may be the same company, found by imports, neither merged nor dismissed; `a` has more deals, else is with the program
 * longer. For staff; the 200 newest. */
export async function listDuplicates(viewer: Viewer): Promise<DuplicatePair[]> {
  if (viewer.kind !== "staff") throw new NotFound("This list");
  return withViewer(viewer, async (tx) => {
    const rows = await tx.execute<Record<"id" | "reason" | "a" | "a_name" | "b" | "b_name", string>>(sql`
      select d.id, d.reason, a.id as a, a.name as a_name, b.id as b, b.name as b_name
      from partner_duplicates d
      join lateral (select id, name, merged_into_id from partners where id in (d.partner_id, d.other_id)
        order by (select count(*) from deal_partners where partner_id = partners.id) desc, joined_on, id limit 1) a on true
      join partners b on b.id in (d.partner_id, d.other_id) and b.id <> a.id
      where d.dismissed_at is null and a.merged_into_id is null and b.merged_into_id is null
      order by d.found_at desc, lower(a.name), d.id limit 200`);
    return rows.map((row) => ({
      id: row.id,
      reason: row.reason,
      a: { id: row.a, name: row.a_name },
      b: { id: row.b, name: row.b_name },
    }));
  });
}

/** What a merge would move, read for one record. Throws NotFound when it is gone or merged already. For staff. */
export async function getMergeSide(viewer: Viewer, id: string): Promise<MergeSide> {
  if (viewer.kind !== "staff" || !isId(id)) throw new NotFound("This partner");
  const [side] = await withViewer(viewer, (tx) =>
    tx.execute<MergeSide>(sql`
      select ${partners.id}, ${partners.name}, domain, website, type, (select t.name from tiers t where t.key = tier) as tier, status, city, country, joined_on as "joinedOn",
        (select count(*)::int from people where partner_id = ${partners.id}) as people,
        (select count(*)::int from deal_partners where partner_id = ${partners.id}) as deals,
        (select count(*)::int from registrations where partner_id = ${partners.id}) as registrations,
        (select count(*)::int from certifications where partner_id = ${partners.id}) as certifications,
        (select count(*)::int from revenue_lines where partner_id = ${partners.id}) as "revenueLines",
        (select coalesce(array_agg(source || ' ' || external_id order by source), '{}') from external_ids where entity_id = ${partners.id}) as sources
      from partners where ${partners.id} = ${id}::uuid and merged_into_id is null and ${scope(viewer, partners)}`),
  );
  if (!side) throw new NotFound("This partner");
  return side;
}

/** Says that a found pair are two companies: it is not offered again. Throws NotFound, Refused. */
export async function dismissDuplicate(
  tx: Tx,
  by: { personId: string | null },
  id: string,
  reason: string | null,
): Promise<{ audit: AuditEntry }> {
  const [pair] = await tx.execute<{ a: string; a_name: string; b_name: string; dismissed: boolean }>(sql`
    select d.partner_id as a, a.name as a_name, b.name as b_name, d.dismissed_at is not null as dismissed
    from partner_duplicates d join partners a on a.id = d.partner_id join partners b on b.id = d.other_id
    where d.id = ${id}::uuid for update of d`);
  if (!pair) throw new NotFound("This pair");
  if (pair.dismissed) throw new Refused("Somebody else said so already");
  await tx
    .update(partnerDuplicates)
    .set({ dismissedAt: sql`now()`, dismissedById: by.personId })
    .where(eq(partnerDuplicates.id, id));
  const subject = { type: "partner", id: pair.a, name: `${pair.a_name} and ${pair.b_name}` };
  return { audit: { action: "duplicate.dismissed", subject, partnerId: pair.a, reason } };
}
