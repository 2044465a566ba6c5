import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { approveBatch } from "@/db/payouts/approve";
import { ownerOf } from "@/db/payouts/details";
import { markSent } from "@/db/payouts/file";
import { changePayer, changePolicy } from "@/db/payouts/policies";
import { prepareBatch } from "@/db/payouts/prepare";
import { sealDetails } from "@/db/payouts/seal";
import { settlePayouts } from "@/db/payouts/settle";
import { accountOf, bankForm, lastOf, taxForm } from "@/lib/payouts/bank";
import { partnerCast } from "./cast";

type People = { owner: string; finance: string };
const by = (personId: string, name: string) => ({ personId, name });
const accounts = [
  { iban: "DE89370400440532013000", bic: "COBADEFF" },
  { iban: "GB29NWBK60161331926819", bic: "NWBKGB2L" },
  { iban: "NL91ABNA0417164300", bic: "ABNANL2A" },
  { account: "000123456789", routing: "021000021" },
];

/** Accounts of most partners, one batch that the bank has settled but for a failed payment, and one that waits for a second person. */
export async function seedPayouts(tx: Tx, { owner, finance }: People): Promise<void> {
  await as(tx, owner);
  for (const [currency, minimum, limit] of [
    ["USD", "50", "25000"],
    ["EUR", "50", "25000"],
    ["GBP", "50", "20000"],
  ] as const) {
    await recordAudit(tx, by(owner, "Owner"), (await changePolicy(tx, { currency, minimum, limit })).audit);
    const bank = bankForm.parse({ holder: "Northstar Software", iban: "DE02120300000000202051", bic: "BYLADEM1001" });
    await changePayer(tx, currency, bank);
  }
  const partners = await tx.execute<{ id: string; name: string }>(
    sql`select p.id, p.name from partners p where exists (select 1 from ledger_accounts a where a.partner_id = p.id and a.kind = 'payable' and a.balance_minor < 0) order by p.name`,
  );
  // As if they had been entered long ago: nothing waits.
  await tx.execute(sql`update settings set payout_hold_days = 0`);
  for (const [i, partner] of partners.entries())
    if (partner.name === partnerCast.northwind || (i % 5 !== 4 && partner.name !== partnerCast.contoso))
      await seedDetails(tx, partner, i);
  await tx.execute(sql`update settings set payout_hold_days = 3`);
  const ready = partners.filter(({ name }) => name === partnerCast.northwind);
  const first = partners.filter(({ name }) => name !== partnerCast.contoso).slice(0, 8);
  await seedSettled(
    tx,
    [...ready, ...first].map(({ id }) => id),
    { owner, finance },
  );
  await as(tx, finance);
  await prepareBatch(tx, {
    key: randomUUID(),
    currency: "USD",
    partner: partners.slice(10, 24).map(({ id }) => id),
  }).catch(unlessNobody);
  await as(tx, "");
}

async function seedDetails(tx: Tx, { id, name }: { id: string; name: string }, i: number): Promise<void> {
  const bank = bankForm.parse({ holder: name, ...accounts[i % accounts.length] });
  const tax = taxForm.parse(
    bank.kind === "us"
      ? { form: "w9", country: "US", number: "123456789" }
      : { form: "vat", country: bank.country, number: `${bank.country}123456789` },
  );
  const write = (kind: "bank" | "tax", form: string, country: string, last4: string, details: unknown) => {
    const { sealed, keyId } = sealDetails(details, ownerOf(id, kind));
    return tx.execute(
      sql`insert into payout_details (partner_id, kind, form, country, last4, sealed, key_id) values (${id}, ${kind}, ${form}, ${country}, ${last4}, ${sealed}, ${keyId})`,
    );
  };
  await write("bank", bank.kind, bank.country, lastOf(accountOf(bank)), bank);
  // One in eight has not said how it is taxed.
  if (i % 8 !== 7) await write("tax", tax.form, tax.country, lastOf(tax.number), tax);
}

async function seedSettled(tx: Tx, partner: string[], { owner, finance }: People): Promise<void> {
  await as(tx, finance);
  const prepared = await prepareBatch(tx, { key: randomUUID(), currency: "USD", partner }).catch(unlessNobody);
  if (!prepared) return;
  const { batchId } = prepared;
  await as(tx, owner);
  const approved = await approveBatch(tx, { personId: owner, beyond: true }, { key: randomUUID(), batchId });
  await as(tx, finance);
  const sent = await markSent(tx, finance, batchId);
  const rows = await tx.execute<{ id: string; partner: string }>(
    sql`select o.id, p.name as partner from payouts o join partners p on p.id = o.partner_id where o.batch_id = ${batchId} and o.status = 'paying' order by p.name = ${partnerCast.northwind} desc, p.name`,
  );
  const outcomes = rows.map(({ id, partner: name }, i) => {
    const failed = i === rows.length - 1 && name !== partnerCast.northwind;
    return {
      payoutId: id,
      outcome: failed ? ("failed" as const) : ("paid" as const),
      reason: failed ? "Account closed" : "",
    };
  });
  const settled = await settlePayouts(tx, { key: randomUUID(), batchId, outcomes, portalUrl: "" });
  for (const { audit } of [prepared, approved, sent, settled])
    for (const entry of [audit].flat()) await recordAudit(tx, by(finance, "Finance"), entry);
}

const as = (tx: Tx, personId: string) => tx.execute(sql`select set_config('app.person_id', ${personId}, true)`);
function unlessNobody(error: Error): null {
  if (error.name === "Refused") return null;
  throw error;
}
