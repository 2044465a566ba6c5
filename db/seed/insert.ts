import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

export type Row = Record<string, string | number | boolean | null | string[] | Record<string, unknown> | object[]>;

const rowsAtOnce = 20_000;

/** Inserts rows into `table` by the column names of the first row; amounts and days are texts that the database reads. */
export async function insertRows(tx: Tx, table: string, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}"`);
  const into = sql.raw(`insert into ${table} (${columns.join(", ")}) select ${columns.join(", ")}`);
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const chunk = JSON.stringify(rows.slice(start, start + rowsAtOnce));
    await tx.execute(sql`${into} from jsonb_populate_recordset(null::${sql.raw(table)}, ${chunk}::text::jsonb)`);
  }
}
