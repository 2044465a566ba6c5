import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Entity } from "@/lib/imports/entities";

/**
 * How an entity's payload lands in its table: per column the field it comes from, its value, what a new row has without
 * it, and for a field that names another record, of which entity that is.
 */
export type Column = { column: string; field: string; value: SQL; fallback?: SQL; to?: Entity };
/** `derived` are columns that the database would derive by trigger, worked out for all new rows at once. */
export type Landing = { table: string; key: string; columns: Column[]; derived?: Column[] };

export const at = (field: string) => sql.raw(`i.payload ->> '${field}'`);
const as =
  (type: string) =>
  (column: string, field: string, fallback?: SQL): Column => ({
    column,
    field,
    fallback,
    value: sql`(${at(field)})${sql.raw(`::${type}`)}`,
  });
export const [text, day, amount, whole, number] = [as("text"), as("date"), as("bigint"), as("int"), as("numeric")];
export const texts = (...names: string[]) => names.map((name) => text(name, name));

export const ref = (column: string, field: string, to: Entity): Column => ({
  column,
  field,
  to,
  value: sql`${linkOf(field)}.entity_id`,
});

/** The join of the record that a field names. */
export const linkOf = (field: string) => sql.identifier(`x_${field}`);
