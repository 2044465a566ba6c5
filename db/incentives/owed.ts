import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { groupBy } from "@/lib/incentives/group";
import { book, lockLedger, type Posting } from "./ledger";

/**
 * What these partners owe back comes off what they are to be paid, as far as that goes beyond what a batch holds already: first of
 * each record, then among the records that were merged into one. `effect` names what it is done with.
 */
export async function offsetOwed(tx: Tx, effect: string, partners: readonly string[]): Promise<void> {
  const own = await readOwed(tx, sql`c.partner_id = any(${sql.param([...partners])}::uuid[]) and ${free} > 0`);
  await book(
    tx,
    own.map(({ partnerId, currency, owed, payable }) => ({
      ...{ booking: "offset", partnerId, currency, amountMinor: least(owed, payable) },
      effectKey: `${effect} ${partnerId} ${currency}`,
    })),
  );
  await offsetMerged(tx, effect, partners);
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** What an account has to be paid beyond what is reserved by batches. */
const free = sql`(coalesce(-p.balance_minor, 0) - coalesce(o.reserved, 0))`;

async function readOwed(tx: Tx, which: SQL) {
  const rows = await tx.execute<{ partner_id: string; currency: string; owed: string; payable: string }>(sql`
    select c.partner_id, c.currency, c.balance_minor::text as owed, ${free}::text as payable
    from ledger_accounts c join ledger_accounts p on p.partner_id = c.partner_id and p.currency = c.currency and p.kind = 'payable'
      left join (select partner_id, currency, sum(amount_minor) as reserved from payouts where status = 'prepared' group by 1, 2) o
        on o.partner_id = c.partner_id and o.currency = c.currency
    where c.kind = 'clawback' and c.balance_minor > 0 and ${which}`);
  return rows.map(({ partner_id, currency, owed, payable }) => ({
    ...{ partnerId: partner_id, currency, owed: BigInt(owed), payable: BigInt(payable) },
  }));
}

type Member = { root: string; partner_id: string; currency: string; owed: string; payable: string };

/** Of records that are one company by now, what one owes comes off what another is to be paid. */
async function offsetMerged(tx: Tx, effect: string, partners: readonly string[]): Promise<void> {
  const rows = await tx.execute<Member>(sql`
    with merged as materialized (select id, partner_root(id) as root from partners where merged_into_id is not null),
      asked as (select coalesce(m.root, a) as root from unnest(${sql.param([...partners])}::uuid[]) a left join merged m on m.id = a),
      members as (select id, root from merged where root in (select root from asked)
        union select root, root from merged where root in (select root from asked))
    select m.root, m.id as partner_id, l.currency, coalesce(sum(l.balance_minor) filter (where l.kind = 'clawback'), 0)::text as owed,
      (coalesce(-sum(l.balance_minor) filter (where l.kind = 'payable'), 0)
        - coalesce((select sum(o.amount_minor) from payouts o where o.partner_id = m.id and o.currency = l.currency and o.status = 'prepared'), 0))::text as payable
    from members m join ledger_accounts l on l.partner_id = m.id and l.kind in ('clawback', 'payable') group by 1, 2, 3 order by 1, 2, 3`);
  const postings = [...groupBy(rows, ({ root, currency }) => `${root} ${currency}`).values()].flatMap((family) =>
    offsetsOf(family, effect),
  );
  await book(tx, postings);
}

function offsetsOf(family: readonly Member[], effect: string): Posting[] {
  const creditors = family.map(({ partner_id, payable }) => ({ id: partner_id, left: BigInt(payable) }));
  return family.flatMap(({ partner_id: debtor, currency, owed }) => {
    let rest = BigInt(owed);
    return creditors.flatMap((creditor): Posting[] => {
      const amountMinor = least(rest, creditor.left);
      if (amountMinor <= 0n) return [];
      rest -= amountMinor;
      creditor.left -= amountMinor;
      const effectKey = `${effect} ${debtor} ${creditor.id} ${currency}`;
      const moved = { partnerId: debtor, debitedId: creditor.id, currency, amountMinor, effectKey };
      return [
        { booking: "debt_moved", ...moved },
        { booking: "offset", partnerId: creditor.id, currency, amountMinor, effectKey },
      ];
    });
  });
}

/**
 * Once a merge is undone: what came off one record for what another owed is payable again, and the other owes it again. Of records
 * that are one company still nothing changes.
 */
export async function returnDebts(tx: Tx, effect: string): Promise<void> {
  await lockLedger(tx);
  const rows = await tx.execute<{ debtor: string; creditor: string; currency: string; sum: string }>(sql`
    select d.partner_id as debtor, c.partner_id as creditor, d.currency, (-sum(de.amount_minor))::text as sum
    from ledger_transactions t
      join ledger_entries de on de.transaction_id = t.id join ledger_accounts d on d.id = de.account_id and d.kind = 'clawback'
      join ledger_entries ce on ce.transaction_id = t.id and ce.id <> de.id join ledger_accounts c on c.id = ce.account_id
    where t.kind in ('debt_moved', 'debt_returned') and d.partner_id = case t.kind when 'debt_moved' then t.partner_id else d.partner_id end
      and c.kind = case t.kind when 'debt_moved' then 'clawback' else 'payable' end
    group by 1, 2, 3 having sum(de.amount_minor) <> 0`);
  const roots = new Map(
    (
      await tx.execute<{ id: string; root: string }>(
        sql`select id, partner_root(id) as root from unnest(${sql.param([...new Set(rows.flatMap((row) => [row.debtor, row.creditor]))])}::uuid[]) id`,
      )
    ).map(({ id, root }) => [id, root]),
  );
  await book(
    tx,
    rows
      .filter(({ debtor, creditor }) => roots.get(debtor) !== roots.get(creditor))
      .map(({ debtor, creditor, currency, sum }) => ({
        ...{ booking: "debt_returned", partnerId: creditor, debitedId: debtor, currency, amountMinor: BigInt(sum) },
        effectKey: `${effect} ${debtor} ${creditor} ${currency}`,
      })),
  );
}
