import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { products } from "@/db/deals/schema";
import { type Excluded, type Ranked, rankPartners } from "@/lib/leads/rank";
import { type Candidate, type LeadFacts, type Place, rules } from "@/lib/leads/rules";
import { leads } from "./schema";

/** How many come with their reasons: of those that the lead fits, and of those left out. */
const most = { ranked: 25, excluded: 50 };

type Ranking = { ranked: Ranked[]; excluded: Excluded[]; leftOut: number };
type Asked = {
  /** Comes in any case, to be offered the lead. */
  partnerId?: string | null;
  most?: typeof most;
};

/**
 * The partners that a lead fits, best first, with reasons, and who is left out; all partners are compared. In a transaction
 * of staff or the worker.
 */
export async function rankForLead(tx: Tx, leadId: string, now: Date, asked: Asked = {}): Promise<Ranking> {
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
  if (!lead) return { ranked: [], excluded: [], leftOut: 0 };
  const rows = await readBest(tx, { leadId, now, most, ...asked }, await pointsFor(tx, lead));
  return { ...rankPartners(lead, rows), leftOut: rows[0]?.leftOut ?? 0 };
}

type Points = { places: (Place & { points: number })[]; words: { name: string; points: number }[]; nowhere: boolean };

/** What each place and each specialization that any partner has is worth: the rules are asked once for each. */
async function pointsFor(tx: Tx, lead: LeadFacts): Promise<Points> {
  const [known] = await tx.execute<{ places: Place[]; words: string[] }>(sql`select
    (select coalesce(json_agg(x), '[]') from (select distinct coalesce(country, '') as country, coalesce(region, '') as region, coalesce(territory, '') as territory from partners where merged_into_id is null) x) as places,
    (select coalesce(json_agg(w), '[]') from (select distinct unnest(specializations) as w from partners where merged_into_id is null) y) as words`);
  return {
    places: (known?.places ?? []).map((place) => ({ ...place, points: rules.place.points(lead, place).points })),
    words: (known?.words ?? []).map((name) => {
      const { points } = rules.specialization.points(lead, { specializations: [name] });
      return { name, points };
    }),
    nowhere: !lead.country && !lead.region,
  };
}

/** One text for all three, so that places are joined by it. */
const placeOfPartner = sql`coalesce(p.country, '') || chr(1) || coalesce(p.region, '') || chr(1) || coalesce(p.territory, '')`;
const placeOfPoints = sql`pl.country || chr(1) || pl.region || chr(1) || pl.territory`;

type Row = Candidate & { leftOut: number };

/**
 * The best of all partners by the sums of `lib/leads/rules.ts`, and the first of those that its exclusions leave out. What
 * is worth how much in words comes from the rules; the sums are made here, and are the same (db/leads/rank.test.ts).
 */
async function readBest(
  tx: Tx,
  {
    leadId,
    now,
    most,
    partnerId = null,
  }: Asked & { leadId: string; now: Date; most: { ranked: number; excluded: number } },
  { places, words, nowhere }: Points,
): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    with held as (
      select partner_id, count(*)::int as open from leads where status in ('offered', 'accepted') and partner_id is not null group by 1
    ), answers as (
      select partner_id, count(*)::int as answered, count(*) filter (where status <> 'accepted')::int as refused
      from lead_offers where status <> 'offered' and offered_at > ${now.toISOString()}::timestamptz - interval '180 days' group by 1
    ), top as (select greatest(max(rank), 1) as rank from tiers where archived_at is null
    ), places as (select * from json_to_recordset(${JSON.stringify(places)}::json) as x(country text, region text, territory text, points int)
    ), words as (select * from json_to_recordset(${JSON.stringify(words.filter(({ points }) => points > 0))}::json) as x(name text, points int)
    ), facts as (
      select p.id, p.name, p.status, false as merged, p.country, p.region, p.territory, t.name as tier,
        coalesce(t.rank, 0)::float / top.rank as "tierHeight", p.specializations, p.lead_weight as weight, p.lead_capacity as capacity,
        coalesce(h.open, 0) as "openLeads", coalesce(a.answered, 0) as answered, coalesce(a.refused, 0) as refused,
        exists (select 1 from lead_offers o where o.lead_id = ${leadId} and o.partner_id = p.id) as "hadThis", coalesce(pl.points, 0) as place,
        coalesce((select max(w.points) from words w where w.name = any(p.specializations)), 0) as word
      from partners p cross join top left join tiers t on t.key = p.tier left join held h on h.partner_id = p.id left join answers a on a.partner_id = p.id
        left join places pl on ${placeOfPoints} = ${placeOfPartner}
      where p.merged_into_id is null
    ), judged as (
      select facts.*, status in ('suspended', 'dormant') or "hadThis" or weight <= 0 or "openLeads" >= capacity as out,
        place + word + round((20 * "tierHeight")::numeric) + 15 * (capacity - "openLeads") / nullif(capacity, 0) + round(least(weight, 300) / 10.0)
          - round(20.0 * refused / greatest(answered, 3)) as score
      from facts
    ), placed as (
      select judged.*, count(*) filter (where out) over ()::int as "leftOut", row_number() over (partition by out
        order by case when not out then (${nowhere} or place > 0)::int end desc, case when not out then score end desc, case when not out then "openLeads" end, name collate "C", id::text) as nth
      from judged
    )
    select * from placed where nth <= case when out then ${most.excluded}::int else ${most.ranked}::int end or id = ${partnerId}::uuid`);
  return [...rows];
}
