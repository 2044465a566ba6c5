import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Batch, derivedAlready, fedColumns, linksOf, newValue, type Part, reporting } from "./landing";
import { type Landing, link, reported } from "./tables";

const openStage = sql`(select key from stages where outcome = 'open' order by position limit 1)`;
const person = sql`nullif(current_setting('app.person_id', true), '')::uuid`;

/**
 * Writes new deals with their stages and partners as they will stand: what triggers would derive row by row
 * (`set_reported`, `refresh_deals`, `deal_partners_changed`) is worked out for all at once, and they are told to leave it.
 */
export async function landNewDeals(tx: Tx, batch: Part, landing: Landing): Promise<void> {
  const columns = fedColumns(batch, "deal", landing);
  const partners = partnersOf(batch);
  const names = columns.map(({ column }) => sql.identifier(column));
  const plain = sql.join(
    names.map((name) => sql`n.${name}`),
    sql`, `,
  );
  const values = columns.map((column) => sql`${newValue(column)} as ${sql.identifier(column.column)}`);
  await derivedAlready(
    tx,
    sql`with here as materialized (${reporting}), new as materialized (
      select ${sql.join([sql`i.seq, i.entity_id as id, i.external_id`, ...values, ...partners.values], sql`, `)}
      from import_items i ${linksOf(batch, columns)} ${partners.links}
      where i.batch_id = ${batch.batchId}::uuid and i.entity = 'deal' and i.outcome = 'created' and i.seq between ${batch.from}::int and ${batch.to}::int
    ), staged as (${stagesOf(batch)}), held as materialized (${heldVersions}), state as (${stateOfDeals}),
    made as (insert into deals (id, ${sql.join(names, sql`, `)}, partner_id, stage, outcome, amount_e4, opened_on, stage_since, closed_on, reported_e4)
      select n.id, ${plain}, n.partner_id, coalesce(s.stage, ${openStage}), coalesce(s.outcome, 'open'), coalesce(s.amount_e4, 0), s.opened_on, nullif(s.stage_since, '-infinity'),
        case when s.outcome <> 'open' then nullif(s.outcome_on, '-infinity') end,
        case when s.outcome = 'open' then s.reported_e4 else ${reported(sql`s.amount_e4`, sql`s.currency`, sql`s.outcome_on`)} end
      from new n left join state s on s.deal_id = n.id cross join here order by n.seq),
    sourced as (insert into deal_partners (deal_id, partner_id, role) select id, partner_id, 'sourcing' from new where partner_id is not null
      union all select id, influencer_id, 'influencing' from new where influencer_id is not null and influencer_id is distinct from partner_id)
    insert into deal_versions (id, deal_id, valid_from, valid_to, from_on, to_on, stage, amount_e4, currency, reported_e4, recorded_by_id)
    select id, deal_id, valid_from, valid_to, from_on, (valid_to at time zone here.time_zone)::date, stage, amount_e4, currency, reported_e4, ${person}
    from held cross join here order by seq`,
  );
}

function partnersOf({ mapping, source }: Batch) {
  const fed = (field: string) => mapping.feeds.some((feed) => feed.entity === "deal" && feed.fields[field]);
  const one = (field: string, as: string) => ({
    value: fed(field)
      ? sql`${sql.identifier(`x_${field}`)}.entity_id as ${sql.identifier(as)}`
      : sql`null::uuid as ${sql.identifier(as)}`,
    links: fed(field) ? [link(source, field, "partner")] : [],
  });
  const both = [one("partner", "partner_id"), one("influencer", "influencer_id")];
  return {
    values: both.map(({ value }) => value),
    links: sql.join(
      both.flatMap(({ links }) => links),
      sql` `,
    ),
  };
}

/** The stages of the new deals. Those of one day follow one another by a second, in the order of the mapping. */
const stagesOf = (batch: Batch): SQL => sql`
  select h.id, h.deal_id, h.seq, h.stage, h.amount_e4, h.currency,
    h.at + (row_number() over (partition by h.deal_id, h.at order by h.seq) - 1) * interval '1 second' as valid_from
  from (select i.entity_id as id, n.id as deal_id, i.seq, i.payload ->> 'stage' as stage, (i.payload ->> 'amount')::bigint as amount_e4, n.currency,
      coalesce((i.payload ->> 'on')::timestamp at time zone here.time_zone, '-infinity') as at
    from import_items i join new n on n.external_id = i.payload ->> 'deal' cross join here
    where i.batch_id = ${batch.batchId}::uuid and i.entity = 'history' and i.outcome in ('created', 'changed')) h`;

/** The stages as versions, each until the next; with what the one before it was, for the state of the deal. */
const heldVersions = sql`
  select v.*, s.outcome, ${reported(sql`v.amount_e4`, sql`v.currency`, sql`case when v.from_on > '-infinity' then v.from_on else here.today end`)} as reported_e4,
    lead(v.valid_from) over w as valid_to, lag(v.stage) over w as before_stage, lag(s.outcome) over w as before_outcome
  from (select staged.*, case when valid_from > '-infinity' then (valid_from at time zone here.time_zone)::date else '-infinity' end as from_on
    from staged cross join here) v join stages s on s.key = v.stage cross join here
  window w as (partition by v.deal_id order by v.valid_from)`;

