import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { lockLedger } from "@/db/incentives/ledger";
import { offsetOwed } from "@/db/incentives/owed";
import { NotFound, Refused } from "@/lib/errors";
import { formatMinor } from "@/lib/incentives/words";
import { once } from "./once";
import { type Ready, readinessIn } from "./readiness";

type Asked = { key: string; currency: string; partner: readonly string[] };
type Prepared = { batchId: string; number: number; payouts: number };

/**
 * Prepares a batch for the second person: a payout for each partner asked for (or everybody) who is ready, of everything approved
 * and not in a batch yet, less what is owed back. Throws Refused when nobody is ready.
 */
export function prepareBatch(tx: Tx, asked: Asked): Promise<Prepared & { replayed: boolean; audit: AuditEntry[] }> {
  return auditing(
    once(tx, { key: asked.key, action: "prepare", body: [asked.currency, [...asked.partner].sort()] }, () =>
      prepare(tx, asked),
    ),
  );
}

async function auditing<Done extends Prepared & { replayed: boolean }>(
  work: Promise<Done>,
): Promise<Done & { audit: AuditEntry[] }> {
  const done = await work;
  return { ...done, audit: newly(done, auditOf("payout_batch.prepared", done, { payouts: done.payouts })) };
}

/** What is answered again was not done again. */
export const newly = ({ replayed }: { replayed: boolean }, entry: AuditEntry) => (replayed ? [] : [entry]);

/** The entry of the audit log about a batch. */
export const auditOf = (
  action: AuditEntry["action"],
  { batchId, number }: { batchId: string; number: number },
  after?: Record<string, unknown>,
): AuditEntry => ({ action, subject: { type: "payout_batch", id: batchId, name: `payout batch ${number}` }, after });

async function prepare(tx: Tx, { currency, partner }: Asked): Promise<Prepared> {
  await lockLedger(tx);
  await requireProof(tx);
  const asked = sql`ledger_accounts.currency = ${currency} and ledger_accounts.balance_minor < 0
    ${partner.length ? sql`and ledger_accounts.partner_id = any(${sql.param([...partner])}::uuid[])` : sql``}`;
  const batchId = randomUUID();
  const before = await readinessIn(tx, asked);
  await offsetOwed(
    tx,
    batchId,
    before.map(({ partnerId }) => partnerId),
  );
  const ready = (await readinessIn(tx, asked)).filter(({ missing }) => missing.length === 0);
  if (ready.length === 0) throw new Refused(nobody(currency, before, partner.length > 0));
  const number = await writeBatch(tx, batchId, currency, ready);
  return { batchId, number, payouts: ready.length };
}

function nobody(currency: string, rows: readonly Ready[], ticked: boolean): string {
  const [first] = rows;
  if (ticked && rows.length === 1 && first)
    return `${first.name} cannot be paid: ${first.missing.map(({ says }) => says).join("; ")}`;
  return rows.length === 0
    ? `Nothing waits to be paid in ${currency}`
    : `None of these partners can be paid in ${currency} yet: each row says what is missing`;
}

