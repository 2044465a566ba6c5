import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { NotFound, Refused } from "@/lib/errors";

type MergedKind = "account" | "person";
const tableOf = { account: "accounts", person: "people" } as const;
const nounOf = { account: "customer", person: "contact" } as const;

/** A column that names a record, and the key of its rows. */
type Link = { child: string; column: string; keys: string[] };
type Row = {
  id: string;
  name: string;
  image: Record<string, unknown>;
  partnerId: string | null;
  access: string | null;
};

/** What names a record without the database knowing. */
const unknownLinks: Record<MergedKind, Link[]> = {
  account: [
    { child: "accounts", column: "parent_id", keys: ["id"] },
    { child: "external_ids", column: "entity_id", keys: ["source", "entity", "external_id"] },
  ],
  person: [{ child: "external_ids", column: "entity_id", keys: ["source", "entity", "external_id"] }],
};

/**
 * Every column that points to the record, as the database's own catalog has them, so that none is forgotten: one of a new
 * table moves as well.
 */
async function linksOf(tx: Tx, kind: MergedKind): Promise<Link[]> {
  const links = await tx.execute<Link>(sql`
    select c.conrelid::regclass::text as child, a.attname as column, (select array_agg(k.attname order by k.attnum) from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
        where i.indrelid = c.conrelid and i.indisprimary) as keys
    from pg_constraint c cross join lateral unnest(c.conkey, c.confkey) u(own, theirs) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = u.own
      join pg_attribute t on t.attrelid = c.confrelid and t.attnum = u.theirs
    where c.contype = 'f' and c.confrelid = ${`public.${tableOf[kind]}`}::regclass and t.attname = 'id' and has_column_privilege(c.conrelid, a.attname, 'select') group by 1, 2, c.conrelid order by 1, 2`);
  return [...links, ...unknownLinks[kind]];
}

const name = (column: string) => sql.identifier(column);
const keyOf = ({ keys }: Link): SQL =>
  sql`json_build_array(${sql.join(
    keys.map((key) => sql`t.${name(key)}`),
    sql`, `,
  )})::text`;

