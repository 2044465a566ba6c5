import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { partnerDeals } from "@/db/deals/schema";
import { certifications, trainingAssignments } from "@/db/enablement/schema";
import { registrations } from "@/db/registrations/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { OpenDeal } from "@/lib/tiers/simulate";

/** Of so many open deals, the largest, the way to a tier is found. */
const mostDeals = 500;

export type UnderWay = { deals: OpenDeal[]; registrations: number; courses: number; learners: number };

/**
 * What a partner has under way until the end of a day: open deals that it sourced and expects to close by then (an overdue
 * one is taken to close today), registrations that wait, and courses that are due.
 */
export async function readUnderWay(
  tx: Tx,
  viewer: Viewer,
  partnerId: string,
  { today, by }: { today: string; by: string },
): Promise<UnderWay> {
  const [deals, [counts]] = await Promise.all([
    tx.execute<{ id: string; name: string; closes: string; amount: string | null; weighted: string | null }>(sql`
      select x.deal_id as id, x.name, greatest(x.expected_close_on, ${today}::date)::text as closes, x.reported_e4::text as amount,
        round(x.reported_e4 * s.probability_bp / 10000.0)::text as weighted
      from (select * from ${partnerDeals} where ${scope(viewer, partnerDeals)} and partner_id = ${partnerId}::uuid and role = 'sourcing' and outcome = 'open'
          and expected_close_on <= ${by}::date order by reported_e4 desc nulls last, deal_id limit ${mostDeals}) x
        join stages s on s.key = x.stage order by x.reported_e4 desc nulls last, x.deal_id`),
    tx.execute<{ registrations: number; courses: number; learners: number }>(sql`
      select (select count(*)::int from ${registrations} where ${scope(viewer, registrations)} and partner_id = ${partnerId}::uuid
          and status in ('submitted','waiting','returned')) as registrations, t.* from (
        select count(*)::int as courses, count(distinct person_id) filter (where not exists (select 1 from ${certifications}
            where ${scope(viewer, certifications)} and certifications.partner_id = ${partnerId}::uuid and certifications.person_id = training_assignments.person_id
              and (certifications.issued_on is null or certifications.issued_on <= ${today}::date) and (certifications.expires_on is null or certifications.expires_on >= ${today}::date)))::int as learners
        from ${trainingAssignments} where ${scope(viewer, trainingAssignments)} and partner_id = ${partnerId}::uuid and completed_on is null and due_on <= ${by}::date) t`),
  ]);
  return {
    deals: deals.map(({ id, name, closes, amount, weighted }) => ({
      id,
      name,
      closesOn: closes,
      amountE4: amount === null ? null : BigInt(amount),
      weightedE4: weighted === null ? null : BigInt(weighted),
    })),
    ...(counts ?? { registrations: 0, courses: 0, learners: 0 }),
  };
}
