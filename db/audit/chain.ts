import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";

/** So many entries are sealed in one transaction: a fraction of a second. */
const mostAtOnce = 5_000;

/** Seals what was written into the audit log since the last time. Returns how many entries; 0 when another process is at it. */
export async function sealAudit(): Promise<number> {
  let sealed = 0;
  for (;;) {
    const [row] = await withWorker((tx) => tx.execute<{ n: number }>(sql`select seal_audit(${mostAtOnce}) as n`));
    sealed += row?.n ?? 0;
    if ((row?.n ?? 0) < mostAtOnce) return sealed;
  }
}

/** The newest seal, written as people keep it: `position:hash`. */
export type Seal = { position: string; hash: string };
export type AuditProof = { sealed: string; unsealed: string; last: Seal | null; problems: string[] };

/**
 * Compares every sealed entry of the audit log with its seal, and the seal of then with `kept`, one that somebody wrote
 * down outside the database: who rewrites entries and seals alike is found by that alone. Returns at most 100 problems.
 */
export async function verifyAudit(tx: Tx, kept?: Seal): Promise<AuditProof> {
  const [counts] = await tx.execute<{
    sealed: string;
    unsealed: string;
    position: string | null;
    hash: string | null;
  }>(sql`
    select (select count(*) from audit_chain)::text as sealed,
      (select count(*) from audit_entries a where not exists (select from audit_chain c where c.entry_id = a.id))::text as unsealed,
      l.position::text, encode(l.hash, 'hex') as hash
    from (select 1) one left join lateral (select position, hash from audit_chain order by position desc limit 1) l on true`);
  const problems = [...(await tx.execute<{ problem: string }>(brokenSeals))].map(({ problem }) => problem);
  if (kept) problems.push(...(await againstKept(tx, kept)));
  const { sealed = "0", unsealed = "0", position, hash } = counts ?? {};
  return { sealed, unsealed, last: position && hash ? { position, hash } : null, problems };
}

const brokenSeals = sql`
  select problem from (
    select position, case
        when expected <> position then 'seal ' || expected || ' is missing'
        when id is null then 'entry ' || entry_id || ' was sealed and is gone'
        when sealing is distinct from hash then 'entry ' || entry_id || ' is not what was sealed' end as problem
    from (
      select c.position, c.entry_id, c.hash, a.id, row_number() over (order by c.position) as expected,
        audit_hash(lag(c.hash, 1, ''::bytea) over (order by c.position), a) as sealing
      from audit_chain c left join audit_entries a on a.id = c.entry_id) seals) found
  where problem is not null order by position limit 100`;

async function againstKept(tx: Tx, { position, hash }: Seal): Promise<string[]> {
  const [then] = await tx.execute<{ hash: string }>(
    sql`select encode(hash, 'hex') as hash from audit_chain where position = ${position}::bigint`,
  );
  if (!then) return [`seal ${position} is missing: the log was cut off before it`];
  return then.hash === hash.toLowerCase()
    ? []
    : [`seal ${position} is not the one that was kept: the log was written anew`];
}