/** As the database's `refresh_deals`. */
const stateOfDeals = sql`
  select deal_id, max(stage) filter (where valid_to is null) as stage, max(outcome) filter (where valid_to is null) as outcome,
    max(amount_e4) filter (where valid_to is null) as amount_e4, max(currency) filter (where valid_to is null) as currency,
    max(reported_e4) filter (where valid_to is null) as reported_e4, nullif(min(from_on), '-infinity') as opened_on,
    max(valid_from) filter (where stage is distinct from before_stage) as stage_since,
    max(from_on) filter (where outcome is distinct from before_outcome) as outcome_on
  from held group by deal_id`;

/** Gives changed deals the partners that their files name now. */
export async function landChangedDeals(tx: Tx, batch: Batch): Promise<void> {
  const { batchId, source } = batch;
  const partner = (field: string) =>
    sql`(select x.entity_id from external_ids x where x.source = ${source}::text and x.entity = 'partner' and x.external_id = i.payload ->> ${field}::text)`;
  const items = sql`import_items i where i.batch_id = ${batchId}::uuid and i.entity = 'deal' and i.outcome = 'changed'`;
  const changed = sql`(select 1 from ${items} and i.entity_id = t.deal_id`;
  await tx.execute(
    sql`delete from deal_partners t where t.role = 'sourcing' and exists ${changed} and i.payload ? 'partner' and ${partner("partner")} is distinct from t.partner_id)`,
  );
  await tx.execute(sql`delete from deal_partners t where t.role = 'influencing' and exists ${changed}
    and (${partner("partner")} = t.partner_id or i.payload ? 'influencer' and ${partner("influencer")} is distinct from t.partner_id))`);
  for (const [field, role] of [
    ["partner", "sourcing"],
    ["influencer", "influencing"],
  ] as const)
    await tx.execute(sql`insert into deal_partners (deal_id, partner_id, role)
      select * from (select i.entity_id, ${partner(field)} as partner_id, ${role}::text from ${items}) s
      where partner_id is not null on conflict do nothing`);
}

/** Writes the stages of deals that were there before; those of new deals came with them. */
export async function landHistory(tx: Tx, batch: Batch): Promise<void> {
  await tx.execute(sql`insert into deal_versions (id, deal_id, valid_from, from_on, stage, amount_e4, currency, recorded_by_id)
    ${versions(batch)}`);
}

/**
 * Marks the versions superseded that the batch's files say otherwise now, and moves the source's id of each on to the one
 * that comes in its place: the superseded version keeps its own.
 */
export async function supersede(tx: Tx, { batchId, source }: Batch): Promise<void> {
  const items = sql`import_items i where i.batch_id = ${batchId}::uuid and i.entity = 'history' and i.outcome = 'changed'`;
  await tx.execute(sql`update deal_versions t set superseded_at = now(), superseded_by_id = ${person}
    from ${items} and t.id = i.entity_id`);
  await tx.execute(
    sql`update import_items i set entity_id = gen_random_uuid() where i.batch_id = ${batchId}::uuid and i.entity = 'history' and i.outcome = 'changed'`,
  );
  await tx.execute(sql`update external_ids x set entity_id = i.entity_id from ${items}
    and x.source = ${source} and x.entity = 'history' and x.external_id = i.external_id`);
}

const versions = ({ batchId, source }: Batch): SQL => sql`
  select h.id, h.deal_id, h.at + (h.n + (select count(*) from deal_versions v where v.deal_id = h.deal_id and v.superseded_at is null
      and h.at > '-infinity' and v.valid_from >= h.at and v.valid_from < h.at + interval '1 minute')) * interval '1 second',
    '-infinity', h.stage, h.amount_e4, h.currency, ${person}
  from (select i.entity_id as id, d.id as deal_id, i.seq, i.payload ->> 'stage' as stage, (i.payload ->> 'amount')::bigint as amount_e4, d.currency, a.at,
      row_number() over (partition by d.id, a.at order by i.seq) - 1 as n
    from import_items i
    join external_ids x on x.source = ${source}::text and x.entity = 'deal' and x.external_id = i.payload ->> 'deal'
    join deals d on d.id = x.entity_id
    cross join lateral (select coalesce((i.payload ->> 'on')::timestamp at time zone (select time_zone from settings), '-infinity') as at) a
    where i.batch_id = ${batchId}::uuid and i.entity = 'history' and i.outcome in ('created', 'changed')
      and not exists (select 1 from import_items n where n.batch_id = i.batch_id and n.entity = 'deal' and n.outcome = 'created' and n.external_id = i.payload ->> 'deal')) h`;
