import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { columnsOf, type Feed, type FieldSpec, type Join, type Mapping, splitColumn } from "@/lib/imports/mapping";
import type { FeedSlots, SourceRow } from "@/lib/imports/slots";
import { type Item, startFeed } from "@/lib/imports/transform";
import { fixedId } from "./fixed-id";
import { oneBehind } from "./pipeline";
import type { StagedFile } from "./stage";

const itemsPerWrite = 1_000;
const bytesPerFetch = 500_000;

/** What the feeds of a batch read: its files by the name they have in the mapping. */
export type Source = { batchId: string; mapping: Mapping; files: StagedFile[]; timeZone: string };

/** Makes the items that the staged rows ask for, feed by feed, through a cursor: no file is ever held whole. */
export async function transformRows(tx: Tx, source: Source): Promise<void> {
  await tx.execute(sql`delete from import_items where batch_id = ${source.batchId}`);
  let seq = 0;
  for (const feed of source.mapping.feeds) seq = await runFeed(tx, source, feed, seq);
}

async function runFeed(tx: Tx, source: Source, feed: Feed, firstSeq: number): Promise<number> {
  const file = source.files.find((one) => one.file === feed.from);
  if (!file) return firstSeq;
  const run = startFeed(source.mapping, feed, source.timeZone);
  const writer = itemWriter(tx, source, feed.entity, file.name, firstSeq);
  await tx.execute(sql`declare feed no scroll cursor for ${feedQuery(source, feed, file, run.slots)}`);
  for await (const rows of fetched(tx, fetchSize(file))) {
    for (const row of rows) for (const item of run.add(sourceRow(row, run.slots))) await writer.add(item);
  }
  await tx.execute(sql`close feed`);
  for (const item of run.end()) await writer.add(item);
  const nextSeq = await writer.end();
  await sameIds(tx, source.batchId, feed, [firstSeq, nextSeq]);
  return nextSeq;
}

type Fetched = { line: number; broken: string | null } & Record<string, string | boolean | null>;

/** The cursor's rows, some at a time; the next are fetched while the last are worked on. */
async function* fetched(tx: Tx, size: number): AsyncGenerator<Fetched[]> {
  const fetch = () => {
    const rows = Promise.resolve(tx.execute<Fetched>(sql.raw(`fetch ${size} from feed`)));
    rows.catch(() => {});
    return rows;
  };
  for (let next = fetch(); ; ) {
    const rows = await next;
    if (rows.length === 0) return;
    next = fetch();
    yield rows;
  }
}

const fetchSize = (file: StagedFile) =>
  Math.max(10, Math.min(1_000, Math.floor(bytesPerFetch / Math.max(1, file.bytes / Math.max(1, file.rows)))));

function sourceRow(row: Fetched, { columns, joins }: FeedSlots): SourceRow {
  return {
    line: row.line,
    broken: row.broken,
    cells: columns.map((_, slot) => row[`c${slot}`] as string | null),
    found: joins.map((_, index) => row[`f${index}`] as boolean),
  };
}

/** The feed's rows with the first row of each joined file that has the same key, in the order of groups and lines. */
function feedQuery(source: Source, feed: Feed, file: StagedFile, { columns, joins }: FeedSlots): SQL {
  const joined = joins.map((join) => joinOf(source, feed, join));
  const cells = columns.map(({ alias, column }, slot) => {
    const of = alias === null ? file : joinedFile(source, joins.find((join) => join.as === alias) as Join);
    return sql`${cell(alias, of, column)} as ${sql.identifier(`c${slot}`)}`;
  });
  const found = joins.map((join, index) => sql`${aliasOf(join.as)}.key is not null as ${sql.identifier(`f${index}`)}`);
  const broken = sql`r.cells ->> ${sql.raw(String(file.header.length))} as broken`;
  const groups = (feed.groupBy ?? []).map((column) => sql`${cellOf(source, feed, column)} collate "C", `);
  return sql`select ${sql.join([sql`r.line`, broken, ...cells, ...found], sql`, `)} from import_rows r ${sql.join(joined, sql` `)}
    where r.batch_id = ${source.batchId}::uuid and r.file = ${file.name}::text order by ${sql.join([...groups, sql`r.line`])}`;
}

function joinOf(source: Source, feed: Feed, join: Join): SQL {
  const file = joinedFile(source, join);
  const local = cellOf(source, feed, join.on.local);
  const map = join.on.map ? JSON.stringify(source.mapping.valueMaps?.[join.on.map] ?? {}) : null;
  const key = map ? sql`coalesce(${map}::jsonb ->> ${local}, ${local})` : local;
  return sql`left join (select distinct on (key) key, cells from (
        select btrim(${cell(null, file, join.on.foreign)}) as key, cells, line from import_rows r
        where batch_id = ${source.batchId}::uuid and file = ${file?.name ?? ""}::text) s
      where key <> '' order by key, line) ${aliasOf(join.as)} on ${aliasOf(join.as)}.key = ${key}`;
}

const joinedFile = (source: Source, join: Join) => source.files.find((one) => one.file === join.file);

