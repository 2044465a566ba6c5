import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Entity, entityLabels, fieldsOf, type ReferredEntity } from "@/lib/imports/entities";
import { columnsOf, type Feed, type FieldSpec, type Mapping } from "@/lib/imports/mapping";
import { factRules } from "./fact-rules";

/** `fresh`: the items were made in this transaction, with what they would do by the source's ids. */
export type Settled = { batchId: string; mapping: Mapping; fileNames: Record<string, string>; fresh?: boolean };

/**
 * Decides what each whole item of a batch would do now: created, changed or unchanged against the records of the
 * source, or quarantined because it needs a record that is unknown or in quarantine itself. Run again at publication.
 */
export async function settle(tx: Tx, batch: Settled): Promise<void> {
  // Where joins are made as a whole (`planFor`), an entity's items are read as they lie, not in the order of their ids.
  await tx.execute(sql`select set_config('enable_indexscan', current_setting('enable_nestloop'), true)`);
  await settleItems(tx, batch);
  await tx.execute(sql`set local enable_indexscan = on`);
}

async function settleItems(tx: Tx, batch: Settled): Promise<void> {
  await tx.execute(sql`update import_items set outcome = null, "column" = null, value = null, reason = null
    where batch_id = ${batch.batchId}::uuid and outcome = 'quarantined' and hash is not null`);
  await settleRules(tx, batch);
  // A quarantined record takes those that need it along, which takes others along in turn.
  while ((await settleReferences(tx, batch)) > 0) {}
  await settleOutcomes(tx, batch);
}

async function settleRules(tx: Tx, batch: Settled): Promise<void> {
  const fed = new Set(batch.mapping.feeds.map((feed) => feed.entity));
  if (fed.has("history")) await settleHistory(tx, batch);
  if (fed.has("person")) await settlePeople(tx, batch);
  for (const { entity, wrong, field, why } of factRules)
    if (fed.has(entity)) await refuse(tx, batch, entity, wrong, field, why);
}

async function settleHistory(tx: Tx, batch: Settled): Promise<void> {
  const { batchId } = batch;
  const closed = sql`exists (select 1 from stages s where s.key = i.payload ->> 'stage' and s.outcome <> 'open')`;
  await refuse(
    tx,
    batch,
    "history",
    sql`i.payload ->> 'on' is null and ${closed}`,
    "on",
    "a won or lost deal needs the day on which it was closed",
  );
  // As an array it is made once; as a subquery it would be made again for each item.
  const of = (rule: SQL) => sql`i.seq = any(array(select seq from (
      select h.seq, h.payload ->> 'on' as day, s.outcome, max((h.payload ->> 'on')::timestamp) filter (where s.outcome = 'open') over w as last_open,
        min(h.seq) filter (where h.payload ->> 'on' is null and s.key is not null) over w as first_undated
      from import_items h left join stages s on s.key = h.payload ->> 'stage'
      where h.batch_id = ${batchId}::uuid and h.entity = 'history' and h.hash is not null
      window w as (partition by h.payload ->> 'deal')) h where ${rule}))`;
  await refuse(
    tx,
    batch,
    "history",
    of(sql`h.outcome <> 'open' and h.last_open > h.day::timestamp`),
    "on",
    "is closed before it was opened",
  );
  await refuse(
    tx,
    batch,
    "history",
    of(sql`h.day is null and h.seq > h.first_undated`),
    "on",
    "is a second stage of the deal without a day",
  );
}

async function settlePeople(tx: Tx, batch: Settled): Promise<void> {
  const { batchId } = batch;
  await refuse(
    tx,
    batch,
    "person",
    sql`exists (select 1 from people p where lower(p.email) = i.payload ->> 'email' and not exists (select 1 from external_ids x
      where x.source = ${batch.mapping.source} and x.entity = 'person' and x.external_id = i.external_id and x.entity_id = p.id))
      or i.seq in (select seq from (select seq, row_number() over (partition by payload ->> 'email' order by seq) as n from import_items
        where batch_id = ${batchId}::uuid and entity = 'person' and hash is not null and payload ->> 'email' is not null) s where n > 1)`,
    "email",
    "is the e-mail address of another person",
  );
  await refuse(
    tx,
    batch,
    "person",
    sql`(i.payload ->> 'kind' = 'partner') <> (i.payload ->> 'partner' is not null)`,
    "partner",
    "a partner's person needs a partner, and staff have none",
  );
}

/** Holds back the whole items of an entity that a rule is against, under the column that their field is read from. */
async function refuse(tx: Tx, batch: Settled, entity: Entity, when: SQL, field: string, reason: string): Promise<void> {
  const spec = batch.mapping.feeds.findLast((feed) => feed.entity === entity && feed.fields[field])?.fields[field];
  const column = (spec && columnsOf(spec as FieldSpec)[0]) ?? field;
  await tx.execute(sql`update import_items i set outcome = 'quarantined', "column" = ${column}::text,
      value = i.payload ->> ${field}::text, reason = ${reason}::text
    where i.batch_id = ${batch.batchId}::uuid and i.entity = ${entity}::text and i.hash is not null and (${when})`);
}