async function writeBatch(tx: Tx, batchId: string, currency: string, ready: readonly Ready[]): Promise<number> {
  const total = ready.reduce((all, { payableMinor }) => all + payableMinor, 0n);
  const [batch] = await tx.execute<{
    number: number;
  }>(sql`insert into payout_batches (id, currency, payouts, total_minor)
    values (${batchId}, ${currency}, ${ready.length}, ${total.toString()}::bigint) returning number::int as number`);
  const rows = ready.map((one) => ({
    id: randomUUID(),
    partner_id: one.partnerId,
    amount: one.payableMinor.toString(),
    bank_id: one.bankId,
  }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) r (id uuid, partner_id uuid, amount bigint, bank_id uuid)`;
  await tx.execute(sql`insert into payouts (id, batch_id, partner_id, currency, amount_minor, earned_minor, lines, claimed_minor, claims, bank_id)
    with earned as (select partner_id, sum(amount_minor)::bigint as sum, count(*)::int as lines from earnings
        where currency = ${currency} and status = 'approved' and payout_id is null group by 1),
      claimed as (${unpaidClaims(currency)})
    select r.id, ${batchId}, r.partner_id, ${currency}, r.amount, coalesce(e.sum, 0), coalesce(e.lines, 0), coalesce(c.sum, 0), coalesce(c.claims, 0), r.bank_id
    from ${given} left join earned e using (partner_id) left join claimed c using (partner_id)`);
  await tx.execute(sql`update earnings e set payout_id = r.id from ${given}
    where e.partner_id = r.partner_id and e.currency = ${currency} and e.status = 'approved' and e.payout_id is null`);
  await tx.execute(sql`update fund_claims c set payout_id = r.id from ${given}, (${unpaidClaims(currency)}) u
    where u.partner_id = r.partner_id and c.id = any(u.ids)`);
  if (!batch) throw new Error("The batch was not written");
  return batch.number;
}

/** Claims of funds that are payable and in no payout, by the partner that they were booked for. */
const unpaidClaims = (currency: string) => sql`
  select t.partner_id, sum(c.approved_minor)::bigint as sum, count(*)::int as claims, array_agg(c.id) as ids
  from fund_claims c join ledger_transactions t on t.id = c.transaction_id
    join fund_requests q on q.id = c.request_id join fund_allocations a on a.id = q.allocation_id and a.currency = ${currency}
  where c.status = 'approved' and c.payout_id is null group by 1`;

/** Nothing is paid while the last proof of the ledger found something. Throws Refused. */
export async function requireProof(tx: Tx): Promise<void> {
  const [last] = await tx.execute<{ problems: string[] }>(
    sql`select problems from ledger_proofs order by id desc limit 1`,
  );
  if (last && last.problems.length > 0)
    throw new Refused(
      "The ledger did not prove right: nothing is paid until that is found. The page of incentives says what differs",
    );
}

/** A batch, locked until the transaction ends. Throws NotFound. */
export async function lockBatch(tx: Tx, batchId: string) {
  await lockLedger(tx);
  const [batch] = await tx.execute<{
    id: string;
    number: number;
    currency: string;
    status: string;
    prepared_by_id: string;
    total: string;
  }>(
    sql`select id, number::int as number, currency, status, prepared_by_id, total_minor::text as total from payout_batches where id = ${batchId} for update`,
  );
  if (!batch) throw new NotFound("This batch");
  return batch;
}
export type LockedBatch = Awaited<ReturnType<typeof lockBatch>>;

/** Takes payouts out of a prepared batch; what they held is free for the next. */
export async function drop(tx: Tx, dropped: readonly { id: string; reason: string }[]): Promise<void> {
  if (dropped.length === 0) return;
  const given = sql`jsonb_to_recordset(${JSON.stringify(dropped)}::text::jsonb) r (id uuid, reason text)`;
  await tx.execute(
    sql`update payouts p set status = 'dropped', reason = r.reason from ${given} where p.id = r.id and p.status = 'prepared'`,
  );
  await tx.execute(
    sql`update earnings e set payout_id = null from ${given} where e.payout_id = r.id and e.status = 'approved'`,
  );
  await tx.execute(sql`update fund_claims c set payout_id = null from ${given} where c.payout_id = r.id`);
}

/** Gives up a batch that nobody approved. Throws NotFound and Refused. */
export async function cancelBatch(tx: Tx, batchId: string): Promise<{ audit: AuditEntry }> {
  const batch = await lockBatch(tx, batchId);
  if (batch.status !== "prepared") throw new Refused("This batch is not waiting any more");
  const rows = await tx.execute<{ id: string }>(
    sql`select id from payouts where batch_id = ${batchId} and status = 'prepared'`,
  );
  await drop(
    tx,
    rows.map(({ id }) => ({ id, reason: "The batch was cancelled" })),
  );
  await tx.execute(sql`update payout_batches set status = 'cancelled' where id = ${batchId}`);
  const after = { of: formatMinor(BigInt(batch.total), batch.currency) };
  return { audit: auditOf("payout_batch.cancelled", { batchId, number: batch.number }, after) };
}
