import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { evaluate } from "@/lib/incentives/evaluate";
import type { Earned } from "@/lib/incentives/facts";
import { groupBy } from "@/lib/incentives/group";
import { farDay, nextMonth, type Span, seesAll, spanOf } from "@/lib/incentives/periods";
import type { Basis, Plan } from "@/lib/incentives/plan";
import type { Standing } from "@/lib/incentives/states";
import { addDays } from "@/lib/period";
import { columns, originOf, rowsOf } from "./accrual-rows";
import { type Change, differences, type Kept, type KeptSources } from "./differences";
import { readFacts, readRates } from "./facts";
import { type Families, readFamilies } from "./families";
import { book, lockLedger } from "./ledger";
import { approvedPlans } from "./plan-rows";

/** So many partners at once, that each batch ends within seconds. */
const partnersAtOnce = 300;

/**
 * Brings earnings to what the approved plans say of the revenue as it is: what is missing is earned, what is too much is
 * taken back, each by new rows and entries. Run again it changes nothing. Returns how many rows it wrote.
 */
export async function accrueIncentives(): Promise<number> {
  for (let made = 0; ; ) {
    const batch = await withWorker(accrueBatch);
    if (batch === null) return made;
    made += batch;
  }
}

/** The next marked partners, or null when none is marked. Marks go before rows are read: what commits later marks anew. */
export async function accrueBatch(tx: Tx): Promise<number | null> {
  await lockLedger(tx);
  const marked = await tx.execute<{ partner_id: string; month: string }>(sql`
    with picked as (select distinct partner_id from incentive_dirty order by 1 limit ${partnersAtOnce}),
      gone as (delete from incentive_dirty d using picked where d.partner_id = picked.partner_id returning d.partner_id, d.month)
    select distinct partner_id, month::text as month from gone`);
  if (marked.length === 0) return null;
  return accrueMarked(tx, marked);
}

/** Reckons the marked months of partners anew; nothing of `until` or later is looked at. */
export async function accrueMarked(
  tx: Tx,
  marked: readonly { partner_id: string; month: string }[],
  until?: string,
): Promise<number> {
  const [plans, families] = [await approvedPlans(tx), await readFamilies(tx)];
  let made = 0;
  for (const [basis, own] of groupBy(plans, (plan) => plan.basis)) {
    const partners = own.some(seesAll) ? null : families.all(marked.map((one) => one.partner_id));
    const whole = marked.some(({ month }) => month.endsWith("infinity"));
    const months = [...new Set(marked.map(({ month }) => month))].filter((month) => !month.endsWith("infinity"));
    const span = cut(whole ? lifeOf(own) : spanOf(own, months), until);
    if (span.from < span.to) made += await accrueSpan(tx, { basis, plans: own, partners, span, families });
  }
  return made;
}

const lifeOf = (plans: readonly Plan[]): Span => ({
  from: plans.map(({ validFrom }) => validFrom).sort()[0] ?? farDay,
  to: farDay,
});
const cut = ({ from, to }: Span, until = farDay): Span => ({ from, to: to < until ? to : until });

type Asked = {
  basis: Basis;
  plans: readonly Plan[];
  partners: readonly string[] | null;
  span: Span;
  families: Families;
};

async function accrueSpan(tx: Tx, asked: Asked): Promise<number> {
  const { plans, span } = asked;
  const compares = plans.some(({ rule }) => rule === "growth");
  const readSpan = compares ? { ...span, from: addDays(span.from, -366) } : span;
  const facts = asked.families.united(await readFacts(tx, { ...asked, span: readSpan }));
  const rates = await readRates(tx, plans, readSpan);
  const kept = await readKept(tx, asked, facts);
  const frozen = (plan: string, partner: string, key: string) =>
    kept.get(`${plan} ${partner} ${key}`)?.find((one) => one.fx_rate)?.fx_rate ?? null;
  const wanted = evaluate({ plans, facts, rates, frozen }).filter(({ day }) => day >= span.from && day < span.to);
  return post(tx, plans, kept, wanted);
}

