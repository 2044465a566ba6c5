import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { Forbidden, NotFound } from "@/lib/errors";
import { type Mapping, readMapping } from "@/lib/imports/mapping";
import type { Oddity } from "@/lib/imports/oddities";
import { resolveSource, shippedMapping, shippedSources } from "@/lib/imports/sources";
import type { ImportCounts } from "./schema";
import type { StagedFile } from "./stage";

export type Rejected = { file: string; line: number; column: string | null; value: string | null; reason: string };
export type BatchListed = {
  id: string;
  source: string;
  label: string;
  status: "staging" | "checked" | "published" | "reverted" | "failed";
  counts: ImportCounts | null;
  error: string | null;
  createdAt: Date;
  createdBy: string | null;
};
export type Batch = BatchListed & {
  mapping: Mapping;
  files: StagedFile[];
  held: Oddity[] | null;
  releasedAt: Date | null;
  releasedBy: string | null;
  releasedWhy: string | null;
  mendsId: string | null;
  publishedAt: Date | null;
  publishedBy: string | null;
  revertedAt: Date | null;
  revertedBy: string | null;
};
export type EntityCounts = { entity: string } & ImportCounts;
export type ItemChange = {
  entity: string;
  externalId: string;
  outcome: string;
  file: string;
  line: number;
  payload: Record<string, unknown>;
  before: Record<string, unknown> | null;
};

/** Imports are for staff: a partner's transaction could not read them either. */
function read<T>(viewer: Viewer, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (viewer.kind !== "staff") throw new Forbidden("Imports are for staff");
  return withViewer(viewer, work);
}

const columns = sql`b.id, b.source, b.mapping ->> 'label' as label, b.status, b.counts, b.error, b.created_at as "createdAt",
  (select name from people p where p.id = b.created_by_id) as "createdBy"`;
const dated = <T extends Record<string, unknown>>(row: T): T =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      key.endsWith("At") && typeof value === "string" ? new Date(value) : value,
    ]),
  ) as T;

/** The latest imports, newest first, at most `limit`. */
export function listImports(viewer: Viewer, limit = 50): Promise<BatchListed[]> {
  return read(viewer, async (tx) => {
    const rows = await tx.execute<BatchListed>(
      sql`select ${columns} from import_batches b order by b.created_at desc, b.id limit ${limit}`,
    );
    return rows.map(dated);
  });
}

/** One import with its mapping and files. Throws NotFound. */
export async function getImport(viewer: Viewer, batchId: string): Promise<Batch> {
  return read(viewer, async (tx) => {
    if (!/^[0-9a-f-]{36}$/i.test(batchId)) throw new NotFound("This import");
    const rows =
      await tx.execute<Batch>(sql`select ${columns}, b.mapping, b.files, b.held, b.released_at as "releasedAt", b.released_why as "releasedWhy", b.mends_id as "mendsId",
        (select name from people p where p.id = b.released_by_id) as "releasedBy", b.published_at as "publishedAt", b.reverted_at as "revertedAt",
        (select name from people p where p.id = b.published_by_id) as "publishedBy", (select name from people p where p.id = b.reverted_by_id) as "revertedBy"
      from import_batches b where b.id = ${batchId}::uuid`);
    if (!rows[0]) throw new NotFound("This import");
    return dated(rows[0]);
  });
}

/** What a batch does, by entity. */
export function countByEntity(viewer: Viewer, batchId: string): Promise<EntityCounts[]> {
  const count = (outcome: string) => sql`count(*) filter (where outcome = ${outcome})::int`;
  return read(viewer, async (tx) => [
    ...(await tx.execute<EntityCounts>(sql`select entity, ${count("created")} as created, ${count("changed")} as changed, ${count("unchanged")} as unchanged,
      ${count("quarantined")} as quarantined from import_items where batch_id = ${batchId}::uuid group by entity order by min(seq)`)),
  ]);
}