/** One pass over all references; returns how many items went into quarantine by it. */
async function settleReferences(tx: Tx, batch: Settled): Promise<number> {
  let count = 0;
  const seen = new Set<string>();
  for (const feed of batch.mapping.feeds) {
    const fileName = batch.fileNames[feed.from];
    if (!fileName) continue;
    for (const [field, about] of Object.entries(fieldsOf(feed.entity))) {
      const key = `${feed.entity} ${feed.from} ${field}`;
      if (about.kind !== "ref" || !feed.fields[field] || seen.has(key)) continue;
      seen.add(key);
      count += await settleReference(tx, batch, feed, field, about.to, fileName);
    }
  }
  const fed = new Set(batch.mapping.feeds.map((feed) => feed.entity));
  if (fed.has("deal")) count += await settleDeals(tx, batch);
  return count;
}

async function settleReference(
  tx: Tx,
  batch: Settled,
  feed: Feed,
  field: string,
  to: ReferredEntity,
  file: string,
): Promise<number> {
  const value = sql`i.payload ->> ${field}::text`;
  const label = entityLabels[to][0];
  const column = columnsOf(feed.fields[field] as FieldSpec)[0] ?? field;
  const target = sql`select 1 from import_items t where t.batch_id = ${batch.batchId}::uuid and t.entity = ${to}::text and t.external_id = ${value}`;
  // A part of a deal follows the deal of the same batch; anything else may also lean on a record from before.
  const held = sql`exists (${target} and t.outcome is not distinct from 'quarantined')`;
  const isPart = ["history", "line"].includes(feed.entity) && to === "deal";
  const unknown = isPart ? sql`(${held} or not ${known(batch, to, value)})` : sql`not ${known(batch, to, value)}`;
  const rows =
    await tx.execute(sql`update import_items i set outcome = 'quarantined', "column" = ${column}::text, value = ${value},
      reason = coalesce((select ${`its ${label} is in quarantine: `}::text || t.file || ' line ' || t.line from import_items t
        where t.batch_id = ${batch.batchId}::uuid and t.entity = ${to}::text and t.external_id = ${value} and t.outcome = 'quarantined' order by t.seq limit 1),
        ${`no ${label} of this source has this id`}::text)
    where i.batch_id = ${batch.batchId}::uuid and i.entity = ${feed.entity}::text and i.file = ${file}::text
      and i.outcome is distinct from 'quarantined' and ${value} is not null
      and not exists (${target} and t.outcome is distinct from 'quarantined') and ${unknown}
    returning 1`);
  return rows.length;
}

function known({ mapping }: Settled, to: ReferredEntity, value: SQL) {
  if (to === "stage") return sql`exists (select 1 from stages s where s.key = ${value})`;
  if (to === "tier") return sql`exists (select 1 from tiers s where s.key = ${value})`;
  return sql`exists (select 1 from external_ids x where x.source = ${mapping.source}::text and x.entity = ${to}::text and x.external_id = ${value})`;
}

/** A deal is taken with all of its history and lines or not at all, and never without a stage. */
async function settleDeals(tx: Tx, { batchId, mapping }: Settled): Promise<number> {
  const parts =
    await tx.execute(sql`update import_items i set outcome = 'quarantined', "column" = null, value = i.external_id, reason = p.reason
    from (select distinct on (payload ->> 'deal') payload ->> 'deal' as deal,
        'its ' || case entity when 'line' then 'line' else 'stage history' end || ' is in quarantine: ' || file || ' line ' || line as reason
      from import_items where batch_id = ${batchId}::uuid and entity in ('history', 'line') and outcome = 'quarantined' order by 1, seq) p
    where i.batch_id = ${batchId}::uuid and i.entity = 'deal' and i.outcome is distinct from 'quarantined' and i.external_id = p.deal returning 1`);
  const stageless =
    await tx.execute(sql`update import_items i set outcome = 'quarantined', "column" = null, value = i.external_id, reason = 'has no stage: the files say nothing of its history'
    where i.batch_id = ${batchId}::uuid and i.entity = 'deal' and i.outcome is distinct from 'quarantined'
      and not exists (select 1 from import_items h where h.batch_id = i.batch_id and h.entity = 'history' and h.payload ->> 'deal' = i.external_id)
      and not exists (select 1 from external_ids x where x.source = ${mapping.source} and x.entity = 'deal' and x.external_id = i.external_id) returning 1`);
  return parts.length + stageless.length;
}

async function settleOutcomes(tx: Tx, { batchId, mapping, fresh }: Settled): Promise<void> {
  const open = fresh ? sql`and (n.outcome is null or n.entity in ('tier', 'rate'))` : sql``;
  await tx.execute(sql`update import_items i set outcome = d.outcome, entity_id = d.entity_id
    from (select n.seq, case
          when x.hash is null and n.entity = 'tier' and exists (select 1 from tiers t where t.key = n.external_id) then 'unchanged'
          when x.hash is null and n.entity = 'rate' and exists (select 1 from fx_rates r where r.currency = n.payload ->> 'currency' and r.on = (n.payload ->> 'on')::date) then 'changed'
          when x.hash is null then 'created' when x.hash = n.hash then 'unchanged' else 'changed' end as outcome,
        case when n.entity = 'tier' then md5('tier:' || n.external_id)::uuid
          when n.entity = 'rate' then md5('rate:' || (n.payload ->> 'currency') || ':' || (n.payload ->> 'on'))::uuid
          else coalesce(x.entity_id, n.entity_id, gen_random_uuid()) end as entity_id
      from import_items n left join external_ids x on x.source = ${mapping.source}::text and x.entity = n.entity and x.external_id = n.external_id
      where n.batch_id = ${batchId}::uuid and n.outcome is distinct from 'quarantined' ${open}) d
    where i.batch_id = ${batchId}::uuid and i.seq = d.seq and (i.outcome, i.entity_id) is distinct from (d.outcome, d.entity_id)`);
}
