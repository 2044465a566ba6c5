import { and, type SQL, sql } from "drizzle-orm";
import { deals } from "@/db/deals/schema";
import { partnerNameKey, partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { DealFilter, Edge } from "@/lib/deals/filter";

export type Step = { edge: Edge | null; forward: boolean; limit: number };

type Walked = { up: boolean; edge: { key: string; id: string } | null; limit: number; where: SQL | undefined };

const directionOf = (filter: DealFilter, { forward }: Step) =>
  sql.raw((filter.dir === "asc") === forward ? "asc" : "desc");

/** The order of a filter in the direction of a step, over any key and id. */
export function orderOf(filter: DealFilter, step: Step) {
  const direction = directionOf(filter, step);
  return (key: SQL, id: SQL) => sql`${key} ${direction}, ${id} ${direction}`;
}

/** All columns of deals and `key`, stage by stage, of each by id; in the edge's own stage from its deal onwards. */
export function walkStages({ up, edge, limit, where }: Walked): SQL {
  const direction = up ? sql`asc` : sql`desc`;
  const id = sql`${deals.id}`;
  const end = up ? "00000000-0000-0000-0000-000000000000" : "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const from = edge
    ? {
        stage: sql`s.position ${sql.raw(up ? ">=" : "<=")} ${edge.key}::bigint`,
        deal: sql`${id} ${sql.raw(up ? ">" : "<")} case when s.position = ${edge.key}::bigint then ${edge.id} else ${end} end::uuid`,
      }
    : { stage: sql`true`, deal: undefined };
  return sql`select f.*, s.position as key from (select * from stages s where ${from.stage} order by s.position ${direction}) s
      cross join lateral (select ${deals}.* from ${deals} where ${and(sql`${deals.stage} = s.key`, where, from.deal)} order by ${id} ${direction} limit ${limit}) f
    order by s.position ${direction}, f.id ${direction} limit ${limit}`;
}

export type NamedSort = "partner" | "owner";
export const isNamed = (sort: DealFilter["sort"]): sort is NamedSort => sort === "partner" || sort === "owner";

const named = { partner: { of: deals.partnerId, who: partners }, owner: { of: deals.ownerId, who: people } };

/** The name that stands with a deal, made different for each who has it; empty without one. */
export const namedKey = (sort: NamedSort): SQL => sql`coalesce(${partnerNameKey(named[sort].who)}, '')`;

/** Leads from `deals` to who is named. */
export const namedJoin = (viewer: Viewer, sort: NamedSort): SQL => {
  const { of, who } = named[sort];
  return sql`left join ${who} on ${who.id} = ${of} and ${scope(viewer, who)}`;
};

/**
 * All columns of deals and `key`, the first `limit` in the order of names and ids: name by name along an index, and of each
 * the deals by an index, so that what is not shown is not read. Those without a name stand together as the smallest.
 */
export function walkNames(viewer: Viewer, sort: NamedSort, { up, edge, limit, where }: Walked): SQL {
  const { of } = named[sort];
  const [direction, sign] = up ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const from = edge ? sql`key ${sign}= ${edge.key}::text` : sql`true`;
  const end = up ? "00000000-0000-0000-0000-000000000000" : "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const beyond = edge
    ? sql`${deals.id} ${sign} case when names.key = ${edge.key}::text then ${edge.id} else ${end} end::uuid`
    : undefined;
  const whose = (one: SQL) =>
    sql`(select ${deals}.* from ${deals} where ${and(one, where, beyond)} order by ${deals.id} ${direction} limit ${limit})`;
  const last = sql`order by key ${direction}, id ${direction} limit ${limit}`;
  return sql`select * from (
      (select f.*, names.key as key from (select * from (${namesOf(viewer, sort)}) who where ${from} order by key ${direction}) names
        cross join lateral ${whose(sql`${of} = names.named_id`)} f ${last})
      union all
      (select f.*, names.key as key from (select ''::text as key) names cross join lateral ${whose(sql`${of} is null`)} f where ${from})) walked
    ${last}`;
}

/** Whoever may be named, with their key: partners by an index of it, owners one after the other, since they are few. */
function namesOf(viewer: Viewer, sort: NamedSort): SQL {
  if (sort === "partner")
    return sql`select ${partnerNameKey(partners)} as key, ${partners.id} as named_id from ${partners} where ${scope(viewer, partners)}`;
  return sql`select ${partnerNameKey(people)} as key, ${people.id} as named_id from (
      with recursive owners as ((select ${deals.ownerId} as id from ${deals} where ${deals.ownerId} is not null order by 1 limit 1)
        union all select (select ${deals.ownerId} from ${deals} where ${deals.ownerId} > owners.id order by 1 limit 1) from owners where owners.id is not null)
      select id from owners where id is not null) owning join ${people} on ${people.id} = owning.id and ${scope(viewer, people)}`;
}
