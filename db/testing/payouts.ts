import type postgres from "postgres";
import { type Tx, withWorker } from "@/db/client";
import { approveBatch } from "@/db/payouts/approve";
import { ownerOf } from "@/db/payouts/details";
import { prepareBatch } from "@/db/payouts/prepare";
import { sealDetails } from "@/db/payouts/seal";
import { settlePayouts } from "@/db/payouts/settle";
import type { BankDetails } from "@/lib/payouts/bank";

export const germanBank: BankDetails = {
  kind: "iban",
  holder: "Bode & Söhne GmbH",
  country: "DE",
  iban: "DE89370400440532013000",
  bic: "COBADEFFXXX",
};

/** Gives partners a bank account that may be paid to and a tax form, and the currency a policy. */
export async function makeReady(sql: postgres.Sql, partners: readonly string[], currencies = ["USD"]): Promise<void> {
  await sql`update settings set payout_hold_days = 0`;
  for (const id of partners) {
    const [bank, tax] = [sealDetails(germanBank, ownerOf(id, "bank")), sealDetails({}, ownerOf(id, "tax"))];
    await sql`insert into payout_details (partner_id, kind, form, country, last4, sealed, key_id) values (${id}, 'bank', 'iban', 'DE', '3000', ${bank.sealed}, ${bank.keyId}), (${id}, 'tax', 'none', 'DE', '', ${tax.sealed}, ${tax.keyId})`;
  }
  for (const currency of currencies)
    await sql`insert into payout_policies (currency, minimum_minor, limit_minor) values (${currency}, 1, 100000000000) on conflict do nothing`;
}

const as = <Result>(personId: string, work: (tx: Tx) => Promise<Result>) => withWorker(work, personId);
export const newKey = () => crypto.randomUUID();

/** Prepares as the first and approves as the second; the batch, or null when nobody can be paid. */
export async function payOut(
  people: readonly [string, string],
  partner: readonly string[],
  currency = "USD",
): Promise<string | null> {
  const prepared = await as(people[0], (tx) => prepareBatch(tx, { key: newKey(), currency, partner })).catch(
    unlessRefused,
  );
  if (!prepared) return null;
  const by = { personId: people[1], beyond: true };
  return as(people[1], (tx) => approveBatch(tx, by, { key: newKey(), batchId: prepared.batchId })).then(
    () => prepared.batchId,
  );
}

function unlessRefused(error: Error): null {
  if (error.name === "Refused") return null;
  throw error;
}

/** Says of every payout of a batch that it was paid, or that it came back. */
export async function settleAll(
  sql: postgres.Sql,
  personId: string,
  batchId: string,
  outcome: "paid" | "failed",
): Promise<void> {
  const rows = await sql<{ id: string }[]>`select id from payouts where batch_id = ${batchId} and status = 'paying'`;
  const outcomes = rows.map(({ id }) => ({
    payoutId: id,
    outcome,
    reason: outcome === "failed" ? "Account closed" : "",
  }));
  await as(personId, (tx) => settlePayouts(tx, { key: newKey(), batchId, outcomes, portalUrl: "http://localhost" }));
}
