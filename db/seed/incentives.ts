import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accrueMarked } from "@/db/incentives/accrue";
import { approveEarnings } from "@/db/incentives/approve";
import { closeMonth } from "@/db/incentives/close";
import { approvePlan, proposePlan, savePlan } from "@/db/incentives/plans";
import { monthOf } from "@/lib/incentives/periods";
import { planForm } from "@/lib/incentives/plan-form";
import { addDays } from "@/lib/period";

type Typed = Record<string, string | string[]>;

const usual: Typed = {
  basis: "invoice",
  period: "quarter",
  currency: "",
  share: "agreed",
  roundPer: "line",
  rounding: "half_away",
  holdDays: "30",
  stacking: "add",
  rank: "100",
};

/** What the example program pays for, from the first day of the year before. */
const plansOf = (year: number): Typed[] => [
  {
    name: "Resale commission",
    rule: "tiered",
    bands: "0: 4\n250000: 6\n1000000: 8",
    mode: "marginal",
    roles: ["sourcing", "managing"],
    types: ["reseller", "distributor", "msp", "marketplace"],
    kinds: ["new", "upsell", "cross_sell", "refund"],
    currency: "USD",
    capDeal: "40000",
    validFrom: `${year}-01-01`,
  },
  {
    name: "Renewal share",
    rule: "renewal",
    first: "0",
    second: "5",
    third: "3",
    later: "1.5",
    kinds: ["renewal"],
    period: "month",
    validFrom: `${year}-01-01`,
  },
  {
    name: "Security focus",
    rule: "product",
    rates: "Security: 3\nData and Analytics: 1.5",
    otherwise: "0",
    kinds: ["new", "upsell", "cross_sell", "refund"],
    tiers: ["silver", "gold", "platinum"],
    roundPer: "order",
    period: "month",
    validFrom: `${year}-07-01`,
  },
  {
    name: "Referral fee",
    rule: "percentage",
    rate: "10",
    types: ["referral", "agency", "isv"],
    kinds: ["new", "upsell", "cross_sell", "refund"],
    basis: "payment",
    holdDays: "0",
    period: "month",
    validFrom: `${year}-01-01`,
  },
  {
    name: "Growth rebate",
    rule: "growth",
    rate: "2",
    over: "110",
    atLeast: "100000",
    tiers: ["gold", "platinum"],
    roles: ["sourcing", "managing"],
    currency: "USD",
    capPeriod: "60000",
    holdDays: "45",
    validFrom: `${year + 1}-01-01`,
  },
  {
    name: "First-deal bonus",
    rule: "bonus",
    amount: "1500",
    for: "first_deal",
    basis: "close",
    currency: "USD",
    holdDays: "14",
    validFrom: `${year}-01-01`,
  },
];

/** A year and more of what partners earned: accrued, approved month by month, statements final up to two months ago. */
export async function seedIncentives(tx: Tx, now: { today: string; owner: string; finance: string }): Promise<void> {
  await tx.execute(sql`update revenue_lines set paid_on = invoiced_on + 20 + (abs(hashtext(id::text)) % 30)
    where kind <> 'refund' and invoiced_on + 50 < ${now.today}::date`);
  await tx.execute(sql`update revenue_lines set paid_on = invoiced_on where kind = 'refund'`);
  const year = Number(now.today.slice(0, 4)) - 1;
  for (const typed of plansOf(year)) await begin(tx, typed, now);
  await waiting(tx, year + 2, now);
  await tx.execute(sql`delete from incentive_dirty`);
  const partners = await tx.execute<{ id: string }>(sql`select id from partners order by id`);
  const all = partners.map(({ id }) => ({ partner_id: id, month: "-infinity" }));
  // As finance would have done it: each quarter, and what was refunded since then taken back from there.
  for (const daysAgo of [290, 200, 110, 62, 0]) {
    const until = addDays(now.today, -daysAgo);
    await accrueMarked(tx, all, daysAgo === 0 ? undefined : until);
    if (daysAgo > 0) await approveDue(tx, addDays(until, daysAgo > 62 ? 0 : 20), now.finance);
  }
  const lastButOne = monthOf(addDays(monthOf(addDays(monthOf(now.today), -1)), -1));
  await closeMonth(tx, lastButOne, { personId: now.finance, today: now.today });
  await tx.execute(sql`select set_config('app.person_id', '', true)`);
}

async function begin(tx: Tx, typed: Typed, { owner, finance }: { owner: string; finance: string }): Promise<void> {
  const writer = { personId: owner, name: "Owner" };
  const { id } = await savePlan(tx, writer, planForm.parse({ ...usual, ...typed }));
  await proposePlan(tx, writer, id);
  await tx.execute(sql`select set_config('app.person_id', ${finance}, true)`);
  await approvePlan(tx, { personId: finance, name: "Finance" }, id);
}

/** What waits for a second person, and what is still being written. */
async function waiting(tx: Tx, year: number, { owner }: { owner: string }): Promise<void> {
  const writer = { personId: owner, name: "Owner" };
  const cloud = {
    name: "Marketplace accelerator",
    rule: "percentage",
    rate: "2.5",
    types: ["marketplace"],
    validFrom: `${year}-01-01`,
  };
  const { id } = await savePlan(tx, writer, planForm.parse({ ...usual, ...cloud }));
  await proposePlan(tx, writer, id);
  const flat = {
    name: "Training days bounty",
    rule: "flat",
    amount: "250",
    families: "Services",
    currency: "USD",
    validFrom: `${year}-01-01`,
  };
  await savePlan(tx, writer, planForm.parse({ ...usual, ...flat }));
}

async function approveDue(tx: Tx, today: string, personId: string): Promise<void> {
  const due = await tx.execute<{ partner_id: string; currency: string }>(
    sql`select distinct partner_id, currency from earnings where status = 'held' and hold_until <= ${today}::date`,
  );
  const groups = due.map(({ partner_id, currency }) => ({ partnerId: partner_id, currency }));
  if (groups.length > 0) await approveEarnings(tx, groups, { personId, today });
}
