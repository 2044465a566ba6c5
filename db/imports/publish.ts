import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Entity, entityNames } from "@/lib/imports/entities";
import { findDuplicates } from "./duplicates";
import { type Landing, landings } from "./tables";

type Batch = { batchId: string; source: string };

/** Writes the created and changed items of a settled batch into the portal's tables, entity by entity. */
export async function landItems(tx: Tx, batch: Batch): Promise<void> {
  const todo = await todoOf(tx, batch);
  if (todo.size === 0) return;
  // The batch's rows are too new for the planner to know how many there are: row by row would take hours.
  await tx.execute(
    sql`select set_config('app.import_batch', ${batch.batchId}, true), set_config('enable_nestloop', 'off', true)`,
  );
  await keepExternalIds(tx, batch);
  for (const entity of entityNames) {
    const work = todo.get(entity);
    if (work) await landEntity(tx, batch, entity, work);
  }
  if (todo.has("partner")) await findDuplicates(tx, batch);
  await tx.execute(sql`select set_config('app.import_batch', '', true), set_config('enable_nestloop', 'on', true)`);
}

type Work = { created: boolean; changed: boolean };

async function todoOf(tx: Tx, { batchId }: Batch): Promise<Map<string, Work>> {
  const rows = await tx.execute<
    { entity: string } & Work
  >(sql`select entity, bool_or(outcome = 'created') as created, bool_or(outcome = 'changed') as changed
    from import_items where batch_id = ${batchId}::uuid and outcome in ('created', 'changed') group by entity`);
  return new Map(rows.map(({ entity, ...work }) => [entity, work]));
}

async function keepExternalIds(tx: Tx, { batchId, source }: Batch): Promise<void> {
  await tx.execute(sql`insert into external_ids (source, entity, external_id, entity_id, hash, batch_id)
    select ${source}, entity, external_id, entity_id, hash, batch_id from import_items
    where batch_id = ${batchId}::uuid and outcome in ('created', 'changed')
    on conflict (source, entity, external_id) do update set hash = excluded.hash, batch_id = excluded.batch_id, seen_at = now()`);
}

async function landEntity(tx: Tx, batch: Batch, entity: Entity, work: Work): Promise<void> {
  if (entity === "tier") return landTiers(tx, batch);
  if (entity === "rate") return landRates(tx, batch);
  if (entity === "history") return landHistory(tx, batch, work);
  const landing = landings[entity] as Landing;
  if (work.created) await insertRows(tx, batch, entity, landing);
  if (work.changed) await updateRows(tx, batch, entity, landing);
  if (entity === "deal") await landDealPartners(tx, batch);
}

const items = ({ batchId }: Batch, entity: Entity, ...outcomes: string[]) =>
  sql`import_items i where i.batch_id = ${batchId}::uuid and i.entity = ${entity}::text and i.outcome in (${sql.join(
    outcomes.map((one) => sql`${one}`),
    sql`, `,
  )})`;
const names = (list: string[]) => sql.raw(list.map((name) => `"${name}"`).join(", "));

async function insertRows(tx: Tx, batch: Batch, entity: Entity, landing: Landing): Promise<void> {
  const columns = landing.columns.map((column) => {
    const value = column.value(sql`${batch.source}::text`);
    return column.fallback ? sql`coalesce(${value}, ${sql.raw(column.fallback)})` : value;
  });
  // A deal's stage and amount are set by its history, which follows; the row needs some stage until then.
  const extra =
    entity === "deal" ? sql`, (select key from stages where outcome = 'open' order by position limit 1)` : sql``;
  const into = [
    landing.key,
    ...landing.columns.map((column) => column.column),
    ...(entity === "deal" ? ["stage"] : []),
  ];
  await tx.execute(sql`insert into ${sql.identifier(landing.table)} (${names(into)})
    select i.entity_id, ${sql.join(columns, sql`, `)} ${extra} from ${items(batch, entity, "created")} order by i.seq`);
}

/** Only the fields that the mapping feeds are written; the others stay as they are. */
async function updateRows(tx: Tx, batch: Batch, entity: Entity, landing: Landing): Promise<void> {
  const touched = entity === "partner" || entity === "person" || entity === "deal" ? sql`, updated_at = now()` : sql``;
  const columns = landing.columns.filter((column) => !(entity === "deal" && column.column === "currency"));
  const set = columns.map(({ column, field, value, fallback }) => {
    const given = fallback
      ? sql`coalesce(${value(sql`${batch.source}::text`)}, ${sql.raw(fallback)})`
      : value(sql`${batch.source}::text`);
    return sql`${sql.identifier(column)} = case when i.payload ? ${field}::text then ${given} else t.${sql.identifier(column)} end`;
  });
  await tx.execute(sql`update ${sql.identifier(landing.table)} t set ${sql.join(set, sql`, `)} ${touched}
    from ${items(batch, entity, "changed")} and t.id = i.entity_id`);
}

