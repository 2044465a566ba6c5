import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { answerIn, reachOf, readProgram } from "@/db/metrics/queries";
import { getProgram } from "@/db/program/queries";
import type { Role } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { addDays, namedPeriod } from "@/lib/period";
import type { AdoptionFilter } from "@/lib/usage/filter";

export type RoleUse = { role: Role; people: number; came: number; before: number; days: number };
export type SegmentUse = { segment: string | null; companies: number; came: number; before: number };
export type PageUse = { page: string; staff: number; partners: number; companies: number; before: number };
export type DropOff = {
  id: string;
  name: string;
  manager: string | null;
  days: number;
  before: number;
  last: string | null;
};
export type Nudge = {
  id: string;
  name: string;
  companyId: string;
  company: string;
  last: string | null;
  since: string;
  waits: number;
};

/** How the portal is used over some days beside as many before: by role, segment, page; who drops off, whom to nudge. For staff: throws NotFound. */
export async function readAdoption(viewer: Viewer, filter: AdoptionFilter, now = new Date()) {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const program = await getProgram(viewer, now);
    const { today } = program;
    const [from, before] = [addDays(today, -Number(filter.days)), addDays(today, -2 * Number(filter.days))];
    const lately = sql`v."on" >= ${from}::date and v."on" < ${today}::date`;
    const earlier = sql`v."on" >= ${before}::date and v."on" < ${from}::date`;
    const measured = await readProgram(tx);
    const [adoption, roles, segments, pages, dropOffs, nudges, kept] = await Promise.all([
      answerIn(
        tx,
        measured,
        { metric: "portal_adoption", span: namedPeriod("last_month", today) },
        reachOf(viewer, measured),
      ),
      tx.execute<RoleUse>(sql`select p.role, count(*)::int as people, count(*) filter (where x.lately > 0)::int as came, count(*) filter (where x.earlier > 0)::int as before, coalesce(sum(x.lately), 0)::int as days
        from people p left join (select v.person_id, count(*) filter (where ${lately}) as lately, count(*) filter (where ${earlier}) as earlier from visits v where v."on" >= ${before}::date group by 1) x on x.person_id = p.id
        where p.access = 'active' and p.role is not null group by 1 order by 2 desc, 1`),
      tx.execute<SegmentUse>(sql`select p.segment, count(*)::int as companies, count(*) filter (where x.lately)::int as came, count(*) filter (where x.earlier)::int as before
        from partners p left join (select v.partner_id, bool_or(${lately}) as lately, bool_or(${earlier}) as earlier from visits v where v.partner_id is not null and v."on" >= ${before}::date group by 1) x on x.partner_id = p.id
        where p.merged_into_id is null and p.status <> 'suspended' and exists (select 1 from people h where h.partner_id = p.id and h.access = 'active') group by 1 order by 2 desc, 1 nulls last limit 30`),
      tx.execute<PageUse>(sql`select v.page, coalesce(sum(v.views) filter (where v.partner_id is null and ${lately}), 0)::int as staff, coalesce(sum(v.views) filter (where v.partner_id is not null and ${lately}), 0)::int as partners,
          count(distinct v.partner_id) filter (where ${lately})::int as companies, coalesce(sum(v.views) filter (where ${earlier}), 0)::int as before
        from page_views v where v."on" >= ${before}::date group by 1 order by sum(v.views) filter (where ${lately}) desc nulls last, 1 limit 60`),
      tx.execute<DropOff>(sql`select p.id, p.name, m.name as manager, x.lately::int as days, x.earlier::int as before, x.last::text
        from (select v.partner_id, count(distinct v."on") filter (where ${lately}) as lately, count(distinct v."on") filter (where ${earlier}) as earlier, max(v."on") as last
          from visits v where v.partner_id is not null and v."on" >= ${before}::date group by 1) x join partners p on p.id = x.partner_id left join people m on m.id = p.manager_id
        where x.earlier >= 4 and x.lately * 2 <= x.earlier and p.merged_into_id is null and p.status <> 'suspended' order by x.earlier - x.lately desc, p.name, p.id limit 25`),
      tx.execute<Nudge>(sql`select h.id, h.name, p.id as "companyId", p.name as company, l.last::text, coalesce(h.invited_at, h.created_at)::date::text as since, w.waits
        from people h join partners p on p.id = h.partner_id cross join lateral (select max(v."on") as last from visits v where v.person_id = h.id) l
          cross join lateral (select count(*)::int as waits from alerts a where a.partner_id = p.id and a.shared and a.ended_at is null and a.resolved_at is null) w
        where h.access = 'active' and p.status = 'active' and p.merged_into_id is null and coalesce(l.last, '-infinity') < ${from}::date order by w.waits desc, l.last desc nulls last, h.name, h.id limit 25`),
      tx.execute<{ days: number }>(sql`select usage_days as days from settings`),
    ]);
    return {
      program,
      from,
      adoption: adoption.total.value,
      roles: [...roles],
      segments: [...segments],
      pages: [...pages],
      dropOffs: [...dropOffs],
      nudges: [...nudges],
      keptDays: kept[0]?.days ?? 0,
    };
  });
}
function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("This page");
}
export type Adoption = Awaited<ReturnType<typeof readAdoption>>;
