import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Rates } from "@/lib/incentives/evaluate";
import type { RevenueFact, Role } from "@/lib/incentives/facts";
import type { Span } from "@/lib/incentives/periods";
import type { Basis, Plan } from "@/lib/incentives/plan";

type Row = {
  key: string;
  partner_id: string;
  day: string;
  amount_e4: string;
  currency: string;
  kind: string;
  deal_id: string | null;
  account_id: string | null;
  product_id: string | null;
  family: string | null;
  what: string;
  role: Role;
  share_bp: number | null;
  type: string;
  tier: string | null;
  region: string | null;
  first_deal: boolean;
  contract_year: number;
  fx: string | null;
};

type Asked = { basis: Basis; span: Span; partners: readonly string[] | null; plans: readonly Plan[]; dealId?: string };

/** Everything in [from, to) that may earn, once for each partner that takes part in it. `null` asks for all partners. */
export async function readFacts(tx: Tx, { basis, span, partners, plans, dealId }: Asked): Promise<RevenueFact[]> {
  const ids = partners && sql`${sql.param([...partners])}::uuid[]`;
  const of = (column: SQL) => (ids ? sql`${column} = any(${ids})` : sql`true`);
  const source = basis === "close" ? wonLines(span, of, dealId) : revenue(basis, span, of, dealId);
  const needs = {
    first: plans.some(({ rule }) => rule === "bonus"),
    year: plans.some(({ rule }) => rule === "renewal" || rule === "bonus"),
  };
  const rows = await tx.execute<Row>(sql`
    with s as materialized (${source})
    ${needs.first ? sql`, first_won as (${firstDeals(of)})` : sql``}
    ${needs.year ? sql`, begun as (${contracts(of)})` : sql``}
    select s.*, v.type, v.tier, v.region, ${shareThatDay} as share_bp,
      ${needs.first ? sql`coalesce(fw.deal_id = s.deal_id, false)` : sql`false`} as first_deal,
      ${needs.year ? sql`greatest(1, 1 + (s.day::date - coalesce(b.on, s.day::date) + 30) / 365)::int` : sql`1`} as contract_year,
      case when s.currency = (select reporting_currency from settings) then '1' else
        (select f.rate::text from fx_rates f where f.currency = s.currency and f.on <= s.day::date and f.on >= s.day::date - 7 order by f.on desc limit 1) end as fx
    from s
    join partner_versions v on v.partner_id = s.partner_id and v.valid_from <= s.day::date and (v.valid_to is null or v.valid_to > s.day::date)
    ${needs.first ? sql`left join first_won fw on fw.partner_id = s.partner_id` : sql``}
    ${needs.year ? sql`left join begun b on b.partner_id = s.owner_id and b.account_id = s.account_id and b.product_id is not distinct from s.product_id` : sql``}`);
  return rows.map(factOf);
}

const factOf = (row: Row): RevenueFact => ({
  key: row.key,
  partnerId: row.partner_id,
  day: row.day,
  amountE4: BigInt(row.amount_e4),
  currency: row.currency,
  kind: row.kind,
  dealId: row.deal_id,
  accountId: row.account_id,
  productId: row.product_id,
  family: row.family,
  what: row.what,
  role: row.role,
  shareBp: row.share_bp,
  type: row.type,
  tier: row.tier,
  region: row.region,
  firstDeal: row.first_deal,
  contractYear: row.contract_year,
  fx: row.fx,
});

/** The latest agreement of the deal up to the day: who is not in it has nothing; without one there is no share. */
const shareThatDay = sql`(select case when a.day is null then null else coalesce((select h.share_bp from deal_shares h
    where h.deal_id = s.deal_id and h.valid_from = a.day and h.partner_id = s.partner_id), 0) end
  from (select max(h.valid_from) as day from deal_shares h where h.deal_id = s.deal_id and h.valid_from <= s.day::date) a)`;

type Of = (column: SQL) => SQL;
const within = (day: SQL, { from, to }: Span) => sql`${day} >= ${from}::date and ${day} < ${to}::date`;
const named = sql`concat_ws(' · ', pr.name, coalesce(d.name, a.name, r.reference))`;

