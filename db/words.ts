import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

const most = 200;

/**
 * The different values of a column as one array, in order, at most 200: from value to value along an index of the column,
 * so that a large table is not read. Add `where` only when the index holds what it asks for.
 */
export function wordsOf(column: AnyPgColumn, where: SQL = sql`true`): SQL<string[]> {
  const { table } = column;
  return sql<string[]>`(with recursive found as (
      (select ${column} as word, 1 as n from ${table} where ${column} is not null and ${where} order by 1 limit 1)
      union all
      select (select ${column} from ${table} where ${column} > found.word and ${where} order by 1 limit 1), n + 1 from found where word is not null and n <= ${most})
    select coalesce(array_agg(word order by n), '{}') from found where word is not null)`;
}
