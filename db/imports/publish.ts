import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Entity, entityNames } from "@/lib/imports/entities";
import { findDuplicates } from "./duplicates";
import { type Batch, derivedAlready, fedColumns, linksOf, newValue, type Part, reporting } from "./landing";
import { landChangedDeals, landHistory, landNewDeals, supersede } from "./publish-deals";
import { type Landing, landings } from "./tables";

/** Writes the created and changed items of a settled batch into the portal's tables, entity by entity. */
export async function landItems(tx: Tx, batch: Batch): Promise<void> {
  const todo = await todoOf(tx, batch);
  if (todo.size === 0) return;
  await tx.execute(sql`select set_config('app.import_batch', ${batch.batchId}, true)`);
  await keepExternalIds(tx, batch);
  if (todo.get("history")?.changed) await supersede(tx, batch);
  for (const entity of entityNames) {
    const work = todo.get(entity);
    if (work) await landEntity(tx, batch, entity, work);
  }
  if (todo.has("partner")) await findDuplicates(tx, batch);
  await tx.execute(sql`select set_config('app.import_batch', '', true)`);
}

/** What there is to do for an entity; its new items lie from `first` to `last`. */
type Work = { created: boolean; changed: boolean; first: number; last: number };

/** So many new rows are written by one statement: the database holds a mark for each row and foreign key until its end. */
const rowsPerStatement = 500_000;

async function todoOf(tx: Tx, { batchId }: Batch): Promise<Map<string, Work>> {
  const rows = await tx.execute<
    { entity: string } & Work
  >(sql`select entity, bool_or(outcome = 'created') as created, bool_or(outcome = 'changed') as changed,
      min(seq) filter (where outcome = 'created') as first, max(seq) filter (where outcome = 'created') as last
    from import_items where batch_id = ${batchId}::uuid and outcome in ('created', 'changed') group by entity`);
  return new Map(rows.map(({ entity, ...work }) => [entity, work]));
}

async function keepExternalIds(tx: Tx, { batchId, source }: Batch): Promise<void> {
  await tx.execute(sql`insert into external_ids (source, entity, external_id, entity_id, hash, batch_id)
    select ${source}, entity, external_id, entity_id, hash, batch_id from import_items
    where batch_id = ${batchId}::uuid and outcome = 'created'`);
  await tx.execute(sql`update external_ids x set hash = i.hash, batch_id = i.batch_id, seen_at = now() from import_items i
    where i.batch_id = ${batchId}::uuid and i.outcome = 'changed'
      and x.source = ${source} and x.entity = i.entity and x.external_id = i.external_id`);
}

async function landEntity(tx: Tx, batch: Batch, entity: Entity, work: Work): Promise<void> {
  if (entity === "tier") return landTiers(tx, batch);
  if (entity === "rate") return landRates(tx, batch);
  if (entity === "history") return landHistory(tx, batch);
  const landing = landings[entity] as Landing;
  if (work.created) await landNew(tx, batch, entity, landing, work);
  if (!work.changed) return;
  await updateRows(tx, batch, entity, landing);
  if (entity === "deal") await landChangedDeals(tx, batch);
}

async function landNew(tx: Tx, batch: Batch, entity: Entity, landing: Landing, { first, last }: Work): Promise<void> {
  // Records that may name one of their own kind, such as a parent, come at once: it may be a later one.
  const size = landing.columns.some(({ to }) => to === entity) ? Number.POSITIVE_INFINITY : rowsPerStatement;
  for (let from = first; from <= last; from += size) {
    const part = { ...batch, from, to: Math.min(from + size - 1, last) };
    await (entity === "deal" ? landNewDeals(tx, part, landing) : insertRows(tx, part, entity, landing));
  }
}

const items = ({ batchId }: Batch, entity: Entity, ...outcomes: string[]) =>
  sql`i.batch_id = ${batchId}::uuid and i.entity = ${entity}::text and i.outcome in (${sql.join(
    outcomes.map((one) => sql`${one}`),
    sql`, `,
  )})`;
const names = (list: string[]) => sql.raw(list.map((name) => `"${name}"`).join(", "));

async function insertRows(tx: Tx, batch: Part, entity: Entity, landing: Landing): Promise<void> {
  const columns = [...fedColumns(batch, entity, landing), ...(landing.derived ?? [])];
  const into = [landing.key, ...columns.map(({ column }) => column)];
  const values = columns.map(newValue);
  const insert = sql`with here as materialized (${reporting})
    insert into ${sql.identifier(landing.table)} (${names(into)})
    select ${sql.join([sql`i.entity_id`, ...values], sql`, `)} from import_items i ${linksOf(batch, columns)} cross join here
    where ${items(batch, entity, "created")} and i.seq between ${batch.from}::int and ${batch.to}::int order by i.seq`;
  await (landing.derived ? derivedAlready(tx, insert) : tx.execute(insert));
}

/** Only the fields that the mapping feeds are written; the others stay as they are. */
async function updateRows(tx: Tx, batch: Batch, entity: Entity, landing: Landing): Promise<void> {
  const touched = entity === "partner" || entity === "person" || entity === "deal" ? sql`, updated_at = now()` : sql``;
  const columns = fedColumns(batch, entity, landing).filter(
    ({ column }) => !(entity === "deal" && column === "currency"),
  );
  if (columns.length === 0) return;
  const set = columns.map((column) => {
    const own = sql.identifier(column.column);
    return sql`${own} = case when i.payload ? ${column.field}::text then ${newValue(column)} else t.${own} end`;
  });
  await tx.execute(sql`update ${sql.identifier(landing.table)} t set ${sql.join(set, sql`, `)} ${touched}
    from import_items i ${linksOf(batch, columns)} where ${items(batch, entity, "changed")} and t.id = i.entity_id`);
}

async function landTiers(tx: Tx, batch: Batch): Promise<void> {
  await tx.execute(sql`insert into tiers (key, name, rank) select i.external_id, i.payload ->> 'name', (i.payload ->> 'rank')::int
    from import_items i where ${items(batch, "tier", "created", "changed")} on conflict (key) do update set name = excluded.name, rank = excluded.rank`);
}

async function landRates(tx: Tx, batch: Batch): Promise<void> {
  await tx.execute(sql`insert into fx_rates (currency, "on", rate, source)
    select i.payload ->> 'currency', (i.payload ->> 'on')::date, (i.payload ->> 'rate')::numeric, ${batch.source}
    from import_items i where ${items(batch, "rate", "created", "changed")}
    on conflict (currency, "on") do update set rate = excluded.rate, source = excluded.source`);
}
