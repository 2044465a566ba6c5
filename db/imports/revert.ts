import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";

/** What other rows point to, in the order of their making. */
const entities = ["tiers", "partners", "people", "accounts", "products", "deals", "incentive_grants", "integrations"];
/** What nothing points to. */
const facts = [
  "fx_rates",
  "partner_versions",
  "deal_partners",
  "deal_versions",
  "deal_lines",
  "registrations",
  "activities",
  "revenue_lines",
  "subscriptions",
  "certifications",
  "training_assignments",
  "channel_costs",
  "targets",
  "incentive_uses",
  "funded_deals",
  "satisfaction_answers",
  "support_tickets",
  "installs",
  "uptime_days",
  "engagements",
  "partner_families",
  "external_ids",
  "partner_duplicates",
];

/** What the database derives by itself; a difference there is no change by someone. */
const derived = sql`${`{${["reported_e4", "account_name", "updated_at", "valid_to", "to_on", "last_activity_on"].join(",")}}`}::text[]`;

/** `hashed` are the columns by which a batch that made rows of the table kept their hashes, of row `t`; none if it made none. */
type Shape = { keys: string[]; columns: string[]; hashed: string };

/**
 * Puts every row that a batch touched back to what it was before. Throws Refused with a list when rows were changed,
 * or built upon, after the import.
 */
export async function undoChanges(tx: Tx, batchId: string): Promise<void> {
  // As at publication: the images are too new, or too many, to be joined row by row.
  await tx.execute(sql`set local enable_nestloop = off`);
  const touched = await tx.execute<{ table_name: string }>(
    sql`select table_name from import_changes where batch_id = ${batchId}::uuid
      union select table_name from import_inserts where batch_id = ${batchId}::uuid`,
  );
  const inBatch = (table: string) => touched.some((row) => row.table_name === table);
  const tables = [...entities, ...facts].filter(inBatch);
  const shapes = new Map<string, Shape>();
  for (const table of tables) shapes.set(table, await shapeOf(tx, batchId, table));
  await refuseLaterChanges(tx, batchId, shapes);
  await tx.execute(sql`select set_config('app.reverting', 'on', true)`);
  // New facts go before what they stood beside is restored; new entities go when nothing points to them any more.
  for (const table of facts.filter(inBatch)) await deleteInserted(tx, batchId, table, shapes.get(table) as Shape);
  await tx.execute(sql`delete from external_ids x where x.batch_id = ${batchId}::uuid and not exists (select 1 from import_changes c
    where c.batch_id = ${batchId}::uuid and c.table_name = 'external_ids'
      and c.key = jsonb_build_object('source', x.source, 'entity', x.entity, 'external_id', x.external_id))`);
  for (const table of tables) await restore(tx, batchId, table, shapes.get(table) as Shape);
  for (const table of entities.filter(inBatch).reverse())
    await deleteInserted(tx, batchId, table, shapes.get(table) as Shape);
  await tx.execute(sql`select set_config('app.reverting', '', true), set_config('enable_nestloop', 'on', true)`);
}

async function shapeOf(tx: Tx, batchId: string, table: string): Promise<Shape> {
  const rows = await tx.execute<{
    name: string;
    key: boolean;
  }>(sql`select a.attname as name, coalesce(a.attnum = any(i.indkey), false) as key
    from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
    where a.attrelid = ${`public.${table}`}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`);
  const [kept] = await tx.execute<{ columns: string }>(
    sql`select columns from import_inserts where batch_id = ${batchId}::uuid and table_name = ${table}::text limit 1`,
  );
  const columns = rows.map((row) => row.name);
  const hashedThen = kept?.columns.split(", ").map((name) => name.replaceAll('"', "")) ?? [];
  const hashed = hashedThen.filter((name) => columns.includes(name)).map((name) => `t.${quoted(name)}`);
  return { columns, keys: rows.filter((row) => row.key).map((row) => row.name), hashed: hashed.join(", ") };
}

const quoted = (name: string) => `"${name}"`;
const keyJson = ({ keys }: Shape, row: string) =>
  sql.raw(`jsonb_build_object(${keys.map((key) => `'${key}', ${row}.${quoted(key)}`).join(", ")})`);

/** The first and the last image of each row that the batch changed: what it was (nothing: the batch made it), what it left. */
const net = (batchId: string, table: string) => sql`(
  select key, (array_agg(operation order by id))[1] as first_operation, (array_agg(operation order by id desc))[1] as last_operation,
    (array_agg(before order by id))[1] as before, (array_agg(after order by id desc))[1] as after
  from import_changes where batch_id = ${batchId}::uuid and table_name = ${table}::text group by key)`;

/** The rows that the batch made, of tables whose key begins with an id: by that id, with the hash of what they held. */
const made = (batchId: string, table: string) => sql`(
  select i.id, i.hash from import_inserts b cross join lateral unnest(b.ids, b.hashes) as i(id, hash)
  where b.batch_id = ${batchId}::uuid and b.table_name = ${table}::text)`;

/** Whether row `t` of a table is the one of `m`, by its id alone where that is the whole key. */
const isMade = ({ keys, hashed }: Shape) =>
  keys.length === 1
    ? sql.raw(`t.${quoted(keys[0] as string)} = m.id`)
    : sql.raw(`t.${quoted(keys[0] as string)} = m.id and ${hashOf(hashed)} = m.hash`);

const hashOf = (columns: string) => `hash_record_extended(row(${columns}), 0)`;