/** How many rows of each table name the record: what a merge would move. */
export async function countLinks(tx: Tx, kind: MergedKind, id: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const link of await linksOf(tx, kind)) {
    const [row] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from ${name(link.child)} t where t.${name(link.column)} = ${id}::uuid`,
    );
    if (row?.n) counts[link.child] = (counts[link.child] ?? 0) + row.n;
  }
  return counts;
}

/**
 * Merges a customer, or a contact without access, into another: all that names it names the other one, and its row is kept
 * as it was beside what moved, so that `unmergeRecord` restores it. Throws NotFound, Refused.
 */
export async function mergeRecord(
  tx: Tx,
  by: { personId: string | null },
  { kind, keptId, goneId, reason }: { kind: MergedKind; keptId: string; goneId: string; reason: string },
): Promise<{ id: string; audit: AuditEntry }> {
  const [kept, gone] = await lockTwo(tx, kind, keptId, goneId);
  refuseUnlike(kind, kept, gone);
  const moved: Record<string, string[]> = {};
  for (const link of await linksOf(tx, kind)) {
    const keys = await move(tx, link, goneId, keptId);
    if (keys.length > 0) moved[`${link.child}.${link.column}`] = keys;
  }
  await tx.execute(sql`delete from ${name(tableOf[kind])} where id = ${goneId}::uuid`);
  const [made] = await tx.execute<{
    id: string;
  }>(sql`insert into record_merges (kind, kept_id, gone_id, kept_name, gone_name, reason, image, moved, merged_by_id)
    values (${kind}, ${keptId}::uuid, ${goneId}::uuid, ${kept.name}, ${gone.name}, ${reason}, ${JSON.stringify(gone.image)}::jsonb, ${JSON.stringify(moved)}::jsonb, ${by.personId}::uuid) returning id`);
  if (!made) throw new Error("The merge was not written");
  return { id: made.id, audit: entry(`${kind}.merged`, kept, gone, moved, reason) };
}

/**
 * Undoes a merge: the record is there again as it was, and what moved and still names the other one goes back. Throws
 * NotFound, and Refused when it was undone, or when the other one has been merged itself since.
 */
export async function unmergeRecord(
  tx: Tx,
  by: { personId: string | null },
  { mergeId, reason }: { mergeId: string; reason: string },
): Promise<{ kind: MergedKind; goneId: string; audit: AuditEntry }> {
  const [merge] = await tx.execute<{
    kind: MergedKind;
    keptId: string;
    goneId: string;
    goneName: string;
    image: Record<string, unknown>;
    moved: Record<string, string[]>;
    undone: boolean;
  }>(
    sql`select kind, kept_id as "keptId", gone_id as "goneId", gone_name as "goneName", image, moved, undone_at is not null as undone from record_merges where id = ${mergeId}::uuid for update`,
  );
  if (!merge) throw new NotFound("This merge");
  if (merge.undone) throw new Refused("This merge has been undone already");
  const { kind, keptId, goneId, moved } = merge;
  const [kept] = await lock(tx, kind, [keptId]);
  if (!kept) throw new Refused(`The ${nounOf[kind]} has itself been merged since: undo that merge first`);
  const table = name(tableOf[kind]);
  await tx.execute(
    sql`insert into ${table} select r.* from jsonb_populate_record(null::${table}, ${JSON.stringify(merge.image)}::jsonb) r`,
  );
  for (const link of await linksOf(tx, kind)) await putBack(tx, link, moved, keptId, goneId);
  await tx.execute(
    sql`update record_merges set undone_at = now(), undone_by_id = ${by.personId}::uuid where id = ${mergeId}::uuid`,
  );
  const gone = { id: goneId, name: merge.goneName, partnerId: kept.partnerId };
  return { kind, goneId, audit: entry(`${kind}.unmerged`, kept, gone, moved, reason) };
}

function lock(tx: Tx, kind: MergedKind, ids: string[]) {
  const more =
    kind === "person" ? sql`partner_id as "partnerId", access` : sql`null::uuid as "partnerId", null::text as access`;
  return tx.execute<Row>(sql`select id, name, to_jsonb(t) as image, ${more} from ${name(tableOf[kind])} t
    where id = any(${sql.param(ids)}::uuid[]) order by id for update`);
}

/** Locks both records in one order, so that two merges of the same pair wait for each other. */
async function lockTwo(tx: Tx, kind: MergedKind, keptId: string, goneId: string): Promise<[Row, Row]> {
  if (keptId === goneId) throw new Refused("Choose two different records");
  const rows = await lock(tx, kind, [keptId, goneId]);
  const [kept, gone] = [rows.find(({ id }) => id === keptId), rows.find(({ id }) => id === goneId)];
  if (!kept || !gone) throw new NotFound(`This ${nounOf[kind]}`);
  return [kept, gone];
}

/** Somebody who may sign in is no mere record: their sessions and what they did are their own. */
function refuseUnlike(kind: MergedKind, kept: Row, gone: Row): void {
  if (kind !== "person") return;
  if (!kept.partnerId || kept.partnerId !== gone.partnerId)
    throw new Refused("Only contacts of one partner can be merged");
  if (gone.access !== "none")
    throw new Refused(`${gone.name} has, or had, access to the portal: keep this record and merge the other into it`);
}

/** Only a table with such rows is written: staff may not write to all of them. */
async function move(tx: Tx, link: Link, from: string, to: string): Promise<string[]> {
  const [own, child] = [name(link.column), name(link.child)];
  const found = await tx.execute<{ key: string }>(
    sql`select ${keyOf(link)} as key from ${child} t where t.${own} = ${from}::uuid`,
  );
  if (found.length === 0) return [];
  const names = link.keys.includes(link.column);
  const clash = names
    ? await tx.execute(
        sql`select 1 from ${child} t join ${child} o on ${sameBut(link)} where t.${own} = ${from}::uuid and o.${own} = ${to}::uuid limit 1`,
      )
    : [];
  if (clash.length > 0)
    throw new Refused(`Both stand in the same ${link.child.replaceAll("_", " ")}: take one of them out first`);
  const rows = await tx.execute<{ key: string }>(
    sql`update ${child} t set ${own} = ${to}::uuid where t.${own} = ${from}::uuid returning ${keyOf(link)} as key`,
  );
  return rows.map(({ key }) => key);
}

const sameBut = ({ keys, column }: Link) =>
  sql.join(
    [sql`true`, ...keys.filter((key) => key !== column).map((key) => sql`t.${name(key)} = o.${name(key)}`)],
    sql` and `,
  );

async function putBack(tx: Tx, link: Link, moved: Record<string, string[]>, kept: string, gone: string): Promise<void> {
  const keys = moved[`${link.child}.${link.column}`];
  if (!keys) return;
  const own = name(link.column);
  await tx.execute(sql`update ${name(link.child)} t set ${own} = ${gone}::uuid
    where t.${own} = ${kept}::uuid and ${keyOf(link)} = any(${sql.param(keys)}::text[])`);
}

type Named = Pick<Row, "id" | "name" | "partnerId">;

function entry(
  action: `${MergedKind}.${"merged" | "unmerged"}`,
  kept: Named,
  gone: Named,
  moved: Record<string, string[]>,
  reason: string,
): AuditEntry {
  const rows = Object.fromEntries(Object.entries(moved).map(([where, keys]) => [where, keys.length]));
  const subject = { type: action.split(".")[0] as string, id: gone.id, name: gone.name };
  return { action, subject, partnerId: kept.partnerId, after: { merged: gone.name, into: kept.name, rows }, reason };
}
