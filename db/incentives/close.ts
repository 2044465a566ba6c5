import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";
import { formatMonth } from "@/lib/format";
import { monthOf, nextMonth } from "@/lib/incentives/periods";
import { lockLedger } from "./ledger";

/**
 * Makes the statements of a month final, for every partner and currency, and of months before it that are still open. What
 * comes later is booked into the next month. Throws Refused for a month that is not over, or final already.
 */
export async function closeMonth(
  tx: Tx,
  month: string,
  given: { personId: string | null; today: string },
): Promise<{ statements: number; audit: AuditEntry }> {
  await lockLedger(tx);
  if (nextMonth(month) > monthOf(given.today)) throw new Refused("This month is not over yet");
  const [last] = await tx.execute<{ month: string | null }>(sql`select max(month)::text as month from closed_months`);
  if (last?.month && last.month >= month) throw new Refused("The statements of this month are final already");
  await tx.execute(sql`insert into closed_months (month, closed_by_id)
    select m::date, ${given.personId} from generate_series(
      coalesce(${last?.month ? nextMonth(last.month) : null}::date, least((select min(statement_month) from earnings), (select date_trunc('month', program_day(min(decided_at)))::date from fund_claims where status = 'approved'), ${month}::date)), ${month}::date, interval '1 month') m`);
  const [made] = await tx.execute<{ n: number }>(statementsUpTo(month, last?.month ?? null));
  const audit: AuditEntry = {
    action: "statements.closed",
    subject: { type: "month", id: null, name: formatMonth(month.slice(0, 7)) },
    after: { statements: made?.n ?? 0 },
  };
  return { statements: made?.n ?? 0, audit };
}

/** Word for word what a statement says: its lines in their order, nothing that may change later. */
const statementsUpTo = (month: string, last: string | null) => sql`
  with lines as (
    select e.partner_id, e.statement_month, e.currency, count(*)::int as lines,
      coalesce(sum(e.amount_minor) filter (where e.amount_minor > 0), 0)::bigint as earned, coalesce(sum(e.amount_minor) filter (where e.amount_minor < 0), 0)::bigint as back,
      json_agg(json_build_object('id', e.id, 'on', e.event_on, 'what', e.what, 'plan', p.name, 'version', p.version, 'says', e.says, 'base', e.base_e4::text,
        'rate', e.rate, 'exact', e.exact::text, 'rounding', e.rounding, 'fxRate', e.fx_rate::text, 'fromAmount', e.from_e4::text, 'fromCurrency', e.from_currency,
        'amountMinor', e.amount_minor::text, 'totalMinor', e.total_minor::text, 'booking', e.booking, 'dealId', e.deal_id, 'corrects', e.corrects_id) order by e.event_on, e.id) as said
    from earnings e join incentive_plans p on p.id = e.plan_id
    where e.statement_month <= ${month}::date and not exists (select 1 from statements s where s.partner_id = e.partner_id and s.month = e.statement_month and s.currency = e.currency)
    group by 1, 2, 3),
  claimed as (
    select c.partner_id, date_trunc('month', program_day(c.decided_at))::date as statement_month, a.currency, count(*)::int as claims, sum(c.approved_minor)::bigint as claimed,
      json_agg(json_build_object('id', c.id, 'on', program_day(c.decided_at), 'number', c.number, 'what', q.title, 'claimedMinor', c.amount_minor::text, 'amountMinor', c.approved_minor::text) order by c.decided_at, c.id) as said
    from fund_claims c join fund_requests q on q.id = c.request_id join fund_allocations a on a.id = q.allocation_id
    where c.status = 'approved' and program_day(c.decided_at) < ${month}::date + interval '1 month' and program_day(c.decided_at) >= coalesce(${last}::date + interval '1 month', '-infinity')
    group by 1, 2, 3),
  stated as (
    select partner_id, statement_month, currency, coalesce(lines, 0) as lines, coalesce(earned, 0) as earned, coalesce(back, 0) as back, coalesce(l.said, '[]') as said,
      coalesce(claims, 0) as claims, coalesce(claimed, 0) as claimed, coalesce(c.said, '[]') as claims_said
    from lines l full join claimed c using (partner_id, statement_month, currency)),
  written as (
    select s.*, json_build_object('partner', pa.name, 'month', s.statement_month, 'currency', s.currency, 'earnedMinor', s.earned::text, 'clawedBackMinor', s.back::text, 'lines', s.said,
      'claimedMinor', s.claimed::text, 'claims', s.claims_said)::text as content
    from stated s join partners pa on pa.id = s.partner_id),
  made as (
    insert into statements (partner_id, month, currency, lines, earned_minor, clawed_back_minor, claims, claimed_minor, content, sha256)
    select partner_id, statement_month, currency, lines, earned, back, claims, claimed, content, encode(sha256(convert_to(content, 'UTF8')), 'hex') from written returning 1)
  select count(*)::int as n from made`;
