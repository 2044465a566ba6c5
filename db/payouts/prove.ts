import "server-only";
import { sql } from "drizzle-orm";

/** Each payout is booked as its state says: given to the bank once, and once paid or back; one that never left, not at all. */
const booked = sql`select 'the payout ' || p.id || ' is ' || p.status || ' with ' || p.amount_minor || ', booked is ' || coalesce(l.said, 'nothing') as problem
  from payouts p left join (
    select split_part(t.effect_key, ':', 2) as id, string_agg(t.kind || ' ' || e.sum, ', ' order by t.kind) as said
    from ledger_transactions t join (select transaction_id, sum(amount_minor) filter (where amount_minor > 0) as sum from ledger_entries group by 1) e on e.transaction_id = t.id
    where t.kind in ('payout', 'payout_paid', 'payout_failed') group by 1) l on l.id = p.id::text
  where l.said is distinct from case p.status when 'paying' then 'payout ' || p.amount_minor when 'paid' then 'payout ' || p.amount_minor || ', payout_paid ' || p.amount_minor
    when 'failed' then 'payout ' || p.amount_minor || ', payout_failed ' || p.amount_minor end limit 100`;

/** What is with the bank and what was paid is, by partner and currency, what the payouts say. */
const accounts = sql`select 'partner ' || partner_id || ' in ' || currency || ': payouts say ' || coalesce(p.paying, 0) || ' in payment and ' || coalesce(p.paid, 0) || ' paid, accounts ' || coalesce(a.paying, 0) || ' and ' || coalesce(a.paid, 0) as problem
  from (select partner_id, currency, coalesce(sum(amount_minor) filter (where status = 'paying'), 0) as paying, coalesce(sum(amount_minor) filter (where status = 'paid'), 0) as paid from payouts group by 1, 2) p
    full join (select partner_id, currency, coalesce(-sum(balance_minor) filter (where kind = 'paying'), 0) as paying, coalesce(-sum(balance_minor) filter (where kind = 'paid'), 0) as paid
      from ledger_accounts where partner_id is not null group by 1, 2) a using (partner_id, currency)
  where (coalesce(p.paying, 0), coalesce(p.paid, 0)) is distinct from (coalesce(a.paying, 0), coalesce(a.paid, 0)) limit 100`;

/** A payout holds the earnings that it was made of, in its state; one that came back holds none. */
const earned = sql`select 'the payout ' || p.id || ' was made of ' || p.lines || ' earnings of ' || p.earned_minor || ', it holds ' || coalesce(e.n, 0) || ' of ' || coalesce(e.sum, 0) as problem
  from payouts p left join (select payout_id, count(*) as n, sum(amount_minor) as sum, min(status) as least, max(status) as most from earnings where payout_id is not null group by 1) e on e.payout_id = p.id
    cross join lateral (select case p.status when 'prepared' then 'approved' else p.status end as status) s
  where case when p.status in ('failed', 'dropped') then e.n is not null
    else (coalesce(e.n, 0), coalesce(e.sum, 0)) is distinct from (p.lines::bigint, p.earned_minor::numeric) or e.n is not null and (e.least, e.most) is distinct from (s.status, s.status) end limit 100`;

/** As much for claims of funds. */
const claimed = sql`select 'the payout ' || p.id || ' was made of ' || p.claims || ' claims of ' || p.claimed_minor || ', it holds ' || coalesce(c.n, 0) || ' of ' || coalesce(c.sum, 0) as problem
  from payouts p left join (select payout_id, count(*) as n, sum(approved_minor) as sum from fund_claims where payout_id is not null group by 1) c on c.payout_id = p.id
  where case when p.status in ('failed', 'dropped') then c.n is not null
    else (coalesce(c.n, 0), coalesce(c.sum, 0)) is distinct from (p.claims::bigint, p.claimed_minor::numeric) end limit 100`;

/** A batch comes to its payouts, and the file that the bank was sent to what was approved. */
const files = sql`select 'the batch ' || b.number || ' is of ' || b.total_minor || ', approved ' || coalesce(b.approved_minor::text, 'nothing') || ', in the bank''s file ' || coalesce(b.file_sum_minor::text, 'nothing') || '; its payouts come to ' || coalesce(p.total, 0) || ' and ' || coalesce(p.sent, 0) as problem
  from payout_batches b left join (select batch_id, sum(amount_minor) as total, sum(amount_minor) filter (where status in ('paying', 'paid', 'failed')) as sent from payouts group by 1) p on p.batch_id = b.id
  where b.total_minor is distinct from p.total or b.approved_minor is not null and b.approved_minor is distinct from p.sent or b.file_sum_minor is not null and b.file_sum_minor is distinct from p.sent limit 100`;

/** What the nightly proof asks of payouts, each a query of sentences about what differs. */
export const payoutProofs = [booked, accounts, earned, claimed, files];
