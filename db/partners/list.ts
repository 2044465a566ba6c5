import "server-only";
import { and, asc, eq, isNull, ne, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram, listTiers } from "@/db/program/queries";
import { tiers } from "@/db/program/schema";
import { scope } from "@/db/scope";
import { wordsOf } from "@/db/words";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { PartnerFilter, PartnerSort } from "@/lib/partners/filter";
import { ownBookFirst, partnerConditions } from "./conditions";
import { standingsOf } from "./standing";

export const partnersPerPage = 50;

export type PartnerFigures = { openDeals: number; pipelineE4: bigint; wonE4: bigint; missing: number };
type PartnerRecord = typeof partners.$inferSelect;
export type PartnerListRow = PartnerFigures &
  Pick<PartnerRecord, "id" | "name" | "type" | "tierSince" | "status" | "country" | "region" | "territory"> &
  Pick<
    PartnerRecord,
    "specializations" | "importance" | "contractStatus" | "contractEndsOn" | "managerId" | "joinedOn"
  > & {
    tier: string | null;
    manager: string | null;
  };
export type PartnerList = { rows: PartnerListRow[]; count: number; totals: PartnerFigures };

/**
 * Partners that the filter asks for, 50 a page, with what they sourced: open pipeline now and won in the 12 months up to
 * `today`, in the reporting currency. Count and totals are of the whole filter; as kept since the last change, but for a
 * search, since hardly two are the same. For staff only: throws NotFound for others.
 */
export async function listPartners(viewer: Viewer, filter: PartnerFilter, today: string): Promise<PartnerList> {
  const staff = requireStaff(viewer);
  const offset = (filter.page - 1) * partnersPerPage;
  const read = (tx: Tx) => readRows(tx, staff, filter, today, partnersPerPage, offset);
  if (filter.q) return listOf(await withViewer(staff, read));
  const own = (filter.sort === "book" && staff.role === "channel_manager") || filter.manager.includes("me");
  const question = { filter, me: own ? staff.personId : null };
  return listOf(await kept(staff, { name: "partners", question, now: new Date(`${today}T12:00:00Z`) }, read));
}

/** Everything that the page of the list shows, in one transaction. For staff only: throws NotFound for others. */
export async function readPartnersPage(viewer: Viewer, filter: PartnerFilter, now = new Date()) {
  return withViewer(requireStaff(viewer), async () => {
    const program = await getProgram(viewer, now);
    const [list, tierRows, words] = await Promise.all([
      listPartners(viewer, filter, program.today),
      listTiers(viewer),
      kept(viewer, { name: "partner words", question: null, now }, () => partnerFilterOptions(viewer)),
    ]);
    return { program, list, words: { ...words, tiers: tierRows } };
  });
}

/** The same rows without pages, in steps of 500, for the export. */
export async function* exportPartners(
  viewer: Viewer,
  filter: PartnerFilter,
  today: string,
): AsyncGenerator<PartnerListRow[]> {
  const staff = requireStaff(viewer);
  for (let offset = 0; ; offset += 500) {
    const { rows } = listOf(await withViewer(staff, (tx) => readRows(tx, staff, filter, today, 500, offset)));
    if (rows.length > 0) yield rows;
    if (rows.length < 500) return;
  }
}

/** The words that the choices of the list's filter offer, from the partners there are. */
export function partnerFilterOptions(viewer: Viewer) {
  const staff = requireStaff(viewer);
  const standing = isNull(partners.mergedIntoId);
  return withViewer(staff, async (tx) => {
    const [[words], managers] = await Promise.all([
      tx.execute<Record<"countries" | "regions" | "territories" | "specializations", string[]>>(sql`
        select ${wordsOf(partners.country, standing)} as countries, ${wordsOf(partners.region, standing)} as regions,
          ${wordsOf(partners.territory, standing)} as territories,
          (select coalesce(array_agg(distinct s order by s), '{}') from partners, unnest(specializations) s
            where merged_into_id is null and ${scope(staff, partners)}) as specializations`),
      tx
        .select({ value: people.id, label: people.name })
        .from(people)
        .where(
          and(
            isNull(people.partnerId),
            sql`exists (select 1 from partners where manager_id = ${people.id} and merged_into_id is null)`,
          ),
        )
        .orderBy(asc(people.name))
        .limit(500),
    ]);
    if (!words) throw new Error("A question for words gives one row");
    return { ...words, managers };
  });
}

