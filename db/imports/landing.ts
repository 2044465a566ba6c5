import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Entity } from "@/lib/imports/entities";
import type { Mapping } from "@/lib/imports/mapping";
import { type Column, type Landing, link } from "./tables";

export type Batch = { batchId: string; source: string; mapping: Mapping };
/** The batch's items from one `seq` to another. */
export type Part = Batch & { from: number; to: number };

/** What of a table's columns the mapping's feeds of the entity give; the others stay what they are, or begin as they do. */
export function fedColumns({ mapping }: Batch, entity: Entity, { columns }: Landing): Column[] {
  const feeds = mapping.feeds.filter((feed) => feed.entity === entity);
  return columns.filter(({ field }) => feeds.some((feed) => feed.fields[field]));
}

/** Joins the records that the columns name. */
export const linksOf = ({ source }: Batch, columns: Column[]) =>
  sql.join(
    columns.flatMap(({ field, to }) => (to ? [link(source, field, to)] : [])),
    sql` `,
  );

/** What a column of a new row holds. */
export const newValue = ({ value, fallback }: Column) => (fallback ? sql`coalesce(${value}, ${fallback})` : value);

/** What reported amounts and days depend on: one row, called `here` in the queries that use it. */
export const reporting = sql`select reporting_currency, time_zone, (now() at time zone time_zone)::date as today from settings`;

/** Runs an insert whose rows hold what is derived already: the triggers that would derive it row by row are told so. */
export async function derivedAlready(tx: Tx, insert: SQL): Promise<void> {
  await tx.execute(sql`select set_config('app.derived', 'on', true)`);
  await tx.execute(insert);
  await tx.execute(sql`select set_config('app.derived', '', true)`);
}