async function landTiers(tx: Tx, batch: Batch): Promise<void> {
  await tx.execute(sql`insert into tiers (key, name, rank) select i.external_id, i.payload ->> 'name', (i.payload ->> 'rank')::int
    from ${items(batch, "tier", "created", "changed")} on conflict (key) do update set name = excluded.name, rank = excluded.rank`);
}

async function landRates(tx: Tx, batch: Batch): Promise<void> {
  await tx.execute(sql`insert into fx_rates (currency, "on", rate, source)
    select i.payload ->> 'currency', (i.payload ->> 'on')::date, (i.payload ->> 'rate')::numeric, ${batch.source}
    from ${items(batch, "rate", "created", "changed")}
    on conflict (currency, "on") do update set rate = excluded.rate, source = excluded.source`);
}

async function landDealPartners(tx: Tx, batch: Batch): Promise<void> {
  const partner = (field: string) =>
    sql`(select x.entity_id from external_ids x where x.source = ${batch.source}::text and x.entity = 'partner' and x.external_id = i.payload ->> ${field}::text)`;
  const changed = sql`(select 1 from ${items(batch, "deal", "changed")} and i.entity_id = t.deal_id`;
  await tx.execute(
    sql`delete from deal_partners t where t.role = 'sourcing' and exists ${changed} and i.payload ? 'partner' and ${partner("partner")} is distinct from t.partner_id)`,
  );
  await tx.execute(sql`delete from deal_partners t where t.role = 'influencing' and exists ${changed}
    and (${partner("partner")} = t.partner_id or i.payload ? 'influencer' and ${partner("influencer")} is distinct from t.partner_id))`);
  await tx.execute(sql`insert into deal_partners (deal_id, partner_id, role) select * from (
      select i.entity_id, ${partner("partner")} as partner_id, 'sourcing' from ${items(batch, "deal", "created", "changed")}) s
    where partner_id is not null on conflict do nothing`);
  await tx.execute(sql`insert into deal_partners (deal_id, partner_id, role) select * from (
      select i.entity_id, ${partner("influencer")} as partner_id, 'influencing' from ${items(batch, "deal", "created", "changed")}) s
    where partner_id is not null on conflict do nothing`);
}

/**
 * Stages with their day become versions. A changed one supersedes what was imported before. Stages of one day follow
 * one another by a second, in the order of the mapping.
 */
async function landHistory(tx: Tx, batch: Batch, work: Work): Promise<void> {
  if (work.changed) await supersede(tx, batch);
  await tx.execute(sql`insert into deal_versions (id, deal_id, valid_from, from_on, stage, amount_e4, currency, recorded_by_id)
    ${versions(batch)}`);
}

async function supersede(tx: Tx, batch: Batch): Promise<void> {
  await tx.execute(sql`update deal_versions t set superseded_at = now(), superseded_by_id = nullif(current_setting('app.person_id', true), '')::uuid
    from ${items(batch, "history", "changed")} and t.id = i.entity_id`);
  // The superseded version keeps the old id, so the source's id moves on to the new one.
  await tx.execute(
    sql`update import_items i set entity_id = gen_random_uuid() where i.batch_id = ${batch.batchId}::uuid and i.entity = 'history' and i.outcome = 'changed'`,
  );
  await tx.execute(sql`update external_ids x set entity_id = i.entity_id from ${items(batch, "history", "changed")}
    and x.source = ${batch.source} and x.entity = 'history' and x.external_id = i.external_id`);
}

const versions = (batch: Batch): SQL => sql`
  select h.id, h.deal_id, h.at + (h.n + (select count(*) from deal_versions v where v.deal_id = h.deal_id and v.superseded_at is null
      and h.at > '-infinity' and v.valid_from >= h.at and v.valid_from < h.at + interval '1 minute')) * interval '1 second',
    '-infinity', h.stage, h.amount_e4, h.currency, nullif(current_setting('app.person_id', true), '')::uuid
  from (select i.entity_id as id, d.id as deal_id, i.seq, i.payload ->> 'stage' as stage, (i.payload ->> 'amount')::bigint as amount_e4, d.currency, a.at,
      row_number() over (partition by d.id, a.at order by i.seq) - 1 as n
    from import_items i
    join external_ids x on x.source = ${batch.source}::text and x.entity = 'deal' and x.external_id = i.payload ->> 'deal'
    join deals d on d.id = x.entity_id
    cross join lateral (select coalesce((i.payload ->> 'on')::timestamp at time zone (select time_zone from settings), '-infinity') as at) a
    where i.batch_id = ${batch.batchId}::uuid and i.entity = 'history' and i.outcome in ('created', 'changed')) h`;
