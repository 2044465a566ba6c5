import "server-only";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { SegmentFilter } from "@/lib/announcements/form";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { meant, segmentOf } from "./reach";
import { announcementReads, announcements } from "./schema";

export const announcementsPerPage = 20;
const namesShown = 12;
const mostOnHome = 3;

const { id, title, body, pinned, publishedAt, expiresOn } = announcements;
const shown = { id, title, body, pinned, publishedAt, expiresOn };
const newest = [desc(pinned), desc(publishedAt), desc(id)];
const readBy = (viewer: Viewer) =>
  sql<boolean>`exists (select 1 from announcement_reads r where r.announcement_id = announcements.id and r.person_id = ${viewer.personId}::uuid)`;

/** What stands on a partner's home: the pinned and the newest that this person has not read. */
export function listUnread(viewer: Viewer) {
  if (viewer.kind !== "partner") return Promise.resolve([]);
  return withViewer(viewer, (tx) =>
    tx
      .select(shown)
      .from(announcements)
      .where(and(scope(viewer, announcements), sql`not ${readBy(viewer)}`))
      .orderBy(...newest)
      .limit(mostOnHome),
  );
}

/** A partner's announcements, pinned first, with whether this person read them; 20 a page and one more if there is. */
export function listOwnAnnouncements(viewer: Viewer, page: number) {
  return withViewer(viewer, async (tx) => {
    const rows = await tx
      .select({ ...shown, read: readBy(viewer) })
      .from(announcements)
      .where(scope(viewer, announcements))
      .orderBy(...newest)
      .limit(announcementsPerPage + 1)
      .offset((page - 1) * announcementsPerPage);
    return { rows: rows.slice(0, announcementsPerPage), more: rows.length > announcementsPerPage };
  });
}

const counts = {
  reach: sql<number>`(select count(*)::int from partners p where ${meant(segmentOf)})`,
  companies: sql<number>`(select count(distinct r.partner_id)::int from announcement_reads r where r.announcement_id = announcements.id)`,
  readers: sql<number>`(select count(*)::int from announcement_reads r where r.announcement_id = announcements.id)`,
};
const forStaff = {
  ...shown,
  tiers: announcements.tiers,
  types: announcements.types,
  statuses: announcements.statuses,
  countries: announcements.countries,
  regions: announcements.regions,
  withdrawnAt: announcements.withdrawnAt,
  by: people.name,
  ...counts,
};

/** All announcements, newest first, with how many companies each is for and how many have read it. For staff: throws NotFound. */
export async function listAnnouncements(viewer: Viewer, page: number, now = new Date()) {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const [program, rows] = await Promise.all([
      getProgram(viewer, now),
      tx
        .select(forStaff)
        .from(announcements)
        .leftJoin(people, eq(people.id, announcements.publishedById))
        .orderBy(desc(publishedAt), desc(id))
        .limit(announcementsPerPage + 1)
        .offset((page - 1) * announcementsPerPage),
    ]);
    return { program, rows: rows.slice(0, announcementsPerPage), more: rows.length > announcementsPerPage };
  });
}

/** One announcement with who has read it and who of those it is for has not. For staff: throws NotFound. */
export async function readAnnouncement(viewer: Viewer, announcementId: string, now = new Date()) {
  requireStaff(viewer);
  if (!isId(announcementId)) throw new NotFound("This announcement");
  return withViewer(viewer, async (tx) => {
    const [found] = await tx
      .select(forStaff)
      .from(announcements)
      .leftJoin(people, eq(people.id, announcements.publishedById))
      .where(eq(id, announcementId))
      .limit(1);
    if (!found) throw new NotFound("This announcement");
    const [program, readers] = await Promise.all([getProgram(viewer, now), listReaders(tx, announcementId)]);
    return { announcement: found, program, readers };
  });
}

/** Companies that an announcement is for, those that have read it first, with the people who did. */
async function listReaders(tx: Tx, announcementId: string) {
  const rows = await tx.execute<{ id: string; name: string; people: string[]; readAt: string | null }>(sql`
    select p.id, p.name, coalesce(array_agg(person.name order by r.read_at) filter (where person.id is not null), '{}') as people,
      to_char(min(r.read_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "readAt"
    from ${announcements} join partners p on ${meant(segmentOf)} or exists (select 1 from announcement_reads r where r.announcement_id = ${id} and r.partner_id = p.id)
      left join ${announcementReads} r on r.announcement_id = ${id} and r.partner_id = p.id left join people person on person.id = r.person_id
    where ${id} = ${announcementId}::uuid group by p.id, p.name order by min(r.read_at) nulls last, lower(p.name), p.id limit 300`);
  return [...rows];
}

const list = (values: readonly string[]): SQL =>
  sql`${`{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`}::text[]`;

/** Whom a segment reaches now: how many companies and people with access, and the first of them; and what may be chosen. For staff: throws NotFound. */
export function previewSegment(viewer: Viewer, { tier, type, status, country, region }: SegmentFilter) {
  requireStaff(viewer);
  const segment = {
    tiers: list(tier),
    types: list(type),
    statuses: list(status),
    countries: list(country),
    regions: list(region),
  };
  return withViewer(viewer, async (tx) => {
    const [[row], [choices]] = await Promise.all([
      tx.execute<{ companies: number; people: number; names: string[] }>(sql`
        with those as (select p.id, p.name from partners p where ${meant(segment)})
        select (select count(*)::int from those) as companies,
          (select count(*)::int from people x join those t on t.id = x.partner_id where x.access in ('active', 'invited')) as people,
          array(select name from those order by lower(name) limit ${namesShown}) as names`),
      tx.execute<{ countries: string[]; regions: string[] }>(sql`
        select array(select distinct country from partners where merged_into_id is null and country is not null order by 1 limit 300) as countries,
          array(select distinct region from partners where merged_into_id is null and region is not null order by 1 limit 100) as regions`),
    ]);
    return {
      companies: row?.companies ?? 0,
      people: row?.people ?? 0,
      names: row?.names ?? [],
      countries: choices?.countries ?? [],
      regions: choices?.regions ?? [],
    };
  });
}

function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("This page");
}
