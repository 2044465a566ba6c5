import "server-only";
import { and, asc, eq, isNull, ne, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { tiers } from "@/db/program/schema";
import { scope } from "@/db/scope";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { PartnerFilter, PartnerSort } from "@/lib/partners/filter";
import { ownBookFirst, partnerConditions } from "./conditions";

export const partnersPerPage = 50;

const columns = {
  id: partners.id,
  name: partners.name,
  type: partners.type,
  tier: tiers.name,
  tierSince: partners.tierSince,
  status: partners.status,
  country: partners.country,
  region: partners.region,
  territory: partners.territory,
  specializations: partners.specializations,
  importance: partners.importance,
  contractStatus: partners.contractStatus,
  contractEndsOn: partners.contractEndsOn,
  managerId: partners.managerId,
  manager: people.name,
  joinedOn: partners.joinedOn,
};

export type PartnerFigures = { openDeals: number; pipelineE4: bigint; wonE4: bigint; missing: number };
export type PartnerListRow = Awaited<ReturnType<typeof readRows>>[number] & PartnerFigures;
export type PartnerList = { rows: PartnerListRow[]; count: number; totals: PartnerFigures };

/**
 * Partners that the filter asks for, 50 a page, with what they sourced: open pipeline now and won in the 12 months up to
 * `today`, in the reporting currency. Count and totals are of the whole filter. For staff only: throws NotFound for others.
 */
export async function listPartners(viewer: Viewer, filter: PartnerFilter, today: string): Promise<PartnerList> {
  const staff = requireStaff(viewer);
  const where = partnerConditions(staff, filter, today);
  return withViewer(staff, async (tx) => {
    const offset = (filter.page - 1) * partnersPerPage;
    const [rows, totals] = await Promise.all([
      readRows(tx, staff, filter, where, today, partnersPerPage, offset),
      readTotals(tx, where, today),
    ]);
    return { rows: await withFigures(tx, rows, today), ...totals };
  });
}

/** The same rows without pages, in steps of 500, for the export. */
export async function* exportPartners(
  viewer: Viewer,
  filter: PartnerFilter,
  today: string,
): AsyncGenerator<PartnerListRow[]> {
  const staff = requireStaff(viewer);
  const where = partnerConditions(staff, filter, today);
  for (let offset = 0; ; offset += 500) {
    const step = await withViewer(staff, async (tx) =>
      withFigures(tx, await readRows(tx, staff, filter, where, today, 500, offset), today),
    );
    if (step.length > 0) yield step;
    if (step.length < 500) return;
  }
}

/** The words that the choices of the list's filter offer, from the partners there are. */
export function partnerFilterOptions(viewer: Viewer) {
  const staff = requireStaff(viewer);
  return withViewer(staff, async (tx) => {
    const [words] = await tx.execute<Record<"countries" | "regions" | "territories" | "specializations", string[]>>(sql`
      select coalesce(array_agg(distinct country) filter (where country is not null), '{}') as countries,
        coalesce(array_agg(distinct region) filter (where region is not null), '{}') as regions,
        coalesce(array_agg(distinct territory) filter (where territory is not null), '{}') as territories,
        (select coalesce(array_agg(distinct s order by s), '{}') from partners, unnest(specializations) s
          where merged_into_id is null and ${scope(staff, partners)}) as specializations
      from partners where merged_into_id is null and ${scope(staff, partners)}`);
    const managers = await tx
      .selectDistinct({ value: people.id, label: people.name })
      .from(partners)
      .innerJoin(people, eq(people.id, partners.managerId))
      .where(isNull(partners.mergedIntoId))
      .orderBy(asc(people.name))
      .limit(500);
    if (!words) throw new Error("An aggregate gives one row");
    return { ...words, managers };
  });
}

/** The staff who can manage a partner. For staff. */
export function listManagers(viewer: Viewer): Promise<{ value: string; label: string }[]> {
  const staff = requireStaff(viewer);
  return withViewer(staff, (tx) =>
    tx
      .select({ value: people.id, label: people.name })
      .from(people)
      .where(and(scope(staff, people), eq(people.kind, "staff"), ne(people.access, "disabled")))
      .orderBy(asc(people.name))
      .limit(500),
  );
}

function requireStaff(viewer: Viewer): StaffViewer {
  if (viewer.kind !== "staff") throw new NotFound("This list");
  return viewer;
}

const yearBefore = (today: string) => sql`(${today}::date - interval '12 months')::date`;
const pipeline = sql`(select sum(d.reported_e4) from deals d where d.partner_id = ${partners.id} and d.outcome = 'open')`;
const won = (today: string) => sql`(select sum(d.reported_e4) from deals d where d.partner_id = ${partners.id}
  and d.outcome = 'won' and d.closed_on >= ${yearBefore(today)} and d.closed_on <= ${today}::date)`;

function readRows(
  tx: Tx,
  viewer: StaffViewer,
  filter: PartnerFilter,
  where: SQL,
  today: string,
  limit: number,
  offset: number,
) {
  return tx
    .select(columns)
    .from(partners)
    .leftJoin(tiers, eq(tiers.key, partners.tier))
    .leftJoin(people, eq(people.id, partners.managerId))
    .where(where)
    .orderBy(...order(viewer, filter.sort, filter.dir, today))
    .limit(limit)
    .offset(offset);
}

function order(viewer: StaffViewer, sort: PartnerSort, dir: "asc" | "desc", today: string): SQL[] {
  const by: Record<Exclude<PartnerSort, "book">, SQL> = {
    name: sql`lower(${partners.name})`,
    tier: sql`${tiers.rank}`,
    status: sql`${partners.status}`,
    country: sql`lower(${partners.country})`,
    joined: sql`${partners.joinedOn}`,
    pipeline,
    won: won(today),
  };
  const last = [sql`lower(${partners.name})`, sql`${partners.id}`];
  if (sort === "book") return [...ownBookFirst(viewer), ...last];
  return [sql`${by[sort]} ${sql.raw(dir)} nulls last`, ...last];
}

async function withFigures(tx: Tx, rows: Awaited<ReturnType<typeof readRows>>, today: string) {
  if (rows.length === 0) return [];
  const ids = sql`${`{${rows.map((row) => row.id).join(",")}}`}::uuid[]`;
  const found = await tx.execute<{ id: string; open: number; pipeline: string; won: string; missing: number }>(sql`
    select d.partner_id as id, ${sums(today)} from deals d
    where d.partner_id = any(${ids}) and (d.outcome = 'open' or (d.outcome = 'won' and d.closed_on >= ${yearBefore(today)}))
    group by d.partner_id`);
  const byId = new Map(found.map((row) => [row.id, figuresOf(row)]));
  return rows.map((row) => ({ ...row, ...(byId.get(row.id) ?? figuresOf()) }));
}

async function readTotals(tx: Tx, where: SQL, today: string): Promise<{ count: number; totals: PartnerFigures }> {
  const [row] = await tx.execute<{ count: number; open: number; pipeline: string; won: string; missing: number }>(sql`
    with chosen as materialized (select ${partners.id} as id from ${partners} where ${where})
    select (select count(*)::int from chosen) as count, ${sums(today)} from deals d
    where d.partner_id in (select id from chosen)
      and (d.outcome = 'open' or (d.outcome = 'won' and d.closed_on >= ${yearBefore(today)}))`);
  return { count: row?.count ?? 0, totals: figuresOf(row) };
}

const sums = (today: string) => sql`count(*) filter (where d.outcome = 'open')::int as open,
  coalesce(sum(d.reported_e4) filter (where d.outcome = 'open'), 0)::text as pipeline,
  coalesce(sum(d.reported_e4) filter (where d.outcome = 'won' and d.closed_on <= ${today}::date), 0)::text as won,
  count(*) filter (where d.reported_e4 is null)::int as missing`;

function figuresOf(row?: { open: number; pipeline: string; won: string; missing: number }): PartnerFigures {
  return {
    openDeals: row?.open ?? 0,
    pipelineE4: BigInt(row?.pipeline ?? 0),
    wonE4: BigInt(row?.won ?? 0),
    missing: row?.missing ?? 0,
  };
}
