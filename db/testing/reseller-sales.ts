import { readdirSync } from "node:fs";
import { join } from "node:path";
import type postgres from "postgres";
import { recordAudit } from "@/db/audit/commands";
import { withWorker } from "@/db/client";
import { publishImport, stageImport } from "@/db/imports/commands";
import { findMapping } from "@/db/imports/queries";
import { accrueIncentives } from "@/db/incentives/accrue";
import { proveLedger } from "@/db/incentives/prove";
import { drainDirty } from "@/db/metrics/rollup";
import { evaluatePartners } from "@/db/tiers/evaluate";
import { fileOf } from "@/lib/imports/mapping";
import { decimalOfE4 } from "@/lib/money";
import { makePlan, makeTwo } from "./incentives";

const actor = { personId: null, name: "reseller sales" };
/** The tiers that the sales are measured by: the least of a calendar year for each, highest first. */
const ladder = { platinum: "250000", gold: "100000", silver: "25000", registered: "0.0001", none: null };

export type ResellerSales = {
  revenue: string;
  lines: number;
  orders: number;
  perLine: string;
  perOrder: string;
  tiers: Record<string, number>;
  problems: string[];
  accrualSeconds: number;
};

/**
 * The reseller warehouse of a folder through the portal's own import, two plans of 5 % (rounded per line, and per order) booked
 * into the ledger, and everybody measured for a tier by the revenue of a calendar year. Into a database that holds nothing else.
 */
export async function readResellerSales(sql: postgres.Sql, folder: string, year: number): Promise<ResellerSales> {
  const two = await makeTwo(sql);
  const plans = { validFrom: "2000-01-01" };
  const [perLine, perOrder] = [
    await makePlan(sql, two, { ...plans, roundPer: "line" }),
    await makePlan(sql, two, { ...plans, roundPer: "order" }),
  ];
  await makeTiers(sql);
  await importFolder(folder);
  const begun = performance.now();
  await accrueIncentives();
  const accrualSeconds = (performance.now() - begun) / 1000;
  const asOf = { asOf: `${year}-12-31`, today: `${year + 1}-01-01` };
  const evaluated = await withWorker((tx) => evaluatePartners(tx, actor, asOf));
  const [sums] =
    await sql`select sum(amount_e4)::text as revenue, count(*)::int as lines, count(distinct deal_id)::int as orders from revenue_lines`;
  const earned = await tellOf(sql, evaluated?.id as string);
  return {
    ...{ revenue: decimalOfE4(BigInt(sums?.revenue)), lines: sums?.lines, orders: sums?.orders },
    ...{ perLine: await bookedFor(sql, perLine), perOrder: await bookedFor(sql, perOrder) },
    tiers: Object.fromEntries(Object.keys(ladder).map((key) => [key, earned.get(key) ?? 0])),
    ...{ problems: (await proveLedger()).problems, accrualSeconds },
  };
}

async function makeTiers(sql: postgres.Sql): Promise<void> {
  await sql`update tiers set archived_at = now()`;
  for (const [i, [key, atLeast]] of Object.entries(ladder).entries()) {
    const asked = atLeast ? [{ criterion: "sourced_revenue", atLeast, window: "year_to_date" }] : [];
    await sql`insert into tiers (key, name, rank, requirements) values (${key}, ${key}, ${10 - i}, ${sql.json(asked)})
      on conflict (key) do update set rank = excluded.rank, requirements = excluded.requirements, archived_at = null`;
  }
}

async function importFolder(folder: string): Promise<void> {
  const mapping = await withWorker((tx) => findMapping(tx, "adventureworks-resellers"));
  if (!mapping) throw new Error("The source of reseller warehouses is not there");
  const names = readdirSync(folder).filter((name) => fileOf(mapping, name));
  const files = names.sort().map((name) => ({ path: join(folder, name), name }));
  const batch = await withWorker((tx) => stageImport(tx, actor, mapping, files));
  await withWorker(async (tx) => recordAudit(tx, actor, (await publishImport(tx, actor, batch)).audit));
  await drainDirty();
}

/** What the ledger holds for a plan, by its entries. */
async function bookedFor(sql: postgres.Sql, planId: string): Promise<string> {
  const [row] = await sql`select (-sum(n.amount_minor) / 100)::numeric(20, 2)::text as sum
    from ledger_entries n join earnings e on e.id = n.earning_id where e.plan_id = ${planId}`;
  return row?.sum ?? "0.00";
}

async function tellOf(sql: postgres.Sql, evaluationId: string): Promise<Map<string, number>> {
  const rows = await sql<
    { tier: string; count: number }[]
  >`select coalesce(tier_earned, 'none') as tier, count(*)::int as count
    from tier_snapshots where evaluation_id = ${evaluationId} group by 1`;
  return new Map(rows.map(({ tier, count }) => [tier, count]));
}
