import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import type { Hit, PairKind } from "@/lib/quality/duplicates";
import type { PairFilter } from "@/lib/quality/filter";
import { type PairSide, readSide } from "./pair-side";
import { requireStaff } from "./queries";

export const pairsPerPage = 25;

export type Pair = {
  id: string;
  kind: PairKind;
  likely: number;
  hits: Hit[];
  one: string;
  other: string;
  /** Whose contacts they are. */
  of: string | null;
  foundAt: string;
  dismissedBy: string | null;
  dismissedWhy: string | null;
};
export type Merge = {
  id: string;
  kind: PairKind;
  kept: string;
  gone: string;
  /** The partner on whose page it can be read. */
  partnerId: string | null;
  reason: string;
  at: string;
  by: string | null;
};

const instant = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
/** The records of a kind that are there still: id, name, and of a contact whose. */
const records: Record<PairKind, SQL> = {
  partner: sql`(select id, name, null::text as of from partners where merged_into_id is null)`,
  account: sql`(select id, name, null::text as of from accounts)`,
  person: sql`(select c.id, c.name, p.name as of from people c join partners p on p.id = c.partner_id where p.merged_into_id is null)`,
};
const pairs = (
  kind: PairKind,
) => sql`select d.id, d.kind, d.likely, d.hits, a.name as one, b.name as other, a.of, ${instant(sql`d.found_at`)} as "foundAt", w.name as "dismissedBy", d.dismissed_why as "dismissedWhy"
  from duplicate_pairs d join ${records[kind]} a on a.id = d.one_id join ${records[kind]} b on b.id = d.other_id left join people w on w.id = d.dismissed_by_id where d.kind = ${kind}`;
const openPair = sql`d.gone_at is null and d.dismissed_at is null`;

/** Records that may be one, the likeliest first, with how many are open of each kind; or the merges of a kind. For staff. */
export async function listPairs(viewer: Viewer, filter: PairFilter, now = new Date()) {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const dismissed = filter.show === "dismissed";
    const [program, counts, rows, merges] = await Promise.all([
      getProgram(viewer, now),
      tx.execute<{ kind: PairKind; count: number }>(
        sql`select kind, count(*)::int as count from duplicate_pairs d where ${openPair} group by 1`,
      ),
      filter.show === "merged"
        ? []
        : tx.execute<Pair>(sql`${pairs(filter.kind)} and ${dismissed ? sql`d.dismissed_at is not null` : openPair}
            order by d.likely desc, d.id limit ${pairsPerPage + 1} offset ${(filter.page - 1) * pairsPerPage}`),
      filter.show === "merged" ? mergesOf(tx, filter) : [],
    ]);
    return {
      program,
      counts: Object.fromEntries(counts.map(({ kind, count }) => [kind, count])) as Partial<Record<PairKind, number>>,
      rows: rows.slice(0, pairsPerPage),
      merges: merges.slice(0, pairsPerPage),
      more: Math.max(rows.length, merges.length) > pairsPerPage,
    };
  });
}

/** Merges that stand, the latest first: each can be undone from here. */
async function mergesOf(tx: Tx, { kind, page }: PairFilter): Promise<Merge[]> {
  const from =
    kind === "partner"
      ? sql`select m.id, 'partner' as kind, a.name as kept, b.name as gone, a.id as "partnerId", m.reason, m.merged_at, w.name as by from partner_merges m
          join partners a on a.id = m.survivor_id join partners b on b.id = m.merged_id left join people w on w.id = m.merged_by_id where m.undone_at is null`
      : sql`select m.id, m.kind, m.kept_name as kept, m.gone_name as gone, null::uuid as "partnerId", m.reason, m.merged_at, w.name as by from record_merges m
          left join people w on w.id = m.merged_by_id where m.kind = ${kind} and m.undone_at is null`;
  const rows = await tx.execute<Merge>(sql`select m.*, ${instant(sql`m.merged_at`)} as at from (${from}) m
    order by m.merged_at desc, m.id limit ${pairsPerPage + 1} offset ${(page - 1) * pairsPerPage}`);
  return [...rows];
}

export type PairDetail = Pair & { oneId: string; otherId: string; sides: [PairSide, PairSide] };

/** One pair with both records and what a merge would move. Throws NotFound when one of them is gone. For staff. */
export async function getPair(viewer: Viewer, id: string): Promise<PairDetail> {
  requireStaff(viewer);
  if (!isId(id)) throw new NotFound("This pair");
  return withViewer(viewer, async (tx) => {
    const [found] = await tx.execute<{ kind: PairKind; one: string; other: string }>(
      sql`select kind, one_id as one, other_id as other from duplicate_pairs where id = ${id}::uuid`,
    );
    if (!found) throw new NotFound("This pair");
    const { kind, one, other } = found;
    const [pair] = await tx.execute<Pair>(sql`${pairs(kind)} and d.id = ${id}::uuid`);
    if (!pair) throw new NotFound("This pair");
    const sides: [PairSide, PairSide] = [await readSide(tx, kind, one), await readSide(tx, kind, other)];
    return { ...pair, oneId: one, otherId: other, sides };
  });
}

type Locked = {
  id: string;
  kind: PairKind;
  oneId: string;
  otherId: string;
  one: string;
  other: string;
  dismissed: boolean;
};

/** A pair that is open, locked. Throws NotFound, and Refused when somebody was faster. */
export async function lockPair(tx: Tx, id: string): Promise<Locked> {
  const [held] = await tx.execute<
    Pick<Locked, "kind" | "oneId" | "otherId" | "dismissed">
  >(sql`select kind, one_id as "oneId", other_id as "otherId", dismissed_at is not null as dismissed
    from duplicate_pairs where id = ${id}::uuid for update`);
  if (!held) throw new NotFound("This pair");
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from ${records[held.kind]} r where id in (${held.oneId}::uuid, ${held.otherId}::uuid)`,
  );
  const named = (which: string) => rows.find((row) => row.id === which)?.name;
  const [one, other] = [named(held.oneId), named(held.otherId)];
  if (!one || !other) throw new Refused("One of the two is no longer there: it was merged meanwhile");
  if (held.dismissed) throw new Refused("Somebody said that these are not the same");
  return { ...held, id, one, other };
}

/** Says that two are not the same: the pair is never offered again, whatever is found. Throws NotFound, Refused. */
export async function dismissPair(
  tx: Tx,
  by: { personId: string | null },
  { pairId, why }: { pairId: string; why: string },
): Promise<{ kind: PairKind; audit: AuditEntry }> {
  const { kind, oneId, otherId, one, other } = await lockPair(tx, pairId);
  await tx.execute(
    sql`update duplicate_pairs set dismissed_at = now(), dismissed_by_id = ${by.personId}::uuid, dismissed_why = ${why} where id = ${pairId}::uuid`,
  );
  if (kind === "partner")
    await tx.execute(
      sql`update partner_duplicates set dismissed_at = now(), dismissed_by_id = ${by.personId}::uuid where partner_id = ${oneId}::uuid and other_id = ${otherId}::uuid and dismissed_at is null`,
    );
  const subject = { type: kind, id: oneId, name: `${one} and ${other}` };
  const partnerId = kind === "partner" ? oneId : null;
  return { kind, audit: { action: "duplicate.dismissed", subject, partnerId, reason: why } };
}