/** Invoiced or paid lines: of whoever manages the customer, and of those who take part in the line's deal. */
function revenue(basis: Basis, span: Span, of: Of, dealId?: string): SQL {
  const day = basis === "payment" ? sql`r.paid_on` : sql`r.invoiced_on`;
  const columns = sql`'line:' || r.id as key, ${day}::text as day, r.amount_e4::text, r.currency, r.kind, r.deal_id, r.account_id, r.product_id,
    pr.family, ${named} as what, r.partner_id as owner_id`;
  const joins = sql`left join products pr on pr.id = r.product_id left join accounts a on a.id = r.account_id left join deals d on d.id = r.deal_id`;
  const deal = dealId ? sql` and r.deal_id = ${dealId}` : sql``;
  return sql`
    select ${columns}, r.partner_id, coalesce(p.role, 'managing') as role from revenue_lines r ${joins}
      left join deal_partners p on p.deal_id = r.deal_id and p.partner_id = r.partner_id
      where ${of(sql`r.partner_id`)} and ${within(day, span)}${deal}
    union all
    select ${columns}, p.partner_id, p.role from deal_partners p join revenue_lines r on r.deal_id = p.deal_id and r.partner_id <> p.partner_id ${joins}
      where ${of(sql`p.partner_id`)} and ${within(day, span)}${deal}`;
}

/** The lines of won deals, or the deal itself when it has none. */
const wonLines = (span: Span, of: Of, dealId?: string) => sql`
  select case when l.id is null then 'deal:' || d.id else 'sold:' || l.id end as key, d.closed_on::text as day, coalesce(l.amount_e4, d.amount_e4)::text as amount_e4,
    d.currency, 'new' as kind, d.id as deal_id, d.account_id, l.product_id, pr.family, concat_ws(' · ', pr.name, d.name) as what, p.partner_id as owner_id, p.partner_id, p.role
  from deal_partners p join deals d on d.id = p.deal_id and d.outcome = 'won' and d.accepted
    left join deal_lines l on l.deal_id = d.id left join products pr on pr.id = l.product_id
  where ${of(sql`p.partner_id`)} and ${within(sql`d.closed_on`, span)}${dealId ? sql` and d.id = ${dealId}` : sql``}`;

const firstDeals = (of: Of) => sql`select distinct on (p.partner_id) p.partner_id, d.id as deal_id from deal_partners p
  join deals d on d.id = p.deal_id and d.outcome = 'won' and d.closed_on is not null where ${of(sql`p.partner_id`)} order by p.partner_id, d.closed_on, d.id`;

/** When a customer's contract for a product began, by what was first invoiced. */
const contracts = (of: Of) => sql`select partner_id, account_id, product_id, min(invoiced_on) as "on" from revenue_lines
  where ${of(sql`partner_id`)} and kind <> 'refund' group by 1, 2, 3`;

/** The rates of the currencies that plans are reckoned in, over the span. */
export async function readRates(tx: Tx, plans: readonly Plan[], span: Span): Promise<Rates> {
  const wanted = [...new Set(plans.flatMap(({ currency }) => currency ?? []))];
  const [settings] = await tx.execute<{ c: string }>(sql`select reporting_currency as c from settings`);
  const rows = await tx.execute<{ currency: string; on: string; rate: string }>(
    sql`select currency, "on"::text as "on", rate::text as rate from fx_rates where currency = any(${sql.param(wanted)}::text[])
      and "on" >= ${span.from}::date - 373 and "on" < ${span.to}::date order by currency, "on"`,
  );
  const byDay = new Map(rows.map(({ currency, on, rate }) => [`${currency} ${on}`, rate]));
  return (currency, day) => (currency === settings?.c ? "1" : latest(byDay, currency, day));
}

/** The last rate of the day and the seven before it. */
function latest(rates: ReadonlyMap<string, string>, currency: string, day: string): string | null {
  const at = Date.parse(`${day}T00:00:00Z`);
  for (let back = 0; back <= 7; back++) {
    const rate = rates.get(`${currency} ${new Date(at - back * 86_400_000).toISOString().slice(0, 10)}`);
    if (rate) return rate;
  }
  return null;
}
