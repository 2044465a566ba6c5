import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  columnsOf,
  type Feed,
  type FieldSpec,
  type Join,
  type Mapping,
  specsOf,
  splitColumn,
} from "@/lib/imports/mapping";
import { brokenRow, type Item, type SourceRow, startFeed } from "@/lib/imports/transform";
import type { StagedFile } from "./stage";

const itemsPerWrite = 1_000;
const bytesPerFetch = 500_000;

/** What the feeds of a batch read: its files by the name they have in the mapping. */
export type Source = { batchId: string; mapping: Mapping; files: StagedFile[]; timeZone: string };

/** Makes the items that the staged rows ask for, feed by feed, through a cursor: no file is ever held whole. */
export async function transformRows(tx: Tx, source: Source): Promise<void> {
  await tx.execute(sql`delete from import_items where batch_id = ${source.batchId}`);
  // The staged rows have no statistics yet; without them the joins would be planned row by row.
  await tx.execute(sql`set local enable_nestloop = off`);
  let seq = 0;
  for (const feed of source.mapping.feeds) seq = await runFeed(tx, source, feed, seq);
}

async function runFeed(tx: Tx, source: Source, feed: Feed, firstSeq: number): Promise<number> {
  const file = source.files.find((one) => one.file === feed.from);
  if (!file) return firstSeq;
  const run = startFeed(source.mapping, feed, source.timeZone);
  const writer = itemWriter(tx, source, file.name, firstSeq);
  await tx.execute(sql`declare feed no scroll cursor for ${feedQuery(source, feed, file)}`);
  const fetch = sql.raw(`fetch ${fetchSize(file)} from feed`);
  for (;;) {
    const rows = await tx.execute<SourceRow & Record<string, unknown>>(fetch);
    if (rows.length === 0) break;
    for (const row of rows) for (const item of run.add(row)) await writer.add(item);
  }
  await tx.execute(sql`close feed`);
  for (const item of run.end()) await writer.add(item);
  const nextSeq = await writer.flush();
  await sameIds(tx, source.batchId, feed, [firstSeq, nextSeq]);
  return nextSeq;
}

const fetchSize = (file: StagedFile) =>
  Math.max(10, Math.min(1_000, Math.floor(bytesPerFetch / Math.max(1, file.bytes / Math.max(1, file.rows)))));

/** The feed's rows with the first row of each joined file that has the same key, in the order of groups and lines. */
function feedQuery(source: Source, feed: Feed, file: StagedFile): SQL {
  const joins = (feed.join ?? []).map((join) => joinOf(source, feed, join));
  const read = columnsOfFeed(feed);
  const found = (feed.join ?? []).map(
    (join) =>
      sql`${join.as}::text, case when ${alias(join.as)}.key is not null then ${pick(alias(join.as), read(join.as))} end`,
  );
  const joined = found.length ? sql`jsonb_build_object(${sql.join(found, sql`, `)})` : sql`'{}'::jsonb`;
  const groups = (feed.groupBy ?? []).map((column) => sql`${cellOf(feed, column)} collate "C", `);
  return sql`select r.line, ${pick(sql.raw("r"), [...read(null), brokenRow])} as cells, ${joined} as joined from import_rows r ${sql.join(joins, sql` `)}
    where r.batch_id = ${source.batchId}::uuid and r.file = ${file.name}::text order by ${sql.join([...groups, sql`r.line`])}`;
}

/** The columns that a feed reads of its own file (null) or of a joined one, by alias. */
function columnsOfFeed(feed: Feed): (alias: string | null) => string[] {
  const written = [
    ...specsOf(feed).flatMap(({ spec }) => columnsOf(spec)),
    ...(feed.where ?? []).map((condition) => condition.column),
    ...(feed.groupBy ?? []),
    ...(feed.join ?? []).map((join) => join.on.local),
  ].map((column) => splitColumn(feed, column));
  return (of) => [...new Set(written.filter((at) => at.alias === of).map((at) => at.column))];
}

/** A function takes at most a hundred arguments, so a feed of many columns takes the row as it is. */
function pick(row: SQL, columns: string[]): SQL {
  if (columns.length === 0) return sql`'{}'::jsonb`;
  if (columns.length > 45) return sql`${row}.cells`;
  const pairs = columns.map((column) => sql`${column}::text, ${row}.cells -> ${column}::text`);
  return sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
}

