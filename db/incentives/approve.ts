import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";
import { book, lockLedger, type Posting } from "./ledger";
import { offsetOwed } from "./owed";

type Group = { partnerId: string; currency: string };

/**
 * Approves what is due of these partners and currencies: held rows whose time is over, and everything that was taken back.
 * Each row once, whoever else approves. What is owed back comes off. Throws Refused when nothing is due any more.
 */
export async function approveEarnings(
  tx: Tx,
  groups: readonly Group[],
  given: { personId: string | null; approvalId?: string; today?: string },
): Promise<{ approvalId: string; rows: number; audit: AuditEntry }> {
  await lockLedger(tx);
  const approvalId = given.approvalId ?? randomUUID();
  const asked = JSON.stringify(groups.map(({ partnerId, currency }) => ({ partner_id: partnerId, currency })));
  const today = given.today ? sql`${given.today}::date` : sql`program_day(now())`;
  const sums = await tx.execute<{ partner_id: string; currency: string; sum: string; rows: number }>(sql`
    with done as (
      update earnings e set status = 'approved', approval_id = ${approvalId}, approved_at = now(), approved_by_id = ${given.personId}
      from (select distinct partner_id, currency from jsonb_to_recordset(${asked}::text::jsonb) r (partner_id uuid, currency text)) r
      where e.partner_id = r.partner_id and e.currency = r.currency and e.status = 'held' and (e.hold_until <= ${today} or e.amount_minor < 0)
      returning e.partner_id, e.currency, e.amount_minor)
    select partner_id, currency, sum(amount_minor)::text as sum, count(*)::int as rows from done group by 1, 2 order by 1, 2`);
  const rows = sums.reduce((all, one) => all + one.rows, 0);
  if (rows === 0)
    throw new Refused("Nothing of this is due any more: somebody approved it just now, or it was taken back");
  await book(
    tx,
    sums.flatMap((one) => approvalOf(approvalId, one)),
  );
  await offsetOwed(tx, approvalId, [...new Set(sums.map(({ partner_id }) => partner_id))]);
  const audit: AuditEntry = {
    action: "earnings.approved",
    subject: { type: "approval", id: approvalId, name: `${rows} earnings` },
    after: { partners: new Set(sums.map(({ partner_id }) => partner_id)).size, earnings: rows },
  };
  return { approvalId, rows, audit };
}

type Sum = { partner_id: string; currency: string; sum: string };

function approvalOf(approvalId: string, { partner_id, currency, sum }: Sum): Posting[] {
  if (sum === "0") return [];
  const effectKey = `${approvalId} ${partner_id} ${currency}`;
  return [{ booking: "approval", partnerId: partner_id, currency, amountMinor: BigInt(sum), effectKey }];
}
