import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";

/** What other rows point to, in the order of their making. */
const entities = ["tiers", "partners", "people", "accounts", "products", "deals"];
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
  "external_ids",
  "partner_duplicates",
];

/** What the database derives by itself; a difference there is no change by someone. */
const derived = sql`${`{${["reported_e4", "account_name", "updated_at", "valid_to", "to_on", "last_activity_on"].join(",")}}`}::text[]`;

type Shape = { keys: string[]; columns: string[] };

/**
 * Puts every row that a batch touched back to what it was before. Throws Refused with a list when rows were changed,
 * or built upon, after the import.
 */
export async function undoChanges(tx: Tx, batchId: string): Promise<void> {
  // As at publication: the images are too new, or too many, to be joined row by row.
  await tx.execute(sql`set local enable_nestloop = off`);
  const touched = await tx.execute<{ table_name: string }>(
    sql`select distinct table_name from import_changes where batch_id = ${batchId}::uuid`,
  );
  const inBatch = (table: string) => touched.some((row) => row.table_name === table);
  const tables = [...entities, ...facts].filter(inBatch);
  const shapes = new Map<string, Shape>();
  for (const table of tables) shapes.set(table, await shapeOf(tx, table));
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

async function shapeOf(tx: Tx, table: string): Promise<Shape> {
  const rows = await tx.execute<{
    name: string;
    key: boolean;
  }>(sql`select a.attname as name, coalesce(a.attnum = any(i.indkey), false) as key
    from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
    where a.attrelid = ${`public.${table}`}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`);
  return { columns: rows.map((row) => row.name), keys: rows.filter((row) => row.key).map((row) => row.name) };
}

const quoted = (name: string) => `"${name}"`;
const keyJson = ({ keys }: Shape, row: string) =>
  sql.raw(`jsonb_build_object(${keys.map((key) => `'${key}', ${row}.${quoted(key)}`).join(", ")})`);

/** The first and the last image of each row that the batch touched: what it was (nothing: the batch made it), what it left. */
const net = (batchId: string, table: string) => sql`(
  select key, (array_agg(operation order by id))[1] as first_operation, (array_agg(operation order by id desc))[1] as last_operation,
    (array_agg(before order by id))[1] as before, (array_agg(after order by id desc))[1] as after
  from import_changes where batch_id = ${batchId}::uuid and table_name = ${table}::text group by key)`;

async function refuseLaterChanges(tx: Tx, batchId: string, shapes: Map<string, Shape>): Promise<void> {
  const found: string[] = [];
  for (const [table, shape] of shapes) {
    const rows = await tx.execute<{
      what: string;
    }>(sql`select coalesce(n.after ->> 'name', n.after ->> 'reference', n.key::text) as what
      from ${net(batchId, table)} n left join ${sql.identifier(table)} t on ${keyJson(shape, "t")} = n.key
      where n.last_operation <> 'delete' and (to_jsonb(t) - ${derived}) is distinct from (n.after - ${derived}) limit 6`);
    found.push(...rows.map((row) => `${table.replaceAll("_", " ")}: ${row.what}`));
    found.push(...(await builtUpon(tx, batchId, table)));
  }
  if (found.length === 0) return;
  const shown = found.slice(0, 12).join("; ");
  throw new Refused(
    `Rows of this import were changed or used since, so it cannot be taken back: ${shown}${found.length > 12 ? "; and more" : ""}`,
  );
}

/** Rows made by others that point to rows which the batch made. */
async function builtUpon(tx: Tx, batchId: string, table: string): Promise<string[]> {
  const links = await tx.execute<{ child: string; column: string; parent: string }>(sql`
    select c.conrelid::regclass::text as child, a.attname as column, p.attname as parent from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] join pg_attribute p on p.attrelid = c.confrelid and p.attnum = c.confkey[1]
    where c.contype = 'f' and c.confrelid = ${`public.${table}`}::regclass and array_length(c.conkey, 1) = 1 and c.conrelid::regclass::text not like 'import_%'`);
  const found: string[] = [];
  for (const { child, column, parent } of links) {
    const shape = await shapeOf(tx, child);
    const rows = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(child)} t
      where t.${sql.identifier(column)}::text in (select key ->> ${parent}::text from ${net(batchId, table)} n where n.first_operation = 'insert')
        and ${keyJson(shape, "t")} not in (select key from ${net(batchId, child)} c where c.last_operation <> 'delete')`);
    const n = rows[0]?.n ?? 0;
    if (n > 0) found.push(`${n} ${child.replaceAll("_", " ")} that were added to its ${table.replaceAll("_", " ")}`);
  }
  return found;
}

async function deleteInserted(tx: Tx, batchId: string, table: string, shape: Shape): Promise<void> {
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
  await tx.execute(sql`insert into ${sql.identifier(table)} (${list}) select ${image} from ${net(batchId, table)} n
    cross join lateral jsonb_populate_record(null::${sql.identifier(table)}, n.before) b
    where n.first_operation <> 'insert' and n.last_operation = 'delete'`);
  await tx.execute(sql`update ${sql.identifier(table)} t set (${list}) = row(${image}) from ${net(batchId, table)} n
    cross join lateral jsonb_populate_record(null::${sql.identifier(table)}, n.before) b
    where n.first_operation <> 'insert' and n.last_operation <> 'delete' and ${sameKey(shape, table)} and to_jsonb(t) is distinct from n.before`);
}