function joinOf(source: Source, feed: Feed, join: Join): SQL {
  const file = source.files.find((one) => one.file === join.file)?.name ?? "";
  const local = cellOf(feed, join.on.local);
  const map = join.on.map ? JSON.stringify(source.mapping.valueMaps?.[join.on.map] ?? {}) : null;
  const key = map ? sql`coalesce(${map}::jsonb ->> ${local}, ${local})` : local;
  return sql`left join (select distinct on (key) key, cells from (
        select btrim(cells ->> ${join.on.foreign}::text) as key, cells, line from import_rows
        where batch_id = ${source.batchId}::uuid and file = ${file}::text) s
      where key <> '' order by key, line) ${alias(join.as)} on ${alias(join.as)}.key = ${key}`;
}

function cellOf(feed: Feed, column: string): SQL {
  const at = splitColumn(feed, column);
  return sql`btrim(${at.alias ? alias(at.alias) : sql.raw("r")}.cells ->> ${at.column}::text)`;
}

const alias = (name: string): SQL => sql`${sql.identifier(`j_${name}`)}`;

function itemWriter(tx: Tx, source: Source, file: string, firstSeq: number) {
  let seq = firstSeq;
  let items: unknown[] = [];
  const flush = async () => {
    if (items.length > 0) await tx.execute(insertItems(source, file, JSON.stringify(items)));
    items = [];
    return seq;
  };
  const add = async ({ entity, externalId, line, payload, hash, fault }: Item) => {
    items.push({
      seq,
      entity,
      external_id: externalId,
      line,
      payload,
      hash,
      column: fault?.column,
      value: fault?.value.slice(0, 500),
      reason: fault?.reason,
    });
    seq += 1;
    if (items.length >= itemsPerWrite) await flush();
  };
  return { add, flush };
}

/** With what each would most likely do, by what the source's ids say now; settling puts right what is otherwise. */
const insertItems = ({ batchId, mapping }: Source, file: string, json: string): SQL => {
  const known = (column: string) =>
    sql`(select x.${sql.identifier(column)} from external_ids x where x.source = ${mapping.source}::text and x.entity = i.entity and x.external_id = i.external_id)`;
  return sql`insert into import_items (batch_id, seq, entity, external_id, file, line, payload, hash, "column", value, reason, outcome, entity_id)
    select ${batchId}::uuid, seq, entity, external_id, ${file}::text, line, payload, hash, "column", value, reason,
      case when hash is null then 'quarantined' when ${known("hash")} is null then 'created' when ${known("hash")} = hash then 'unchanged' else 'changed' end,
      case when hash is not null then coalesce(${known("entity_id")}, gen_random_uuid()) end
    from jsonb_to_recordset(${json}::jsonb) as i(seq int, entity text, external_id text, line int, payload jsonb, hash text, "column" text, value text, reason text)`;
};

/** What becomes of items whose id has been used before in the batch: refused, left out, or numbered. */
async function sameIds(tx: Tx, batchId: string, feed: Feed, [from, to]: [number, number]): Promise<void> {
  const idColumn = columnsOf(feed.fields.id as FieldSpec)[0] ?? "id";
  const again = sql`(select seq, external_id, n, first_line, first_file from (
      select seq, external_id, row_number() over w as n, first_value(line) over w as first_line, first_value(file) over w as first_file
      from import_items where batch_id = ${batchId}::uuid and entity = ${feed.entity}::text and external_id is not null
      window w as (partition by external_id order by seq)) s where n > 1 and seq >= ${from}::int and seq < ${to}::int) a`;
  const at = sql`i.batch_id = ${batchId}::uuid and i.seq = a.seq`;
  if (feed.sameId === "keep_first") await tx.execute(sql`delete from import_items i using ${again} where ${at}`);
  else if (feed.sameId === "number")
    await tx.execute(
      sql`update import_items i set external_id = a.external_id || '#' || a.n from ${again} where ${at}`,
    );
  else
    await tx.execute(sql`update import_items i set outcome = 'quarantined', hash = null, "column" = coalesce(i."column", ${idColumn}::text),
      value = coalesce(i.value, a.external_id), reason = coalesce(i.reason, 'has the same id as ' || a.first_file || ' line ' || a.first_line) from ${again} where ${at}`);
}
