import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { book } from "@/db/incentives/ledger";
import { offsetOwed } from "@/db/incentives/owed";
import { Refused } from "@/lib/errors";
import { formatMinor } from "@/lib/incentives/words";
import { type Outcome, referenceOf } from "@/lib/payouts/outcomes";
import { tellAdmins } from "./letters";
import { once } from "./once";
import { auditOf, type LockedBatch, lockBatch, newly } from "./prepare";

type Settled = { batchId: string; number: number; paid: number; failed: number; unchanged: number };
type Asked = { key: string; batchId: string; outcomes: readonly Outcome[]; portalUrl: string };

/**
 * Books what the bank says became of payouts: paid, or failed, which returns the money to what is payable and tells the partner. What
 * is settled so already stays; all or nothing. Throws NotFound, and Refused for what contradicts what is known.
 */
export async function settlePayouts(
  tx: Tx,
  asked: Asked,
): Promise<Settled & { replayed: boolean; audit: AuditEntry[] }> {
  const body = [asked.batchId, asked.outcomes.map(({ payoutId, outcome, reason }) => [payoutId, outcome, reason])];
  const done = await once(tx, { key: asked.key, action: "settle", body }, () => settle(tx, asked));
  return {
    ...done,
    audit: newly(done, auditOf("payout_batch.settled", done, { paid: done.paid, failed: done.failed })),
  };
}

type Known = {
  id: string;
  partner_id: string;
  payee_id: string;
  partner: string | null;
  amount: string;
  status: string;
};

async function settle(tx: Tx, { batchId, outcomes, portalUrl }: Asked): Promise<Settled> {
  const batch = await lockBatch(tx, batchId);
  if (batch.status === "prepared" || batch.status === "cancelled")
    throw new Refused("This batch was never given to the bank");
  const known =
    await tx.execute<Known>(sql`select o.id, o.partner_id, coalesce(partner_root(o.partner_id), o.partner_id) as payee_id, p.name as partner, o.amount_minor::text as amount, o.status
    from payouts o left join partners p on p.id = o.partner_id where o.batch_id = ${batchId} order by o.id for update of o`);
  const news = changed(new Map(known.map((row) => [row.id, row])), outcomes);
  const given = sql`jsonb_to_recordset(${JSON.stringify(news.map(({ row, ...one }) => ({ id: row.id, outcome: one.outcome, reason: one.reason || null })))}::text::jsonb) r (id uuid, outcome text, reason text)`;
  await tx.execute(sql`update payouts p set status = r.outcome, reason = case r.outcome when 'failed' then r.reason end, settled_at = now(), settled_by_id = nullif(current_setting('app.person_id', true), '')::uuid
    from ${given} where p.id = r.id and p.status = 'paying'`);
  // Two updates: of what was paid its payout stays, and no index of it is written.
  await tx.execute(
    sql`update earnings e set status = 'paid' from ${given} where e.payout_id = r.id and e.status = 'paying' and r.outcome = 'paid'`,
  );
  await tx.execute(
    sql`update earnings e set status = 'approved', payout_id = null from ${given} where e.payout_id = r.id and e.status = 'paying' and r.outcome = 'failed'`,
  );
  await tx.execute(
    sql`update fund_claims c set payout_id = null from ${given} where c.payout_id = r.id and r.outcome = 'failed'`,
  );
  await bookOutcomes(tx, batch, news);
  await tx.execute(
    sql`update payout_batches set status = 'done' where id = ${batchId} and status in ('approved', 'sent') and not exists (select 1 from payouts where batch_id = ${batchId} and status = 'paying')`,
  );
  const failed = news.filter(({ outcome }) => outcome === "failed");
  for (const one of failed.slice(0, 500)) await tellFailed(tx, batch, one, portalUrl);
  return {
    batchId,
    number: batch.number,
    paid: news.length - failed.length,
    failed: failed.length,
    unchanged: outcomes.length - news.length,
  };
}

type News = Outcome & { row: Known };

function changed(known: Map<string, Known>, outcomes: readonly Outcome[]): News[] {
  return outcomes.flatMap((one): News[] => {
    const row = known.get(one.payoutId);
    if (!row) throw new Refused(`${referenceOf(one.payoutId)} is not a payout of this batch`);
    if (row.status === one.outcome) return [];
    if (row.status !== "paying")
      throw new Refused(
        `The payout to ${row.partner ?? "a partner"} is ${row.status} already: it cannot become ${one.outcome}`,
      );
    return [{ ...one, row }];
  });
}

async function bookOutcomes(tx: Tx, { currency }: LockedBatch, news: readonly News[]): Promise<void> {
  await book(
    tx,
    news.map(({ outcome, row }) => ({
      booking: outcome === "paid" ? "payout_paid" : "payout_failed",
      partnerId: row.partner_id,
      currency,
      amountMinor: BigInt(row.amount),
      effectKey: row.id,
    })),
  );
  // What came back pays first what was owed back meanwhile.
  const failed = news.filter(({ outcome }) => outcome === "failed").map(({ row }) => row.partner_id);
  if (failed.length > 0) await offsetOwed(tx, randomUUID(), failed);
}

function tellFailed(tx: Tx, { currency }: LockedBatch, { row, reason }: News, portalUrl: string): Promise<void> {
  const amount = formatMinor(BigInt(row.amount), currency);
  const paragraphs = [
    `The bank returned a payment of ${amount}: ${reason}.`,
    "Look whether your bank details are right. It is paid again with one of the next payouts.",
  ];
  return tellAdmins(tx, row.payee_id, { subject: `A payment of ${amount} came back`, paragraphs }, portalUrl);
}