/** Created and changed records in the order of the files, with what a changed one was; `offset` and `limit` page through them. */
export function listChanges(
  viewer: Viewer,
  batchId: string,
  outcome: "created" | "changed",
  page: { limit: number; offset: number },
): Promise<ItemChange[]> {
  return read(viewer, async (tx) => [
    ...(await tx.execute<ItemChange>(sql`select i.entity, i.external_id as "externalId", i.outcome, i.file, i.line, i.payload,
        (select p.payload from import_items p join external_ids x on x.batch_id = p.batch_id where x.source = b.source and x.entity = i.entity
          and x.external_id = i.external_id and p.entity = i.entity and p.external_id = i.external_id and p.batch_id <> i.batch_id limit 1) as before
      from import_items i join import_batches b on b.id = i.batch_id
      where i.batch_id = ${batchId}::uuid and i.outcome = ${outcome} order by i.seq limit ${page.limit} offset ${page.offset}`)),
  ]);
}

/** The rows that were held back, by file and line. Takes a viewer's or the worker's transaction. */
export async function rejectedRows(
  tx: Tx,
  batchId: string,
  page: { limit: number; offset: number },
): Promise<Rejected[]> {
  return [
    ...(await tx.execute<Rejected>(
      sql`${rejected(batchId)} order by file, line, "column" limit ${page.limit} offset ${page.offset}`,
    )),
  ];
}

/** As `rejectedRows`, for a page. */
export const listRejected = (
  viewer: Viewer,
  batchId: string,
  page: { limit: number; offset: number },
): Promise<Rejected[]> => read(viewer, (tx) => rejectedRows(tx, batchId, page));

// One entry for a row and column: records that fell with another of the same row add nothing to say.
const rejected = (
  batchId: string,
): SQL => sql`select distinct on (file, line, "column") file, line, "column", value, reason from (
    select i.*, min(case when hash is null then 0 when "column" is not null and not echo then 1 when not echo then 2 else 3 end) over (partition by file, line) as best,
      case when hash is null then 0 when "column" is not null and not echo then 1 when not echo then 2 else 3 end as rank
    from (select file, line, nullif("column", '') as "column", value, reason, hash, seq,
        reason like '% in quarantine: ' || file || ' line ' || line as echo
      from import_items where batch_id = ${batchId}::uuid and outcome = 'quarantined') i) r
  where rank = best`;

/** The mapping to use for a source or a variant of it: the saved one, else the one that comes with the portal. */
export async function findMapping(tx: Tx, name: string): Promise<Mapping | undefined> {
  const { source, adapt } = resolveSource(name);
  if (!/^[a-z0-9-]{1,60}$/.test(source)) return undefined;
  const rows = await tx.execute<{ mapping: unknown }>(
    sql`select mapping from import_mappings where source = ${source}`,
  );
  const mapping = rows[0] ? readMapping(rows[0].mapping) : shippedMapping(source);
  return mapping && adapt(mapping);
}

/** The mapping that a batch was checked by. */
export async function findBatchMapping(tx: Tx, batchId: string): Promise<Mapping | undefined> {
  const rows = await tx.execute<{ mapping: unknown }>(
    sql`select mapping from import_batches where id = ${batchId}::uuid`,
  );
  return rows[0] && readMapping(rows[0].mapping);
}

/** The source's mapping. Throws NotFound when no such source is known. */
export async function getMapping(viewer: Viewer, source: string): Promise<Mapping> {
  return read(viewer, async (tx) => {
    const mapping = await findMapping(tx, source);
    if (!mapping) throw new NotFound("This source");
    return mapping;
  });
}

/** Sources to choose from, with their labels: shipped ones and those saved since. */
export function listSources(viewer: Viewer): Promise<{ source: string; label: string }[]> {
  return read(viewer, async (tx) => {
    const saved = await tx.execute<{ source: string; label: string }>(
      sql`select source, label from import_mappings order by label`,
    );
    const shipped = shippedSources
      .filter((source) => !saved.some((row) => row.source === source))
      .map((source) => ({ source, label: shippedMapping(source)?.label ?? source }));
    return [...saved, ...shipped];
  });
}
