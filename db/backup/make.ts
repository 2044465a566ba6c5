import "server-only";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import postgres from "postgres";
import { connectionUrl } from "@/db/connection";
import journal from "@/db/migrations/meta/_journal.json" with { type: "json" };
import { Refused } from "@/lib/errors";
import { type Header, magic, type Sequence, type Trailer } from "./file";
import { leftOut } from "./left-out";

export type Made = { tables: number; rows: number };

/**
 * Writes all rows of one moment into `path`, which only its owner may read, beside which people go on working. The file
 * appears when it is complete. Throws Refused when it is there already.
 */
export async function makeBackup(path: string, url?: string): Promise<Made> {
  if (existsSync(path)) throw new Refused(`${path} is there already.`);
  const draft = `${path}.${process.pid}`;
  const sql = postgres(url ?? (await connectionUrl("owner")), { max: 1, onnotice: () => {} });
  try {
    const made = await sql.begin("isolation level repeatable read read only", (tx) => write(tx, draft));
    renameSync(draft, path);
    return made;
  } finally {
    rmSync(draft, { force: true });
    await sql.end({ timeout: 5 });
  }
}

async function write(tx: postgres.TransactionSql, draft: string): Promise<Made> {
  await tx`set local role portal_owner`;
  await tx`set local datestyle = 'ISO, YMD'`;
  const gzip = createGzip({ level: 5 });
  const written = pipeline(gzip, createWriteStream(draft, { mode: 0o600, flags: "wx" }));
  written.catch((error) => gzip.destroy(error));
  const hash = createHash("sha256");
  const put = async (piece: string | Buffer) => {
    hash.update(piece);
    if (!gzip.write(piece)) await Promise.race([once(gzip, "drain"), written]);
  };
  await put(`${magic}\n${JSON.stringify(await headerOf(tx))}\n`);
  const rows: Record<string, number> = {};
  for (const { table, columns } of await tablesOf(tx)) {
    await put(`${JSON.stringify({ table, columns })}\n`);
    rows[table] = await copyOut(tx, table, columns, put);
    await put("\\.\n");
  }
  const trailer: Trailer = { end: true, rows, sequences: await sequencesOf(tx), sha256: hash.digest("hex") };
  gzip.end(`${JSON.stringify(trailer)}\n`);
  await written;
  return { tables: Object.keys(rows).length, rows: Object.values(rows).reduce((sum, n) => sum + n, 0) };
}

async function headerOf(tx: postgres.TransactionSql): Promise<Header> {
  const [row] = await tx<{ at: string; server: string }[]>`select now()::text as at, version() as server`;
  return { at: row?.at ?? "", server: row?.server ?? "", migrations: journal.entries.length };
}

/** Every table with the columns that are not computed; those of `leftOut` are of this moment and this server alone. */
export async function tablesOf(tx: postgres.ISql): Promise<{ table: string; columns: string[] }[]> {
  const rows = await tx<{ table: string; columns: string[] }[]>`
    select c.relname as "table", array_agg(a.attname order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 1`;
  return rows.filter(({ table }) => !leftOut.includes(table));
}

async function copyOut(
  tx: postgres.TransactionSql,
  table: string,
  columns: string[],
  put: (piece: Buffer) => Promise<void>,
): Promise<number> {
  let rows = 0;
  const query = tx`copy ${tx(table)} (${tx(columns)}) to stdout`;
  for await (const chunk of (await query.readable()) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++;
    await put(chunk);
  }
  return rows;
}

const sequencesOf = async (tx: postgres.TransactionSql): Promise<Sequence[]> => [
  ...(await tx<
    Sequence[]
  >`select sequencename as name, last_value::text as value from pg_sequences where schemaname = 'public' order by 1`),
];