/** What these plans booked so far: of the span's days, and of everything that may be wanted now. */
async function readKept(
  tx: Tx,
  { plans, partners, span, families }: Asked,
  facts: readonly { key: string; dealId: string | null; partnerId: string }[],
): Promise<KeptSources> {
  const named = facts.flatMap(({ key, partnerId }) =>
    families.recordsOf(partnerId).map((record) => [record, key] as const),
  );
  const keys = sql`unnest(${sql.param(named.map(([record]) => record))}::uuid[], ${sql.param(named.map(([, key]) => key))}::text[]) f(partner_id, source_key)`;
  const deals = sql`${sql.param([...new Set(facts.flatMap(({ dealId }) => dealId ?? []))])}::uuid[]`;
  const of = partners ? sql`e.partner_id = any(${sql.param([...partners])}::uuid[])` : sql`true`;
  const inSpan = sql`e.event_on >= ${span.from}::date and e.event_on < ${span.to}::date`;
  const own = sql`e.plan_id = any(${sql.param(plans.map(({ id }) => id))}::uuid[])`;
  const rows = await tx.execute<Kept>(sql`
    with touched as (
      select e.partner_id, e.plan_id, e.source_key from earnings e where ${of} and ${own} and ${inSpan}
      union select e.partner_id, e.plan_id, e.source_key from ${keys} join earnings e using (partner_id, source_key) where ${own}
      union select e.partner_id, e.plan_id, e.source_key from earnings e where ${of} and ${own} and e.deal_id = any(${deals}))
    select e.partner_id, e.plan_id, e.source_key, max(e.deal_id::text) as deal_id, max(e.currency) as currency, sum(e.amount_minor)::text as total,
      count(*)::int as rows, (array_agg(e.id order by e.seq desc))[1] as last_id, max(e.event_on)::text as last_on,
      bool_or(${inSpan}) as in_span, max(e.fx_rate)::text as fx_rate
    from touched join earnings e using (partner_id, plan_id, source_key) where source_key not like 'correction:%' group by 1, 2, 3`);
  return groupBy(rows, (row) => `${row.plan_id} ${families.rootOf(row.partner_id)} ${row.source_key}`);
}

async function post(tx: Tx, plans: readonly Plan[], kept: KeptSources, wanted: readonly Earned[]): Promise<number> {
  const changes = differences(plans, kept, wanted);
  if (changes.length === 0) return 0;
  const standings = await readStandings(tx, changes);
  const holds = new Map(plans.map((plan) => [plan.id, plan.holdDays]));
  const [{ today, open } = { today: "", open: null }] = await tx.execute<{ today: string; open: string | null }>(
    sql`select program_day(now())::text as today, (select max(month) from closed_months)::text as open`,
  );
  const firstOpen = open ? nextMonth(open) : "0001-01-01";
  const rows = changes.flatMap((change) =>
    rowsOf(change, standings, holds.get(change.source.planId) ?? 0, { today, firstOpen }),
  );
  const transactions = await book(
    tx,
    rows.map(({ posting }) => posting),
  );
  const written = rows.map(({ row, posting }) => ({ ...row, transaction_id: transactions.get(posting.effectKey) }));
  await tx.execute(sql`insert into earnings (${columns})
    select ${columns} from jsonb_populate_recordset(null::earnings, ${JSON.stringify(written)}::text::jsonb)`);
  return rows.length;
}

async function readStandings(tx: Tx, changes: readonly Change[]): Promise<Map<string, Standing>> {
  const less = changes
    .filter(({ differenceMinor }) => differenceMinor < 0n)
    .flatMap(({ source, others }) => [
      source,
      ...others.map(({ partner_id }) => ({ ...source, partnerId: partner_id })),
    ]);
  const asked = less.map(({ planId, partnerId, dealId, sourceKey }) => ({
    plan_id: planId,
    partner_id: partnerId,
    // A deal is looked up by its index, what has none by its own.
    ...(dealId ? { deal_id: dealId } : { source_key: sourceKey }),
  }));
  if (asked.length === 0) return new Map();
  const rows = await tx.execute<{ key: string; held: string; approved: string }>(sql`
    with r as materialized (select distinct plan_id, partner_id, deal_id, source_key
      from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) x (plan_id uuid, partner_id uuid, deal_id uuid, source_key text))
    select plan_id || ' ' || partner_id || ' ' || origin as key, coalesce(sum(amount_minor) filter (where status = 'held'), 0)::text as held,
      coalesce(sum(amount_minor) filter (where status = 'approved'), 0)::text as approved
    from (select r.plan_id, r.partner_id, r.deal_id::text as origin, e.amount_minor, e.status
        from r join earnings e on e.deal_id = r.deal_id and e.partner_id = r.partner_id and e.plan_id = r.plan_id
      union all select r.plan_id, r.partner_id, r.source_key, e.amount_minor, e.status
        from r join earnings e on e.partner_id = r.partner_id and e.plan_id = r.plan_id and e.source_key = r.source_key and e.deal_id is null) s
    group by 1`);
  return new Map(rows.map(({ key, held, approved }) => [key, { held: BigInt(held), approved: BigInt(approved) }]));
}