/** The staff who can manage a partner. For staff. */
export async function listManagers(viewer: Viewer): Promise<{ value: string; label: string }[]> {
  const staff = requireStaff(viewer);
  return withViewer(staff, (tx) =>
    tx
      .select({ value: people.id, label: people.name })
      .from(people)
      .where(
        and(scope(staff, people), isNull(people.partnerId), eq(people.kind, "staff"), ne(people.access, "disabled")),
      )
      .orderBy(asc(people.name))
      .limit(500),
  );
}

function requireStaff(viewer: Viewer): StaffViewer {
  if (viewer.kind !== "staff") throw new NotFound("This list");
  return viewer;
}

type Totals = { count: number; allOpen: number; allPipeline: string; allWon: string; allMissing: number };
type Amounts = { pipelineE4: string; wonE4: string };
type Read = Omit<PartnerListRow, "id" | keyof Amounts> & Amounts & Totals & { place: string; id: string | null };

/** One page and the totals of all pages in one statement, so that the sums of the partners are put together once. */
async function readRows(
  tx: Tx,
  viewer: StaffViewer,
  filter: PartnerFilter,
  today: string,
  limit: number,
  offset: number,
): Promise<Read[]> {
  const having = { open: sql`where open_deals > 0`, none: sql`where open_deals = 0`, "": sql`` }[filter.deals];
  const read = await tx.execute<Read>(sql`
    with chosen as materialized (select ${partners.id} as id from ${partners} where ${partnerConditions(viewer, filter, today)}),
    sums as materialized (select * from (${standingsOf(sql`chosen`, today)}) standing ${having}),
    page as (select row_number() over ()::text as place, p.* from (${pageOf(viewer, filter)} limit ${limit} offset ${offset}) p)
    select t.*, page.* from (select count(*)::int as count, coalesce(sum(open_deals), 0)::int as "allOpen", coalesce(sum(pipeline_e4), 0)::text as "allPipeline",
        coalesce(sum(won_e4), 0)::text as "allWon", coalesce(sum(missing), 0)::int as "allMissing" from sums) t
      left join page on true order by page.place::int`);
  return [...read];
}

function listOf(read: readonly Read[]): PartnerList {
  const rows = read.flatMap(
    ({ id, place: _, count: __, allOpen, allPipeline, allWon, allMissing, pipelineE4, wonE4, ...row }) =>
      id === null ? [] : { id, pipelineE4: BigInt(pipelineE4), wonE4: BigInt(wonE4), ...row },
  );
  return { rows, count: read[0]?.count ?? 0, totals: totalsOf(read[0]) };
}

function totalsOf(row?: Totals): PartnerFigures {
  return {
    openDeals: row?.allOpen ?? 0,
    pipelineE4: BigInt(row?.allPipeline ?? 0),
    wonE4: BigInt(row?.allWon ?? 0),
    missing: row?.allMissing ?? 0,
  };
}

const pageOf = (viewer: StaffViewer, filter: PartnerFilter) => sql`
  select ${partners.id}, ${partners.name}, ${partners.type}, ${tiers.name} as tier, ${partners.tierSince} as "tierSince", ${partners.status},
    ${partners.country}, ${partners.region}, ${partners.territory}, ${partners.specializations}, ${partners.importance},
    ${partners.contractStatus} as "contractStatus", ${partners.contractEndsOn} as "contractEndsOn", ${partners.managerId} as "managerId",
    ${people.name} as manager, ${partners.joinedOn} as "joinedOn",
    s.open_deals as "openDeals", s.pipeline_e4::text as "pipelineE4", s.won_e4::text as "wonE4", s.missing
  from sums s join ${partners} on ${partners.id} = s.id left join ${tiers} on ${tiers.key} = ${partners.tier}
    left join ${people} on ${people.id} = ${partners.managerId}
  order by ${order(viewer, filter.sort, filter.dir)}`;

function order(viewer: StaffViewer, sort: PartnerSort, dir: "asc" | "desc"): SQL {
  const by: Record<Exclude<PartnerSort, "book">, SQL> = {
    name: sql`lower(${partners.name})`,
    tier: sql`${tiers.rank}`,
    status: sql`${partners.status}`,
    country: sql`lower(${partners.country})`,
    joined: sql`${partners.joinedOn}`,
    pipeline: sql`s.pipeline_e4`,
    won: sql`s.won_e4`,
  };
  const first = sort === "book" ? ownBookFirst(viewer) : [sql`${by[sort]} ${sql.raw(dir)} nulls last`];
  return sql.join([...first, sql`lower(${partners.name})`, sql`${partners.id}`], sql`, `);
}