function cellOf(source: Source, feed: Feed, column: string): SQL {
  const at = splitColumn(feed, column);
  const join = feed.join?.find((one) => one.as === at.alias);
  const file = join ? joinedFile(source, join) : source.files.find((one) => one.file === feed.from);
  return sql`btrim(${cell(at.alias, file, at.column)})`;
}

/** A column's cell by its place in the file's header; nothing when the file, which is optional then, did not come. */
function cell(alias: string | null, file: StagedFile | undefined, column: string): SQL {
  const at = file?.header.indexOf(column) ?? -1;
  return at < 0 ? sql`null::text` : sql`${alias ? aliasOf(alias) : sql.raw("r")}.cells ->> ${sql.raw(String(at))}`;
}

const aliasOf = (name: string): SQL => sql`${sql.identifier(`j_${name}`)}`;

/** Writes items many at a time; the next are made while the database takes the last in. */
function itemWriter(tx: Tx, source: Source, entity: string, file: string, firstSeq: number) {
  const writes = oneBehind();
  let seq = firstSeq;
  let items: Item[] = [];
  const flush = async () => {
    if (items.length === 0) return;
    const insert = insertItems(source, entity, file, seq, items);
    seq += items.length;
    items = [];
    await writes.add(() => tx.execute(insert));
  };
  const add = async (item: Item) => {
    items.push(item);
    if (items.length >= itemsPerWrite) await flush();
  };
  const end = async () => {
    await flush();
    await writes.end();
    return seq;
  };
  return { add, end };
}

/**
 * With what each would most likely do, by what the source's ids say now; settling puts right what is otherwise. Ids,
 * hashes and JSON hold no line break, so that each column is one parameter with an item on each line.
 */
const insertItems = (
  { batchId, mapping }: Source,
  entity: string,
  file: string,
  firstSeq: number,
  items: Item[],
): SQL => {
  const lines = (of: (item: Item) => string | null) => items.map((item) => of(item) ?? "").join("\n");
  const column = (text: string) => sql`string_to_array(${text}::text, chr(10), '')`;
  const faults = items.flatMap(({ fault }, n) => (fault ? [{ n, ...fault, value: fault.value.slice(0, 500) }] : []));
  return sql`insert into import_items (batch_id, seq, entity, external_id, file, line, payload, hash, "column", value, reason, outcome, entity_id)
    select ${batchId}::uuid, ${firstSeq}::int + i.n::int - 1, ${entity}::text, i.external_id, ${file}::text, i.line, i.payload::jsonb, i.hash, f."column", f.value, f.reason,
      case when i.hash is null then 'quarantined' when x.hash is null then 'created' when x.hash = i.hash then 'unchanged' else 'changed' end,
      case when i.hash is not null then coalesce(${fixedId(entity, sql`i.payload::jsonb`, sql`i.external_id`)}, x.entity_id, gen_random_uuid()) end
    from unnest(${`{${items.map((item) => item.line).join(",")}}`}::int[], ${column(lines((item) => item.externalId))},
      ${column(lines((item) => item.hash))}, ${column(lines((item) => item.json))}) with ordinality as i(line, external_id, hash, payload, n)
    left join lateral (select hash, entity_id from external_ids
      where source = ${mapping.source}::text and entity = ${entity}::text and external_id = i.external_id limit 1) x on true
    left join jsonb_to_recordset(${JSON.stringify(faults)}::jsonb) as f(n int, "column" text, value text, reason text) on f.n = i.n - 1`;
};

/** What becomes of items whose id has been used before in the batch: refused, left out, or numbered. */
async function sameIds(tx: Tx, batchId: string, feed: Feed, [from, to]: [number, number]): Promise<void> {
  const ofEntity = sql`batch_id = ${batchId}::uuid and entity = ${feed.entity}::text and external_id is not null`;
  const doubled = sql`select external_id from import_items where ${ofEntity} group by 1 having count(*) > 1`;
  const [found] = await tx.execute<{ any: boolean }>(sql`select exists (${doubled}) as any`);
  if (!found?.any) return;
  const idColumn = columnsOf(feed.fields.id as FieldSpec)[0] ?? "id";
  const again = sql`(select seq, external_id, n, first_line, first_file from (
      select seq, external_id, row_number() over w as n, first_value(line) over w as first_line, first_value(file) over w as first_file
      from import_items where ${ofEntity} and external_id in (${doubled})
      window w as (partition by external_id order by seq)) s where n > 1 and seq >= ${from}::int and seq < ${to}::int) a`;
  const at = sql`i.batch_id = ${batchId}::uuid and i.seq = a.seq`;
  if (feed.sameId === "keep_first") await tx.execute(sql`delete from import_items i using ${again} where ${at}`);
  else if (feed.sameId === "number")
    await tx.execute(
      sql`update import_items i set external_id = a.external_id || '#' || a.n, outcome = null from ${again} where ${at}`,
    );
  else
    await tx.execute(sql`update import_items i set outcome = 'quarantined', hash = null, "column" = coalesce(i."column", ${idColumn}::text),
      value = coalesce(i.value, a.external_id), reason = coalesce(i.reason, 'has the same id as ' || a.first_file || ' line ' || a.first_line) from ${again} where ${at}`);
}
