import "server-only";
import { once } from "node:events";
import type { Writable } from "node:stream";
import postgres from "postgres";
import { connectionUrl } from "@/db/connection";
import journal from "@/db/migrations/meta/_journal.json" with { type: "json" };
import { Refused } from "@/lib/errors";
import { type Piece, readBackup, type Trailer } from "./file";
import { leftOut } from "./left-out";
import { tablesOf } from "./make";

export type Restored = { at: string; rows: number };

/** The backup's own moment, once all of it was read and is what was written by this version. Throws what is wrong with it. */
export async function examineBackup(path: string): Promise<{ at: string }> {
  let at = "";
  for await (const piece of readBackup(path)) {
    if (piece.kind !== "header") continue;
    const { migrations } = piece.header;
    at = piece.header.at;
    if (migrations !== journal.entries.length)
      throw new Refused(
        `The backup is of ${migrations} migrations and this version has ${journal.entries.length}: restore it with the version that made it, then bring that up to date.`,
      );
  }
  return { at };
}

/**
 * Puts all rows of a backup into a migrated database, in one transaction: all of them or none. Throws Refused when the
 * database holds partners, people or audit entries, unless `replace`. The owner must be a superuser: what watches over each row rests meanwhile.
 */
export async function restoreBackup(path: string, { replace = false } = {}, url?: string): Promise<Restored> {
  const { at } = await examineBackup(path);
  const sql = postgres(url ?? (await connectionUrl("owner")), { max: 1, onnotice: () => {} });
  try {
    const rows = await sql.begin(async (tx) => {
      await refuseFilled(tx, replace);
      await tx`set local session_replication_role = replica`;
      await tx`set local datestyle = 'ISO, YMD'`;
      return fill(tx, path);
    });
    await sql`analyze`;
    return { at, rows };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function refuseFilled(tx: postgres.TransactionSql, replace: boolean): Promise<void> {
  const [found] =
    await tx`select exists (select 1 from partners) or exists (select 1 from people) or exists (select 1 from audit_entries) as filled`;
  if (found?.filled && !replace)
    throw new Refused("The database is not empty. Add --replace to remove all that it holds first.");
}

async function fill(tx: postgres.TransactionSql, path: string): Promise<number> {
  const known = new Map((await tablesOf(tx)).map(({ table, columns }) => [table, new Set(columns)]));
  await tx`truncate ${tx([...known.keys(), ...leftOut])} cascade`;
  let into: Extract<Piece, { kind: "table" }> | undefined;
  let copy: Writable | undefined;
  let trailer: Trailer | undefined;
  for await (const piece of readBackup(path)) {
    if (piece.kind === "table") {
      const columns = known.get(piece.table);
      if (!columns || piece.columns.some((column) => !columns.has(column)))
        throw new Error(`the database has no such table or columns: ${piece.table}`);
      into = piece;
    } else if (piece.kind === "row" && into) {
      copy ??= await tx`copy ${tx(into.table)} (${tx(into.columns)}) from stdin`.writable();
      await write(copy, piece.line);
    } else if (piece.kind === "over") {
      if (copy) await end(copy);
      copy = undefined;
    } else if (piece.kind === "end") trailer = piece.trailer;
  }
  // The numbers of transactions begin anew with a server: none of them may open a booking of then again.
  await tx`update ledger_transactions set opened_in = 0`;
  for (const { name, value } of trailer?.sequences ?? [])
    if (value) await tx`select setval(${`public."${name}"`}::text::regclass, ${value}::bigint)`;
  return compare(tx, trailer as Trailer);
}

/** Every table holds as many rows as the backup says. */
async function compare(tx: postgres.TransactionSql, { rows }: Trailer): Promise<number> {
  for (const [table, wanted] of Object.entries(rows)) {
    const [found] = await tx<{ n: number }[]>`select count(*)::int as n from ${tx(table)}`;
    if (found?.n !== wanted) throw new Error(`${table} has ${found?.n} rows, the backup ${wanted}`);
  }
  return Object.values(rows).reduce((sum, n) => sum + n, 0);
}

async function write(into: Writable, line: Buffer): Promise<void> {
  if (!into.write(line)) await once(into, "drain");
}

async function end(into: Writable): Promise<void> {
  const over = once(into, "finish");
  into.end();
  await over;
}
