import "server-only";
import { eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";
import { accrualMoves } from "@/lib/funds/accrual";
import { type AllocateInput, type BudgetInput, typedMinor } from "@/lib/funds/form";
import { currencyExponent, decimalOfMinor, ppmOfPercent } from "@/lib/incentives/minor";
import { byTheRules, found } from "./rules";
import { fundBudgets } from "./schema";

/** An amount of the form in the currency's minor units. Throws Refused at its field. */
export function minorIn(currency: string, given: string, field = "amount"): bigint {
  const minor = typedMinor(given, currency);
  if (minor === null) throw new Refused(`${currency} has fewer decimals than that`, field);
  return minor;
}

/** Sets up a budget. Returns its id. */
export async function createBudget(tx: Tx, input: BudgetInput): Promise<{ id: string; audit: AuditEntry }> {
  const { name, currency, startsOn, endsOn, decisionDays, claimDays, noticeDays, accrual } = input;
  const amountMinor = minorIn(currency, input.amount);
  const rule = accrual
    ? { accrualPpm: Number(ppmOfPercent(accrual)), accrualFrom: input.accrualFrom, accrualTo: input.accrualTo }
    : {};
  const [row] = await tx
    .insert(fundBudgets)
    .values({
      ...{ name, currency, amountMinor, startsOn, endsOn, decisionDays, claimDays, noticeDays, ...rule },
      exponent: currencyExponent(currency),
      twoPeopleOverMinor: input.twoPeopleOver ? minorIn(currency, input.twoPeopleOver, "twoPeopleOver") : null,
    })
    .returning({ id: fundBudgets.id });
  const { id } = found(row, "This budget");
  const after = { currency, amount: decimalOfMinor(amountMinor, currency), from: startsOn, to: endsOn, accrual };
  return { id, audit: { action: "funds.budget_created", subject: { type: "budget", id, name }, after } };
}

/** Gives a partner money of a budget, or takes back what is still free. Never more than there is, whoever else does. Throws NotFound, Refused. */
export async function allocate(tx: Tx, input: AllocateInput): Promise<{ audit: AuditEntry }> {
  const budget = await lockBudget(tx, input.budgetId);
  const amount = minorIn(budget.currency, input.amount);
  const amountMinor = input.direction === "give" ? amount : -amount;
  const [partner] = await tx.execute<{ name: string }>(
    sql`select name from partners where id = ${input.partnerId} and merged_into_id is null`,
  );
  const { name } = found(partner, "This partner");
  const allocationId = await allocationOf(tx, budget, input.partnerId, "given");
  await byTheRules(() => move(tx, allocationId, amountMinor, sql`'allocated ' || gen_random_uuid()`), "amount");
  await tx.execute(
    sql`insert into fund_events (allocation_id, kind, text) values (${allocationId}, ${amountMinor > 0n ? "allocated" : "lowered"}, ${decimalOfMinor(amount, budget.currency)})`,
  );
  const after = { partner: name, amount: `${budget.currency} ${decimalOfMinor(amountMinor, budget.currency)}` };
  const subject = { type: "budget", id: budget.id, name: budget.name };
  return { audit: { action: "funds.allocated", subject, partnerId: input.partnerId, after } };
}

/**
 * Gives every partner its share of the revenue invoiced in the budget's currency so far, and takes back what was refunded since.
 * Running it again changes nothing. Returns how many allocations moved.
 */
export async function accrueBudget(tx: Tx, budgetId: string): Promise<number> {
  const budget = await lockBudget(tx, budgetId);
  if (budget.accrualPpm === null) return 0;
  const rows = await tx.execute<{ partner_id: string; revenue: string; accrued: string; free: string }>(sql`
    select p.id as partner_id, coalesce(r.revenue, 0)::text as revenue, coalesce(a.accrued, 0)::text as accrued, coalesce(a.free, 0)::text as free
    from partners p
      left join (select partner_id, sum(amount_e4) as revenue from revenue_lines where currency = ${budget.currency}
        and invoiced_on >= ${budget.accrualFrom}::date and invoiced_on < ${budget.accrualTo}::date and invoiced_on <= program_day(now()) group by 1) r on r.partner_id = p.id
      left join (select partner_id, sum(amount_minor) as accrued, sum(amount_minor - committed_minor - used_minor - returned_minor) as free
        from fund_allocations where budget_id = ${budgetId} and source = 'accrued' group by 1) a on a.partner_id = p.id
    where p.merged_into_id is null and (r.revenue is not null or a.accrued is not null) order by p.id`);
  const moves = accrualMoves(
    rows.map((row) => ({
      partnerId: row.partner_id,
      revenueE4: BigInt(row.revenue),
      accruedMinor: BigInt(row.accrued),
      freeMinor: BigInt(row.free),
    })),
    {
      ppm: BigInt(budget.accrualPpm),
      exponent: budget.exponent,
      leftMinor: budget.amountMinor - budget.allocatedMinor,
    },
  );
  for (const { partnerId, amountMinor } of moves) {
    const allocationId = await allocationOf(tx, budget, partnerId, "accrued");
    await move(tx, allocationId, amountMinor, sql`'accrued ' || gen_random_uuid()`);
  }
  return moves.length;
}

async function lockBudget(tx: Tx, id: string) {
  const [row] = await tx.select().from(fundBudgets).where(eq(fundBudgets.id, id)).for("update");
  return found(row, "This budget");
}

type Budget = Awaited<ReturnType<typeof lockBudget>>;

/** The partner's allocation of the budget, made when there is none. The budget is locked: there are never two. */
async function allocationOf(tx: Tx, budget: Budget, partnerId: string, source: "given" | "accrued"): Promise<string> {
  const [row] = await tx.execute<{ id: string }>(sql`
    with there as (select id from fund_allocations where budget_id = ${budget.id} and partner_id = ${partnerId} and source = ${source} order by created_at limit 1),
      made as (insert into fund_allocations (budget_id, partner_id, currency, source, expires_on)
        select ${budget.id}, ${partnerId}, ${budget.currency}, ${source}, ${budget.endsOn}::date where not exists (select 1 from there) returning id)
    select id from there union all select id from made`);
  return found(row, "This allocation").id;
}

const move = (tx: Tx, allocationId: string, amountMinor: bigint, effect: ReturnType<typeof sql>) =>
  tx.execute(
    sql`insert into fund_moves (allocation_id, kind, amount_minor, effect_key) values (${allocationId}, 'allocated', ${String(amountMinor)}::bigint, ${effect})`,
  );
