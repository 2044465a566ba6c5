import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { accrueBudget } from "./budgets";

/**
 * What time alone does to funds: notice before money expires, what was not claimed in time goes back to the allocation, what an
 * allocation has left when it ends goes back to the budget, and shares of revenue accrue. By the database's clock, each once,
 * whatever was restarted: the state is what is asked, and what is only said carries a name of its own. Returns how much was done.
 */
export async function keepFunds(): Promise<number> {
  let done = 0;
  for (const step of steps)
    done += await withWorker(async (tx) => Number((await tx.execute<{ n: number }>(step))[0]?.n ?? 0));
  const budgets = await withWorker((tx) => tx.execute<{ id: string }>(accruing));
  for (const { id } of budgets) done += await withWorker((tx) => accrueDue(tx, id));
  return done;
}

const today = sql`program_day(now())`;

const steps = [
  sql`with due as (select r.id, r.allocation_id, r.claim_by from fund_requests r join fund_allocations a on a.id = r.allocation_id join fund_budgets b on b.id = a.budget_id
      where r.status in ('approved', 'amended') and r.reserved_minor > r.used_minor and r.claim_by <= ${today} + b.notice_days and r.claim_by >= ${today}
        and not exists (select 1 from fund_events e where e.effect = 'claim by ' || r.claim_by || ' ' || r.id) limit 500),
    said as (insert into fund_events (allocation_id, request_id, kind, effect) select allocation_id, id, 'claim_reminded', 'claim by ' || claim_by || ' ' || id from due on conflict do nothing returning 1)
    select count(*)::int as n from said`,
  sql`with due as (select a.id, a.expires_on from fund_allocations a join fund_budgets b on b.id = a.budget_id
      where a.expires_on <= ${today} + b.notice_days and a.expires_on >= ${today} and a.amount_minor - a.committed_minor - a.used_minor - a.returned_minor > 0
        and not exists (select 1 from fund_events e where e.effect = 'expires ' || a.expires_on || ' ' || a.id) limit 500),
    said as (insert into fund_events (allocation_id, kind, effect) select id, 'expiry_reminded', 'expires ' || expires_on || ' ' || id from due on conflict do nothing returning 1)
    select count(*)::int as n from said`,
  sql`with gone as (update fund_requests r set status = 'expired', amendment = null where r.id in (
      select id from fund_requests where status in ('approved', 'amended') and claim_by < ${today}
        and not exists (select 1 from fund_claims c where c.request_id = fund_requests.id and (c.status in ('submitted', 'checked') or (c.status = 'returned' and c.due_at > now())))
      order by claim_by limit 200 for update skip locked) returning 1) select count(*)::int as n from gone`,
  sql`with gone as (update fund_claims c set status = 'withdrawn' from fund_requests r where r.id = c.request_id and c.status in ('draft', 'returned')
      and r.status not in ('approved', 'amended') returning 1) select count(*)::int as n from gone`,
  sql`with due as (select id from fund_allocations where expires_on < ${today} and amount_minor - committed_minor - used_minor - returned_minor > 0
        and not exists (select 1 from fund_requests r where r.allocation_id = fund_allocations.id and r.status = 'submitted') order by id limit 200 for update skip locked),
    free as (select a.id, a.amount_minor - a.committed_minor - a.used_minor - a.returned_minor as left_minor,
      'expired ' || a.id || ' ' || (select count(*) from fund_moves m where m.allocation_id = a.id) as effect from fund_allocations a join due on due.id = a.id),
    gone as (insert into fund_moves (allocation_id, kind, amount_minor, effect_key) select id, 'returned', left_minor, effect from free where left_minor > 0 returning allocation_id),
    said as (insert into fund_events (allocation_id, kind) select allocation_id, 'funds_expired' from gone returning 1) select count(*)::int as n from said`,
  sql`with late as (select r.allocation_id, r.id as request_id, null::uuid as claim_id, 'overdue ' || r.id || ' ' || extract(epoch from r.due_at) as effect from fund_requests r
        where r.status in ('submitted', 'amended') and r.due_at <= now()
      union all select r.allocation_id, r.id, c.id, 'overdue ' || c.id || ' ' || extract(epoch from c.due_at) from fund_claims c join fund_requests r on r.id = c.request_id
        where c.status in ('submitted', 'checked') and c.due_at <= now()),
    said as (insert into fund_events (allocation_id, request_id, claim_id, kind, internal, effect) select allocation_id, request_id, claim_id, 'overdue', true, effect from late
      where not exists (select 1 from fund_events e where e.effect = late.effect) on conflict do nothing returning 1) select count(*)::int as n from said`,
];

/** Budgets whose revenue still counts, or has just ended, and that were not looked at today. */
const accruing = sql`select id from fund_budgets where accrual_ppm is not null and accrual_from <= ${today} and accrual_to + 45 >= ${today}
  and ends_on >= ${today} and accrued_on is distinct from ${today} order by id`;

async function accrueDue(tx: Tx, id: string): Promise<number> {
  const moved = await accrueBudget(tx, id);
  await tx.execute(sql`update fund_budgets set accrued_on = ${today} where id = ${id}`);
  return moved;
}
