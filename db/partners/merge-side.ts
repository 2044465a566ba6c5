import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
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
