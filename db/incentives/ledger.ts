import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { groupBy } from "@/lib/incentives/group";
import { type AccountKind, type Booking, bookings } from "@/lib/incentives/states";

/** An amount to be booked for a partner, above zero in the direction of its booking. */
export type Posting = {
  booking: Booking;
  partnerId: string;
  currency: string;
  amountMinor: bigint;
  /** Names the effect, so that it is booked once. */
  effectKey: string;
  earningId?: string;
  /** Whose account is debited, when it is not the partner's own: of two records of one company. */
  debitedId?: string;
};

type Account = { kind: AccountKind; partnerId: string | null; currency: string };
const nameOf = ({ kind, partnerId, currency }: Account) => `${kind} ${partnerId ?? ""} ${currency}`;

/**
 * Books postings: one transaction for each partner, currency and kind, named by its first effect, with an entry for each
 * posting and one against them. Returns the transaction of each effect key. Whoever books holds `lockLedger`.
 */
export async function book(tx: Tx, postings: readonly Posting[]): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  if (postings.length === 0) return made;
  const accounts = await openAccounts(tx, postings);
  const transactions: Record<string, string>[] = [];
  const entries: Record<string, string | null>[] = [];
  for (const group of groupBy(
    postings,
    (one) => `${one.booking} ${one.partnerId} ${one.debitedId ?? ""} ${one.currency}`,
  ).values()) {
    const [first] = group as [Posting];
    const { debit, credit } = bookings[first.booking];
    const id = randomUUID();
    const of = (account: Account) => accounts.get(nameOf(account)) as string;
    const [debited, credited] = [debitedOf(debit, first), accountOf(credit, first)];
    // The partner's side has an entry for each line; the program's side, or the other account, one for all.
    const [each, sign, against] = credit === "expense" ? [debited, 1n, credited] : [credited, -1n, debited];
    transactions.push({
      id,
      kind: first.booking,
      effect_key: `${first.booking}:${first.effectKey}`,
      partner_id: first.partnerId,
    });
    for (const { amountMinor, earningId, effectKey } of group) {
      made.set(effectKey, id);
      entries.push(entry(id, of(each), first.currency, amountMinor * sign, earningId));
    }
    const sum = group.reduce((all, { amountMinor }) => all + amountMinor, 0n);
    entries.push(entry(id, of(against), first.currency, -sum * sign));
  }
  await tx.execute(sql`insert into ledger_transactions (id, kind, effect_key, partner_id, booked_on)
    select id, kind, effect_key, partner_id, program_day(now()) from jsonb_to_recordset(${JSON.stringify(transactions)}::text::jsonb) r (id uuid, kind text, effect_key text, partner_id uuid)`);
  await tx.execute(sql`insert into ledger_entries (transaction_id, account_id, currency, amount_minor, earning_id)
    select transaction_id, account_id, currency, amount_minor, earning_id from jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb)
      r (transaction_id uuid, account_id uuid, currency text, amount_minor bigint, earning_id uuid)`);
  return made;
}

/** One writer at a time: what somebody reads of the ledger to book by it still holds when it is booked. */
export const lockLedger = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('ledger', 0))`);

const accountOf = (kind: AccountKind, { partnerId, currency }: Posting): Account => ({
  kind,
  partnerId: kind === "expense" ? null : partnerId,
  currency,
});
const debitedOf = (kind: AccountKind, posting: Posting) =>
  accountOf(kind, { ...posting, partnerId: posting.debitedId ?? posting.partnerId });

async function openAccounts(tx: Tx, postings: readonly Posting[]): Promise<Map<string, string>> {
  const wanted = new Map<string, Account>();
  for (const posting of postings)
    for (const account of [
      debitedOf(bookings[posting.booking].debit, posting),
      accountOf(bookings[posting.booking].credit, posting),
    ])
      wanted.set(nameOf(account), account);
  const known = await readAccounts(tx, wanted);
  const missing = new Map([...wanted].filter(([name]) => !known.has(name)));
  if (missing.size === 0) return known;
  await tx.execute(sql`insert into ledger_accounts (kind, partner_id, currency) select kind, partner_id, currency from ${recordsOf(missing)}
    on conflict (partner_id, currency, kind) do nothing`);
  return new Map([...known, ...(await readAccounts(tx, missing))]);
}

const recordsOf = (accounts: Map<string, Account>) => {
  const given = [...accounts.values()].map(({ kind, partnerId, currency }) => ({
    kind,
    partner_id: partnerId,
    currency,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb) r (kind text, partner_id uuid, currency text)`;
};

/** The ids of those accounts that there are, by their names. */
async function readAccounts(tx: Tx, accounts: Map<string, Account>): Promise<Map<string, string>> {
  const asked = recordsOf(accounts);
  const rows = await tx.execute<{ id: string; kind: AccountKind; partner_id: string | null; currency: string }>(
    // By equality, which an index answers for each: "is not distinct from" compares every account with every other.
    sql`select a.id, a.kind, a.partner_id, a.currency from ${asked} join ledger_accounts a on a.partner_id = r.partner_id and a.kind = r.kind and a.currency = r.currency
      union all select a.id, a.kind, a.partner_id, a.currency from ${asked} join ledger_accounts a on r.partner_id is null and a.partner_id is null and a.kind = r.kind and a.currency = r.currency`,
  );
  return new Map(
    rows.map((row) => [nameOf({ kind: row.kind, partnerId: row.partner_id, currency: row.currency }), row.id]),
  );
}

const entry = (transaction: string, account: string, currency: string, amountMinor: bigint, earningId?: string) => ({
  transaction_id: transaction,
  account_id: account,
  currency,
  amount_minor: amountMinor.toString(),
  earning_id: earningId ?? null,
});