async function refuseLaterChanges(tx: Tx, batchId: string, shapes: Map<string, Shape>): Promise<void> {
  const found: string[] = [];
  for (const [table, shape] of shapes) {
    const rows = await tx.execute<{
      what: string;
    }>(sql`select coalesce(n.after ->> 'name', n.after ->> 'reference', n.key::text) as what
      from ${net(batchId, table)} n left join ${sql.identifier(table)} t on ${keyJson(shape, "t")} = n.key
      where n.last_operation <> 'delete' and (to_jsonb(t) - ${derived}) is distinct from (n.after - ${derived}) limit 6`);
    found.push(
      ...[...rows, ...(await changedSince(tx, batchId, table, shape))].map((row) => `${spoken(table)}: ${row.what}`),
    );
    found.push(...(await builtUpon(tx, batchId, table, shape)));
  }
  if (found.length === 0) return;
  const shown = found.slice(0, 12).join("; ");
  throw new Refused(
    `Rows of this import were changed or used since, so it cannot be taken back: ${shown}${found.length > 12 ? "; and more" : ""}`,
  );
}

const spoken = (table: string) => table.replaceAll("_", " ");

/** Rows that the batch made, and did not change itself, that are gone or hold something else now. */
async function changedSince(tx: Tx, batchId: string, table: string, shape: Shape) {
  if (!shape.hashed) return [];
  const key = sql.raw(`t.${quoted(shape.keys[0] as string)}`);
  const name = sql`coalesce(to_jsonb(t) ->> 'name', to_jsonb(t) ->> 'reference', m.id::text)`;
  return tx.execute<{ what: string }>(sql`select ${name} as what from ${made(batchId, table)} m
    left join ${sql.identifier(table)} t on ${key} = m.id
    where ${sql.raw(hashOf(shape.hashed))} is distinct from m.hash
      and not exists (select 1 from ${sql.identifier(table)} t where ${isMade(shape)} and ${sql.raw(hashOf(shape.hashed))} = m.hash)
      and not exists (select 1 from ${net(batchId, table)} n where n.key ->> ${shape.keys[0]}::text = m.id::text) limit 6`);
}

/** Rows made by others that point to rows which the batch made. */
async function builtUpon(tx: Tx, batchId: string, table: string, parent: Shape): Promise<string[]> {
  const links = await tx.execute<{ child: string; column: string; parent: string }>(sql`
    select c.conrelid::regclass::text as child, a.attname as column, p.attname as parent from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] join pg_attribute p on p.attrelid = c.confrelid and p.attnum = c.confkey[1]
    where c.contype = 'f' and c.confrelid = ${`public.${table}`}::regclass and array_length(c.conkey, 1) = 1 and c.conrelid::regclass::text not like 'import_%'`);
  const found: string[] = [];
  for (const { child, column, parent: to } of links) {
    const shape = await shapeOf(tx, batchId, child);
    const own = sql.raw(`t.${quoted(column)}`);
    const pointing = parent.hashed
      ? sql`${own} in (select id from ${made(batchId, table)} m)`
      : sql`${own}::text in (select key ->> ${to}::text from ${net(batchId, table)} n where n.first_operation = 'insert')`;
    const ownRow = shape.hashed
      ? sql`and not exists (select 1 from ${made(batchId, child)} m where ${isMade(shape)})`
      : sql``;
    const rows = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(child)} t
      where ${pointing} ${ownRow} and not exists (select 1 from ${net(batchId, child)} c where c.last_operation <> 'delete' and c.key = ${keyJson(shape, "t")})`);
    const n = rows[0]?.n ?? 0;
    if (n > 0) found.push(`${n} ${spoken(child)} that were added to its ${spoken(table)}`);
  }
  return found;
}

async function deleteInserted(tx: Tx, batchId: string, table: string, shape: Shape): Promise<void> {
  if (shape.hashed)
    await tx.execute(
      sql`delete from ${sql.identifier(table)} t using ${made(batchId, table)} m where ${isMade(shape)}`,
    );
  else
    await tx.execute(sql`delete from ${sql.identifier(table)} t using ${net(batchId, table)} n
      where n.first_operation = 'insert' and ${sameKey(shape, table)}`);
}

/** Joins by the key's columns in their own types, so that the primary key serves. */
const sameKey = (shape: Shape, table: string) =>
  sql.raw(
    shape.keys
      .map((key) => `t.${quoted(key)} = (jsonb_populate_record(null::${quoted(table)}, n.key)).${quoted(key)}`)
      .join(" and "),
  );

async function restore(tx: Tx, batchId: string, table: string, shape: Shape): Promise<void> {
  const list = sql.raw(shape.columns.map(quoted).join(", "));
  const image = sql.raw(shape.columns.map((column) => `b.${quoted(column)}`).join(", "));
  // What the batch made and then changed is removed, not restored.
  const old =
    shape.hashed && shape.keys.length === 1
      ? sql`and not exists (select 1 from ${made(batchId, table)} m where m.id::text = n.key ->> ${shape.keys[0]}::text)`
      : sql``;
  await tx.execute(sql`insert into ${sql.identifier(table)} (${list}) select ${image} from ${net(batchId, table)} n
    cross join lateral jsonb_populate_record(null::${sql.identifier(table)}, n.before) b
    where n.first_operation <> 'insert' and n.last_operation = 'delete' ${old}`);
  await tx.execute(sql`update ${sql.identifier(table)} t set (${list}) = row(${image}) from ${net(batchId, table)} n
    cross join lateral jsonb_populate_record(null::${sql.identifier(table)}, n.before) b
    where n.first_operation <> 'insert' and n.last_operation <> 'delete' and ${sameKey(shape, table)} and to_jsonb(t) is distinct from n.before ${old}`);
}
