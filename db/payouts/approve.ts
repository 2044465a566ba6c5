import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { book } from "@/db/incentives/ledger";
import { Refused } from "@/lib/errors";
import { formatMinor } from "@/lib/incentives/words";
import type { Missing } from "@/lib/payouts/readiness";
import { once } from "./once";
import { auditOf, drop, type LockedBatch, lockBatch, newly, requireProof } from "./prepare";
import { readinessIn } from "./readiness";

type By = { personId: string /** Whether the approver may go beyond finance's limit of a day. */; beyond: boolean };
type Approved = { batchId: string; number: number; payouts: number; left: number };
type Payout = { id: string; partner_id: string; amount: string; bank_id: string };

/**
 * Approves a batch that somebody else prepared: what it pays leaves the payable accounts and is with the bank from now on. Who
 * cannot be paid any more is left out with the reason. Throws NotFound, and Refused beyond the limit of the day or when nobody is left.
 */
export async function approveBatch(
  tx: Tx,
  by: By,
  asked: { key: string; batchId: string },
): Promise<Approved & { replayed: boolean; audit: AuditEntry[] }> {
  const done = await once(tx, { key: asked.key, action: "approve", body: asked.batchId }, () =>
    approve(tx, by, asked.batchId),
  );
  const { payouts, left } = done;
  return { ...done, audit: newly(done, auditOf("payout_batch.approved", done, { payouts, leftOut: left })) };
}

async function approve(tx: Tx, { personId, beyond }: By, batchId: string): Promise<Approved> {
  const batch = await lockBatch(tx, batchId);
  if (batch.status !== "prepared") throw new Refused("Somebody approved or cancelled this batch already");
  if (batch.prepared_by_id === personId) throw new Refused("A second person approves what you prepared");
  await requireProof(tx);
  const { paid, left } = await leaveOut(tx, batch);
  if (paid.length === 0)
    throw new Refused("None of these partners can be paid any more: cancel the batch and prepare another");
  const total = paid.reduce((all, { amount }) => all + BigInt(amount), 0n);
  if (!beyond) await requireLimit(tx, batch, total);
  await tx.execute(sql`update payout_batches set status = 'approved', approved_by_id = ${personId}, approved_at = clock_timestamp(),
    approved_minor = ${total.toString()}::bigint, approved_under = ${beyond ? "owner" : "limit"} where id = ${batchId} and status = 'prepared'`);
  await tx.execute(
    sql`update earnings e set status = 'paying' from payouts p where p.batch_id = ${batchId} and p.status = 'prepared' and e.payout_id = p.id and e.status = 'approved'`,
  );
  await tx.execute(sql`update payouts set status = 'paying' where batch_id = ${batchId} and status = 'prepared'`);
  await book(
    tx,
    paid.map(({ id, partner_id, amount }) => ({
      booking: "payout",
      partnerId: partner_id,
      currency: batch.currency,
      amountMinor: BigInt(amount),
      effectKey: id,
    })),
  );
  return { batchId, number: batch.number, payouts: paid.length, left };
}

/** What a partner is missing for what came after the batch was prepared: the batch itself is paid. */
const ofTheRest = new Set<Missing["key"]>(["nothing", "threshold", "policy", "waiting"]);

/** Looks at everybody once more: what changed since the batch was prepared is left out. */
async function leaveOut(tx: Tx, batch: LockedBatch): Promise<{ paid: Payout[]; left: number }> {
  const rows = await tx.execute<Payout>(
    sql`select id, partner_id, amount_minor::text as amount, bank_id from payouts where batch_id = ${batch.id} and status = 'prepared' order by id`,
  );
  const standing = await readinessIn(
    tx,
    sql`ledger_accounts.currency = ${batch.currency} and ledger_accounts.partner_id in (select partner_id from payouts where batch_id = ${batch.id} and status = 'prepared')`,
  );
  const byPartner = new Map(standing.map((one) => [one.partnerId, one]));
  const reasons = rows.map((row): string | null => {
    const now = byPartner.get(row.partner_id);
    if (!now) return "The partner is not in the portal any more";
    if (now.bankId !== row.bank_id) return "Bank details changed since the batch was prepared";
    // What the batch holds is reserved: what is left besides it does not matter, unless it is below nothing.
    if (now.payableMinor < 0n) return "Something was taken back since the batch was prepared";
    const missing = now.missing.filter(({ key }) => !ofTheRest.has(key));
    return missing.length > 0 ? missing.map(({ says }) => says).join("; ") : null;
  });
  const dropped = rows.flatMap(({ id }, i) => (reasons[i] ? [{ id, reason: reasons[i] as string }] : []));
  const paid = rows.filter((_, i) => !reasons[i]);
  if (paid.length > 0) await drop(tx, dropped);
  return { paid, left: dropped.length };
}

/** What finance approves of a currency in one day stays within its limit, in however many batches. Throws Refused. */
async function requireLimit(tx: Tx, { currency }: LockedBatch, total: bigint): Promise<void> {
  const [row] = await tx.execute<{ limit: string; so_far: string }>(sql`
    select coalesce((select limit_minor from payout_policies where currency = ${currency}), 0)::text as limit, coalesce(sum(approved_minor), 0)::text as so_far
    from payout_batches where currency = ${currency} and approved_under = 'limit' and approved_at >= now() - interval '2 days' and program_day(approved_at) = program_day(now())`);
  const [limit, soFar] = [BigInt(row?.limit ?? "0"), BigInt(row?.so_far ?? "0")];
  if (total + soFar <= limit) return;
  const already = soFar > 0n ? ` ${formatMinor(soFar, currency)} was approved today.` : "";
  throw new Refused(
    `This is beyond what finance approves in a day, ${formatMinor(limit, currency)}.${already} An owner of the program approves it`,
  );
}
