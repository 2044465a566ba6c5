import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { booked } from "@/db/metrics/figures";
import { measure } from "@/db/metrics/measure";
import { type Program, reachOf } from "@/db/metrics/queries";
import type { StaffViewer } from "@/lib/access/viewer";
import { type Call, type CallFacts, partnersToCall } from "@/lib/home/calls";
import { addDays, monthsUpTo, namedPeriod } from "@/lib/period";
import { type Asked, inBook, isStalled } from "./movement";

type Row = Omit<CallFacts, "recentE4" | "beforeE4" | "stalledE4" | "certification"> & {
  stalledE4: string;
  certificate: string | null;
  certificateOn: string | null;
};

/** The partners to call, the most pressing first. Revenue is asked of the metrics; the rest of what was done with each partner. */
export async function callsOf(tx: Tx, viewer: StaffViewer, program: Program, asked: Asked): Promise<Call[]> {
  const months = monthsUpTo(namedPeriod("last_month", asked.today), 6);
  const span = (from: number, to: number) => ({ from: months[from]?.from ?? "", to: months[to]?.to ?? "" });
  const reach = await booked(tx, reachOf(viewer, program, undefined), asked.book);
  const [rows, before, recent] = await Promise.all([
    readFacts(tx, asked),
    measure(tx, ["won_amount"], [span(0, 2)], { by: "partner", where: {} }, reach),
    measure(tx, ["won_amount"], [span(3, 5)], { by: "partner", where: {} }, reach),
  ]);
  const [won, was] = [recent, before].map((sums) => new Map(sums.map(({ group, value }) => [group, value])));
  const facts = rows.map(
    ({ certificate, certificateOn, stalledE4, ...row }): CallFacts => ({
      ...row,
      recentE4: won?.get(row.id) ?? 0n,
      beforeE4: was?.get(row.id) ?? 0n,
      stalledE4: BigInt(stalledE4),
      certification: certificate && certificateOn ? { name: certificate, on: certificateOn } : null,
    }),
  );
  return partnersToCall(facts, { today: asked.today, currency: program.currency });
}

/** What each partner's silence, stalled deals and ends are read from; each look-up takes the end of an index. */
function readFacts(tx: Tx, { book, today }: Asked) {
  const seen = (what: string) =>
    ({
      contact: sql`(select max(a."on") from activities a where a.partner_id = p.id and a."on" <= ${today}::date)`,
      visit: sql`(select max(v."on") from visits v where v.partner_id = p.id)`,
      deal: sql`(select max(d.opened_on) from deals d where d.partner_id = p.id)`,
      registration: sql`(select max(r.submitted_on) from registrations r where r.partner_id = p.id)`,
    })[what];
  const soon = addDays(today, 60);
  return tx.execute<Row>(sql`
    with mine as materialized (select p.id, p.name, p.importance, p.status, p.contract_ends_on, p.joined_on, m.name as manager
        from partners p left join people m on m.id = p.manager_id
        where p.merged_into_id is null and p.status <> 'suspended' and ${inBook(book, sql`p.id`)}),
      still as (select d.partner_id, count(*)::int as stalled, coalesce(sum(d.reported_e4), 0) as amount from deals d
        where ${inBook(book, sql`d.partner_id`)} and ${isStalled(today)} group by d.partner_id),
      ends as (select distinct on (c.partner_id) c.partner_id, c.name, c.expires_on from certifications c
        where c.expires_on between ${today}::date and ${soon}::date order by c.partner_id, c.expires_on, c.name)
    select p.id, p.name, p.importance, p.status, p.manager, p.contract_ends_on::text as "contractEndsOn", p.joined_on::text as "joinedOn",
      coalesce(still.stalled, 0) as stalled, coalesce(still.amount, 0)::text as "stalledE4",
      ends.name as certificate, ends.expires_on::text as "certificateOn",
      greatest(${seen("contact")}, ${seen("visit")}, ${seen("deal")}, ${seen("registration")})::text as "lastSeenOn"
    from mine p left join still on still.partner_id = p.id left join ends on ends.partner_id = p.id`);
}
