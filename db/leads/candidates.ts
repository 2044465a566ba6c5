import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { products } from "@/db/deals/schema";
import { type Excluded, type Ranked, rankPartners } from "@/lib/leads/rank";
import type { Candidate, LeadFacts } from "@/lib/leads/rules";
import { leads } from "./schema";

/** So many are compared: those nearest to the customer, of the highest tiers. */
const mostCandidates = 2_000;

/** The partners that a lead fits, best first, with reasons, and who is left out. In a transaction of staff or the worker. */
export async function rankForLead(
  tx: Tx,
  leadId: string,
  now: Date,
): Promise<{ ranked: Ranked[]; excluded: Excluded[] }> {
  const [lead] = await tx
    .select({
      country: leads.country,
      region: leads.region,
      industry: leads.industry,
      productFamily: products.family,
      product: products.name,
    })
    .from(leads)
    .leftJoin(products, eq(products.id, leads.productId))
    .where(eq(leads.id, leadId))
    .limit(1);
  if (!lead) return { ranked: [], excluded: [] };
  return rankPartners(lead, await readCandidates(tx, leadId, lead, now));
}

async function readCandidates(tx: Tx, leadId: string, lead: LeadFacts, now: Date): Promise<Candidate[]> {
  const rows = await tx.execute<Candidate>(sql`
    with held as (
      select partner_id, count(*)::int as open from leads where status in ('offered', 'accepted') and partner_id is not null group by 1
    ), answers as (
      select partner_id, count(*)::int as answered, count(*) filter (where status <> 'accepted')::int as refused
      from lead_offers where status <> 'offered' and offered_at > ${now.toISOString()}::timestamptz - interval '180 days' group by 1
    ), top as (select greatest(max(rank), 1) as rank from tiers where archived_at is null)
    select p.id, p.name, p.status, false as merged, p.country, p.region, p.territory, t.name as tier,
      coalesce(t.rank, 0)::float / top.rank as "tierHeight", p.specializations, p.lead_weight as weight, p.lead_capacity as capacity,
      coalesce(h.open, 0) as "openLeads", coalesce(a.answered, 0) as answered, coalesce(a.refused, 0) as refused,
      exists (select 1 from lead_offers o where o.lead_id = ${leadId} and o.partner_id = p.id) as "hadThis"
    from partners p cross join top left join tiers t on t.key = p.tier
      left join held h on h.partner_id = p.id left join answers a on a.partner_id = p.id
    where p.merged_into_id is null
    order by (p.country is not distinct from ${lead.country}::text) desc, (p.region is not distinct from ${lead.region}::text) desc,
      coalesce(t.rank, 0) desc, p.id
    limit ${mostCandidates}`);
  return [...rows];
}
