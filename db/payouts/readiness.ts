import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { whose } from "@/db/incentives/queries";
import { ledgerAccounts } from "@/db/ledger/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { type Missing, missingOf } from "@/lib/payouts/readiness";

type Row = {
  partner_id: string;
  name: string;
  merged_into: string | null;
  currency: string;
  payable: string;
  reserved: string;
  minimum: string | null;
  status: string;
  bank_id: string | null;
  bank_last4: string | null;
  held_until: string | null;
  tax: boolean;
  disputes: number;
  now: string;
  time_zone: string;
};

/** A partner in a currency: what could be paid, and what is missing for it. */
export type Ready = {
  partnerId: string;
  name: string;
  /** The partner that is paid instead, of a record that was merged into it. */
  mergedInto: string | null;
  currency: string;
  payableMinor: bigint;
  /** In batches that wait for a second person. */
  reservedMinor: bigint;
  bankId: string | null;
  bankLast4: string | null;
  missing: Missing[];
};

/** How partners stand whose payable accounts fit, in the order of their names. The one reckoning: pages, batches and approvals read it. */
export async function readinessIn(tx: Tx, which: SQL, more: SQL = sql``): Promise<Ready[]> {
  // Accounts are picked before anything is looked up for them: a page needs 50 of ten thousand.
  const rows = await tx.execute<Row>(sql`
    with picked as materialized (select ledger_accounts.partner_id, ledger_accounts.currency, ledger_accounts.balance_minor, p.name, p.merged_into_id
      from ${ledgerAccounts} join partners p on p.id = ledger_accounts.partner_id
      where ledger_accounts.kind = 'payable' and ${which} order by p.name, ledger_accounts.partner_id, ledger_accounts.currency ${more})
    select p.partner_id, p.name, case when r.id <> p.partner_id then r.name end as merged_into, p.currency, (-p.balance_minor)::text as payable,
      coalesce((select sum(o.amount_minor) from payouts o where o.partner_id = p.partner_id and o.currency = p.currency and o.status = 'prepared'), 0)::text as reserved,
      y.minimum_minor::text as minimum, r.status, b.id as bank_id, b.last4 as bank_last4, b.held_until::text as held_until,
      exists (select 1 from payout_details t where t.partner_id = r.id and t.kind = 'tax' and t.ended_at is null) as tax,
      (select count(*)::int from statement_questions q join data_issues i on i.id = q.issue_id where q.partner_id in (p.partner_id, r.id) and i.status in ('open', 'in_work')) as disputes,
      now()::text as now, s.time_zone
    from picked p join partners r on r.id = case when p.merged_into_id is null then p.partner_id else partner_root(p.partner_id) end cross join settings s
      left join payout_policies y on y.currency = p.currency
      left join payout_details b on b.partner_id = r.id and b.kind = 'bank' and b.ended_at is null
    order by p.name, p.partner_id, p.currency`);
  return rows.map(readyOf);
}

function readyOf(row: Row): Ready {
  const reservedMinor = BigInt(row.reserved);
  const payableMinor = BigInt(row.payable) - reservedMinor;
  const missing = missingOf({
    currency: row.currency,
    payableMinor,
    reservedMinor,
    minimumMinor: BigInt(row.minimum ?? "0"),
    policy: row.minimum !== null,
    status: row.status,
    bank: row.bank_id !== null,
    heldUntil: row.held_until ? new Date(row.held_until) : null,
    tax: row.tax,
    disputes: row.disputes,
    now: new Date(row.now),
    timeZone: row.time_zone,
  });
  const { partner_id: partnerId, name, merged_into: mergedInto, currency } = row;
  const { bank_id: bankId, bank_last4: bankLast4 } = row;
  return { partnerId, name, mergedInto, currency, payableMinor, reservedMinor, bankId, bankLast4, missing };
}

/** How one partner stands in each currency that it is to be paid in. */
export async function readReadiness(viewer: Viewer, partnerId: string): Promise<Ready[]> {
  const own = sql`ledger_accounts.partner_id = ${whose(partnerId, viewer)}::uuid and ${scope(viewer, ledgerAccounts)}`;
  return withViewer(viewer, (tx) => readinessIn(tx, own, sql`limit 100`));
}

const perPage = 50;

/** Partners who are to be paid in a currency, by name, 50 a page after the given edge. For staff. */
export async function listPayable(viewer: Viewer, { currency, after }: { currency: string; after: string }) {
  if (viewer.kind !== "staff") throw new NotFound("This list");
  const [id = "", ...name] = after.split(" ");
  const beyond = isId(id) ? sql`and (p.name, p.id) > (${name.join(" ")}, ${id}::uuid)` : sql``;
  const rows = await withViewer(viewer, (tx) =>
    readinessIn(
      tx,
      sql`ledger_accounts.currency = ${currency} and ledger_accounts.balance_minor < 0 and ${scope(viewer, ledgerAccounts)} ${beyond}`,
      sql`limit ${perPage + 1}`,
    ),
  );
  const shown = rows.slice(0, perPage);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > perPage && last ? `${last.partnerId} ${last.name}` : null };
}
