import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { doneOn } from "@/db/record/onboarding";
import { type GapKey, type GapLine, gapDays } from "@/lib/home/gaps";
import { type Asked, inBook } from "./movement";

const mine = ({ book }: Asked, status: SQL) =>
  sql`p.merged_into_id is null and ${status} and ${inBook(book, sql`p.id`)}`;
const notSuspended = sql`p.status <> 'suspended'`;

/** The partners with a gap: id, what, on (since when, or until when), count. One row a partner. */
function partnersWith(key: GapKey, asked: Asked): SQL {
  const today = sql`${asked.today}::date`;
  if (key === "uncertified")
    return sql`select p.id, null::text as what, (select max(c.expires_on) from certifications c where c.partner_id = p.id) as "on", 1 as count from partners p
      where ${mine(asked, sql`p.status = 'active'`)} and not exists (select 1 from certifications c where c.partner_id = p.id
        and (c.issued_on is null or c.issued_on <= ${today}) and (c.expires_on is null or c.expires_on >= ${today}))`;
  if (key === "expiring")
    return sql`select p.id, (array_agg(c.name order by c.expires_on, c.name))[1] as what, min(c.expires_on) as "on", count(*)::int as count
      from certifications c join partners p on p.id = c.partner_id
      where c.expires_on between ${today} and ${today} + ${gapDays.expiring}::int and ${mine(asked, notSuspended)} group by p.id`;
  if (key === "training")
    return sql`select p.id, (array_agg(a.course order by a.due_on, a.course))[1] as what, min(a.due_on) as "on", count(*)::int as count
      from training_assignments a join partners p on p.id = a.partner_id
      where a.due_on < ${today} and a.completed_on is null and ${mine(asked, notSuspended)} group by p.id`;
  if (key === "steps")
    return sql`select p.id, (array_agg(t.title order by t.due_on, t.position))[1] as what, min(t.due_on) as "on", count(*)::int as count
      from partner_tasks t join partners p on p.id = t.partner_id
      where t.kind = 'onboarding' and t.done_on is null and t.due_on < ${today} and ${doneOn} is null and ${mine(asked, notSuspended)} group by p.id`;
  if (key === "reviews")
    return sql`select p.id, 'review ' || coalesce(o.number, l.last + 1, 1) as what, coalesce(o.due_on, s.next_review_on) as "on", 1 as count
      from scorecards s join partners p on p.id = s.partner_id
        left join lateral (select r.number, r.due_on from scorecard_reviews r where r.scorecard_id = s.id and r.state = 'open' limit 1) o on true
        left join lateral (select max(r.number) as last from scorecard_reviews r where r.scorecard_id = s.id) l on true
      where (o.number is not null or s.next_review_on <= ${today}) and ${mine(asked, sql`true`)}`;
  return sql`select p.id, null::text as what, p.joined_on as "on", 1 as count from partners p
    where ${mine(asked, sql`p.status = 'onboarding'`)} and p.joined_on < ${today} - ${gapDays.onboarding}::int
      and not exists (select 1 from registrations r where r.partner_id = p.id and r.submitted_on is not null)
      and not exists (select 1 from deals d where d.partner_id = p.id)`;
}

/** How many partners have the gap, and the one in which it is the most pressing. */
export async function countGap(tx: Tx, key: GapKey, asked: Asked) {
  const [first] = await tx.execute<GapLine & { partners: number }>(sql`
    select x.partners, x.id, p.name, x.what, x."on"::text as "on" from (
      select *, count(*) over ()::int as partners from (${partnersWith(key, asked)}) x) x
    join partners p on p.id = x.id order by x."on" nulls first, lower(p.name), p.id limit 1`);
  if (!first) return { partners: 0, first: null };
  const { partners, id, name, what, on } = first;
  return { partners, first: { id, name, what, on } };
}

/** The partners with the gap, the most pressing first, from `offset` on. */
export async function listGap(tx: Tx, key: GapKey, asked: Asked, limit: number, offset = 0): Promise<GapLine[]> {
  const rows =
    await tx.execute<GapLine>(sql`select x.id, p.name, m.name as manager, x.what, x."on"::text as "on", x.count
    from (${partnersWith(key, asked)}) x join partners p on p.id = x.id left join people m on m.id = p.manager_id
    order by x."on" nulls first, lower(p.name), p.id limit ${limit} offset ${offset}`);
  return [...rows];
}
