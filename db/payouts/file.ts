import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { type AuditEntry, recordAudit } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { csvLines, number, text } from "@/lib/exports/csv";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { isId } from "@/lib/lists/parameters";
import { accountOf, type BankDetails } from "@/lib/payouts/bank";
import { referenceOf } from "@/lib/payouts/outcomes";
import { type PaymentFile, painFile } from "@/lib/payouts/pain";
import { ownerOf } from "./details";
import { payerOf } from "./policies";
import { auditOf, lockBatch } from "./prepare";
import { unsealDetails } from "./seal";

type Row = { payout_id: string; partner_id: string; amount_minor: string; sealed: string; key_id: string };
type Batch = {
  number: number;
  currency: string;
  at: string;
  on: string;
  payer: string | null;
  key_id: string | null;
  program: string;
  status: string;
};

/** Everything that the bank is told of a batch. Throws NotFound before it is approved, and Refused when the payer has no account. */
async function paymentOf(tx: Tx, batchId: string): Promise<PaymentFile> {
  const [batch] =
    await tx.execute<Batch>(sql`select b.number::int as number, b.currency, b.status, b.approved_at::text as at, program_day(b.approved_at)::text as on,
      p.payer_sealed as payer, p.payer_key_id as key_id, s.program_name as program
    from payout_batches b cross join settings s left join payout_policies p on p.currency = b.currency where b.id = ${batchId} and b.approved_at is not null`);
  if (!batch) throw new NotFound("This batch");
  if (!batch.payer || !batch.key_id)
    throw new Refused(`The account that pays in ${batch.currency} is not set up: an owner of the program enters it`);
  const rows = await tx.execute<Row>(
    sql`select payout_id, partner_id, amount_minor::text as amount_minor, sealed, key_id from payout_accounts(${batchId})`,
  );
  const transfers = rows.map(({ payout_id, partner_id, amount_minor, sealed, key_id }) => {
    const bank = unsealDetails<BankDetails>({ sealed, keyId: key_id }, ownerOf(partner_id, "bank"));
    return { payoutId: payout_id, name: bank.holder, amountMinor: BigInt(amount_minor), bank };
  });
  const bank = unsealDetails<BankDetails>({ sealed: batch.payer, keyId: batch.key_id }, payerOf(batch.currency));
  const { number: batchNumber, currency, on } = batch;
  return {
    batchId,
    number: batchNumber,
    currency,
    at: new Date(batch.at),
    on,
    payer: { name: bank.holder, bank },
    transfers,
  };
}

/** The batch as a file for the bank, and the note in the log that somebody took it. Throws NotFound and Refused. */
export async function bankFile(
  viewer: Viewer,
  batchId: string,
  format: "xml" | "csv",
): Promise<{ name: string; content: string }> {
  if (viewer.kind !== "staff" || !isId(batchId)) throw new NotFound("This batch");
  return withViewer(
    viewer,
    async (tx) => {
      const payment = await paymentOf(tx, batchId);
      const actor = { personId: viewer.personId, name: viewer.name };
      await recordAudit(tx, actor, auditOf("payout_batch.downloaded", { batchId, number: payment.number }, { format }));
      return {
        name: `payouts-${payment.number}.${format}`,
        content: format === "xml" ? painFile(payment) : csvFile(payment),
      };
    },
    "long",
  );
}

function csvFile({ transfers, currency }: PaymentFile): string {
  const heading = ["Reference", "Name", "Account", "Bank", "Currency", "Amount"].map(text);
  const rows = transfers.map(({ payoutId, bank, amountMinor }) => [
    ...[
      referenceOf(payoutId),
      bank.holder,
      accountOf(bank),
      bank.kind === "iban" ? bank.bic : bank.routing,
      currency,
    ].map(text),
    number(decimalOfMinor(amountMinor, currency)),
  ]);
  return csvLines([heading, ...rows]);
}

/** Says that the bank has the file; which one is kept as its hash and sum. Throws NotFound and Refused. */
export async function markSent(tx: Tx, personId: string, batchId: string): Promise<{ audit: AuditEntry }> {
  const batch = await lockBatch(tx, batchId);
  if (batch.status !== "approved") throw new Refused("Only a batch that is approved and not sent yet goes to the bank");
  const payment = await paymentOf(tx, batchId);
  const sum = payment.transfers.reduce((all, { amountMinor }) => all + amountMinor, 0n);
  const sha256 = createHash("sha256").update(painFile(payment)).digest("hex");
  await tx.execute(sql`update payout_batches set status = 'sent', sent_by_id = ${personId}, sent_at = now(), file_sha256 = ${sha256}, file_sum_minor = ${sum.toString()}::bigint
    where id = ${batchId} and status = 'approved'`);
  return {
    audit: auditOf("payout_batch.sent", { batchId, number: batch.number }, { payouts: payment.transfers.length }),
  };
}
