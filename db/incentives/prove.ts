import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { payoutProofs } from "@/db/payouts/prove";

export type Proof = { entries: number; problems: string[] };

/**
 * Proves the ledger against everything made from it: bookings balance, kept balances are the sums of entries, earnings are
 * what the accounts say, statements are what they were, payouts and the bank's files are what was booked. What it found is kept; no problems mean that it holds.
 */
export async function proveLedger(): Promise<Proof> {
  return withWorker(async (tx) => {
    const [count] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ledger_entries`);
    const problems: string[] = [];
    for (const check of [unbalanced, balances, withoutEntry, states, totals, contents, claimed, drawn, ...payoutProofs])
      problems.push(...(await lines(tx, check)));
    const proof = { entries: count?.n ?? 0, problems };
    await tx.execute(
      sql`insert into ledger_proofs (entries, problems) values (${proof.entries}, ${JSON.stringify(problems)}::jsonb)`,
    );
    return proof;
  });
}

async function lines(tx: Tx, query: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await tx.execute<{ problem: string }>(query);
  return rows.map(({ problem }) => problem);
}

const unbalanced = sql`select 'the booking ' || t.effect_key || ' does not balance' as problem from ledger_transactions t
  left join (select transaction_id, currency, sum(amount_minor) as sum, count(*) as n from ledger_entries group by 1, 2) e on e.transaction_id = t.id
  where e.n is null or e.sum <> 0 limit 100`;

const balances = sql`select 'the account ' || a.kind || ' ' || coalesce(a.partner_id::text, 'of the program') || ' in ' || a.currency || ' keeps ' || a.balance_minor || ', its entries are ' || coalesce(e.sum, 0) as problem
  from ledger_accounts a left join (select account_id, sum(amount_minor) as sum, count(*) as n from ledger_entries group by 1) e on e.account_id = a.id
  where a.balance_minor <> coalesce(e.sum, 0) or a.entries <> coalesce(e.n, 0) limit 100`;

/** Each earning has one entry of its own amount on an account of its partner. */
const withoutEntry = sql`select 'the earning ' || e.effect_key || ' is booked with ' || coalesce(l.sum::text, 'nothing') || ' instead of ' || e.amount_minor as problem
  from earnings e left join (select n.earning_id, -sum(n.amount_minor) as sum from ledger_entries n join ledger_accounts a on a.id = n.account_id and a.partner_id is not null where n.earning_id is not null group by 1) l on l.earning_id = e.id
  where l.sum is distinct from e.amount_minor limit 100`;

/** What is held is what the accounts hold; what left it is payable, paid, or owed back. */
const states = sql`with said as (
    select partner_id, currency, coalesce(sum(amount_minor) filter (where status = 'held'), 0) as held, coalesce(sum(amount_minor) filter (where status <> 'held'), 0) as beyond
    from (select partner_id, currency, status, amount_minor from earnings
      union all select t.partner_id, a.currency, 'claimed', c.approved_minor from fund_claims c join ledger_transactions t on t.id = c.transaction_id
        join fund_requests r on r.id = c.request_id join fund_allocations a on a.id = r.allocation_id
      union all select a.partner_id, a.currency, 'moved', -e.amount_minor from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
        join ledger_accounts a on a.id = e.account_id where t.kind in ('debt_moved', 'debt_returned')) e group by 1, 2),
  kept as (
    select partner_id, currency, coalesce(-sum(balance_minor) filter (where kind = 'earned'), 0) as held, coalesce(-sum(balance_minor) filter (where kind <> 'earned'), 0) as beyond
    from ledger_accounts where partner_id is not null group by 1, 2)
  select 'partner ' || partner_id || ' in ' || currency || ': earnings say ' || coalesce(s.held, 0) || ' held and ' || coalesce(s.beyond, 0) || ' beyond, accounts ' || coalesce(k.held, 0) || ' and ' || coalesce(k.beyond, 0) as problem
  from said s full join kept k using (partner_id, currency)
  where (coalesce(s.held, 0), coalesce(s.beyond, 0)) is distinct from (coalesce(k.held, 0), coalesce(k.beyond, 0)) limit 100`;

/** What is booked of funds is what was approved of claims, and each once. */
const claimed = sql`select 'the booking ' || t.effect_key || ' of funds is not what was approved of its claim' as problem
  from ledger_transactions t left join fund_claims c on c.transaction_id = t.id
  left join (select e.transaction_id, -sum(e.amount_minor) as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id and a.kind = 'payable' group by 1) l on l.transaction_id = t.id
  where t.kind = 'mdf' and l.sum is distinct from c.approved_minor limit 100`;

/** What allocations say is what was moved. */
const drawn = sql`select 'the allocation ' || a.id || ' of funds is not what was moved' as problem from fund_allocations a
  left join (select allocation_id, coalesce(sum(amount_minor) filter (where kind = 'allocated'), 0) as amount, coalesce(sum(amount_minor) filter (where kind = 'used'), 0) as used,
      coalesce(sum(amount_minor) filter (where kind = 'returned'), 0) as returned,
      coalesce(sum(case kind when 'reserved' then amount_minor when 'released' then -amount_minor when 'used' then -amount_minor end), 0) as committed
    from fund_moves group by 1) m on m.allocation_id = a.id
  where (a.amount_minor, a.used_minor, a.returned_minor, a.committed_minor) is distinct from (coalesce(m.amount, 0), coalesce(m.used, 0), coalesce(m.returned, 0), coalesce(m.committed, 0)) limit 100`;

/** The program's expense is what all partners earned. */
const totals = sql`select 'the program''s expense in ' || currency || ' is not what partners earned' as problem from ledger_accounts group by currency having sum(balance_minor) <> 0`;

const contents = sql`select 'the statement of ' || s.partner_id || ' for ' || s.month || ' in ' || s.currency || ' is not what was closed' as problem
  from statements s left join (select partner_id, statement_month, currency, count(*) as n, sum(amount_minor) as sum from earnings group by 1, 2, 3) e
    on e.partner_id = s.partner_id and e.statement_month = s.month and e.currency = s.currency
  where s.sha256 <> encode(sha256(convert_to(s.content, 'UTF8')), 'hex') or coalesce(e.n, 0) is distinct from s.lines or coalesce(e.sum, 0) is distinct from s.earned_minor + s.clawed_back_minor
    or s.claims > 0 and s.claims || ' of ' || s.claimed_minor is distinct from (select count(*) || ' of ' || sum(c.approved_minor) from json_array_elements(s.content::json -> 'claims') x
      join fund_claims c on c.id = (x ->> 'id')::uuid and c.approved_minor = (x ->> 'amountMinor')::bigint) limit 100`;
