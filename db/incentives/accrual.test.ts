import { drizzle } from "drizzle-orm/postgres-js";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Tx, withWorker } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import { makeReady, payOut, settleAll } from "@/db/testing/payouts";
import { makePartner } from "@/db/testing/people";
import { rounds } from "@/db/testing/rounds";
import { accrueIncentives, accrueMarked } from "./accrue";
import { approveEarnings } from "./approve";
import { closeMonth } from "./close";
import { proveLedger } from "./prove";

const database = testDatabase();
let people: [string, string];
let partner: string;

beforeAll(async () => {
  people = await makeTwo(database.sql);
  await database.sql`update settings set time_zone = 'America/New_York'`;
  await database.sql`insert into fx_rates (currency, "on", rate) select c, d::date, r from (values ('EUR', 1.1), ('JPY', 0.008)) v(c, r), generate_series('2024-12-25'::date, '2028-12-31'::date, '7 days') d`;
});

/** A new partner with a won deal, so that stories do not meet. */
async function newPartner(): Promise<{ partner: string; deal: string }> {
  const id = await makePartner(database.sql, `Partner ${Math.random()}`);
  await database.sql`update partners set tier = 'gold' where id = ${id}`;
  const deal = await makeDeal(id, "2026-02-03", 10_000_000n);
  return { partner: id, deal };
}

async function makeDeal(partnerId: string, day: string, amountE4: bigint): Promise<string> {
  const [row] =
    await database.sql`insert into deals (name, stage, currency) values ('Deal', 'prospecting', 'USD') returning id`;
  await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${row?.id}, ${partnerId}, 'sourcing')`;
  await database.sql`insert into deal_versions (deal_id, valid_from, from_on, stage, amount_e4, currency) values (${row?.id}, ${day}, ${day}, 'won', ${amountE4.toString()}, 'USD')`;
  return row?.id;
}

const sell = async (
  partnerId: string,
  dealId: string | null,
  day: string,
  amountE4: bigint,
  kind = "new",
  currency = "USD",
) => {
  const [row] =
    await database.sql`insert into revenue_lines (partner_id, deal_id, kind, amount_e4, currency, invoiced_on)
    values (${partnerId}, ${dealId}, ${kind}, ${amountE4.toString()}, ${currency}, ${day}) returning id`;
  return row?.id as string;
};
const accounts = async (partnerId: string, currency = "USD") =>
  Object.fromEntries(
    (
      await database.sql`select kind, balance_minor::int as b from ledger_accounts where partner_id = ${partnerId} and currency = ${currency}`
    ).map(({ kind, b }) => [kind, b]),
  );
const approve = (partnerId: string, currency = "USD") =>
  withWorker((tx) => approveEarnings(tx, [{ partnerId, currency }], { personId: people[1] }), people[1]);
/** Pays what is payable by a batch: prepared, approved by another, and paid or returned by the bank. */
async function pay(partnerId: string, outcome: "paid" | "failed" = "paid", currency = "USD"): Promise<void> {
  const ready = await database.sql`select 1 from payout_details where partner_id = ${partnerId}`;
  if (ready.length === 0) await makeReady(database.sql, [partnerId], ["USD", "EUR", "JPY"]);
  const batch = await payOut(people, [partnerId], currency);
  if (batch) await settleAll(database.sql, people[0], batch, outcome);
}

describe("accrual", () => {
  let plan: string;
  beforeAll(async () => {
    plan = await makePlan(database.sql, people);
  });

  it("earns once what was invoiced, however often and by however many it is run", async () => {
    const { partner: id, deal } = await newPartner();
    await sell(id, deal, "2026-02-10", 10_000_000n);
    await Promise.all([1, 2, 3].map(() => accrueIncentives()));
    await database.sql`insert into incentive_dirty (partner_id, month) values (${id}, '-infinity')`;
    expect(await accrueIncentives()).toBe(0);
    expect(await accounts(id)).toEqual({ earned: -5000 });
    const [row] =
      await database.sql`select says, rate, exact::text, hold_until::text as until from earnings where partner_id = ${id}`;
    expect(row).toEqual({ says: "5 % of USD 1,000.00", rate: "5", exact: "50", until: "2026-02-10" });
  });

  it("takes back what is refunded: from what is held, from what is approved, and owed back after it was paid", async () => {
    const { partner: id, deal } = await newPartner();
    await sell(id, deal, "2026-02-10", 10_000_000n);
    await accrueIncentives();
    await sell(id, deal, "2026-02-12", -2_000_000n, "refund");
    await accrueIncentives();
    expect(await accounts(id)).toEqual({ earned: -4000 });
    await approve(id);
    await sell(id, deal, "2026-02-13", -2_000_000n, "refund");
    await accrueIncentives();
    expect(await accounts(id)).toEqual({ earned: 0, payable: -3000 });
    await pay(id);
    await sell(id, deal, "2026-02-14", -2_000_000n, "refund");
    await accrueIncentives();
    expect(await accounts(id)).toEqual({ earned: 0, payable: 0, paying: 0, paid: -3000, clawback: 1000 });
    // Carried forward: it comes off what is approved next.
    await sell(id, await makeDeal(id, "2026-03-01", 1n), "2026-03-02", 6_000_000n);
    await accrueIncentives();
    await approve(id);
    expect(await accounts(id)).toEqual({ earned: 0, payable: -2000, paying: 0, paid: -3000, clawback: 0 });
    expect((await proveLedger()).problems).toEqual([]);
  });

  it("takes back what changed hands or was removed, by new rows that name what they change", async () => {
    const [{ partner: one, deal }, { partner: other }] = [await newPartner(), await newPartner()];
    const line = await sell(one, deal, "2026-02-10", 10_000_000n);
    await accrueIncentives();
    await database.sql`update revenue_lines set partner_id = ${other}, deal_id = null, amount_e4 = 3000000 where id = ${line}`;
    await accrueIncentives();
    expect([await accounts(one), await accounts(other)]).toEqual([{ earned: 0 }, { earned: -1500 }]);
    await database.sql`delete from revenue_lines where id = ${line}`;
    await accrueIncentives();
    expect(await accounts(other)).toEqual({ earned: 0 });
    const rows =
      await database.sql`select seq, amount_minor::int as amount, total_minor::int as total, corrects_id is not null as corrects from earnings where partner_id = ${one} order by seq`;
    expect(rows.map(({ seq, amount, total, corrects }) => [seq, amount, total, corrects])).toEqual([
      [0, 5000, 5000, false],
      [1, -5000, 0, true],
    ]);
  });

  it("counts the agreed share of a deal for each partner in it, and follows a new agreement", async () => {
    const [{ partner: one, deal }, { partner: other }] = [await newPartner(), await newPartner()];
    await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${other}, 'influencing')`;
    await sell(one, deal, "2026-02-10", 10_000_000n);
    const agree = (bp: number) =>
      database.sql.begin(async (tx) => {
        await tx`delete from deal_shares where deal_id = ${deal}`;
        await tx`insert into deal_shares (deal_id, partner_id, share_bp, valid_from) values (${deal}, ${one}, ${bp}, '2026-02-01'), (${deal}, ${other}, ${10_000 - bp}, '2026-02-01')`;
      });
    await agree(7000);
    await accrueIncentives();
    expect([await accounts(one), await accounts(other)]).toEqual([{ earned: -3500 }, { earned: -1500 }]);
    await agree(6000);
    await accrueIncentives();
    expect([await accounts(one), await accounts(other)]).toEqual([{ earned: -3000 }, { earned: -2000 }]);
  });

  it("approves each earning once, of many who approve at the same time", async () => {
    const { partner: id, deal } = await newPartner();
    for (const day of ["2026-02-10", "2026-02-11"]) await sell(id, deal, day, 10_000_000n);
    await accrueIncentives();
    for (let round = 0; round < 6; round++) {
      const answers = await Promise.allSettled(Array.from({ length: 8 }, () => approve(id)));
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect((await accounts(id)).payable).toBe(-10000 - round * 5000);
      await sell(id, deal, "2026-02-12", 10_000_000n);
      await accrueIncentives();
    }
  });

  it("leaves a closed statement as it is when a sale of its month is refunded, and books that into the open month", async () => {
    const { partner: id, deal } = await newPartner();
    await sell(id, deal, "2025-01-31", 10_000_000n);
    await accrueIncentives();
    await withWorker((tx) => closeMonth(tx, "2025-01-01", { personId: people[1], today: "2026-03-01" }));
    const read = () => database.sql`select content, sha256 from statements where partner_id = ${id}`;
    const before = await read();
    expect(before).toHaveLength(1);
    await sell(id, deal, "2025-01-31", -10_000_000n, "refund");
    await database.sql`update revenue_lines set amount_e4 = 20000000 where partner_id = ${id} and kind = 'new'`;
    await accrueIncentives();
    expect(await read()).toEqual(before);
    const rows =
      await database.sql`select statement_month::text as month, sum(amount_minor)::int as sum from earnings where partner_id = ${id} group by 1 order by 1`;
    expect(rows.map(({ month, sum }) => [month, sum])).toEqual([
      ["2025-01-01", 5000],
      ["2025-02-01", 0],
    ]);
    await database.sql`delete from incentive_dirty`;
  });

  it("keeps the rate of the day it was earned, whatever becomes of the rates", async () => {
    const [id] = [await makePartner(database.sql, "Frozen")];
    await makePlan(database.sql, people, { currency: "EUR", scope: { regions: ["Frozen"] }, rank: 9 });
    await database.sql`update partners set region = 'Frozen' where id = ${id}`;
    await database.sql`update partner_versions set region = 'Frozen' where partner_id = ${id}`;
    await sell(id, null, "2026-02-10", 11_000_000n);
    await accrueIncentives();
    expect(await accounts(id, "EUR")).toEqual({ earned: -5000 });
    await database.sql`update fx_rates set rate = 1.3 where currency = 'EUR' and "on" between '2026-02-01' and '2026-02-12'`;
    await database.sql`insert into incentive_dirty (partner_id, month) values (${id}, '2026-02-01')`;
    expect(await accrueIncentives()).toBe(0);
    const [row] =
      await database.sql`select fx_rate::text as rate, from_currency from earnings where partner_id = ${id} and currency = 'EUR'`;
    expect(row).toEqual({ rate: "0.9090909091", from_currency: "USD" });
  });

  it("counts a deal on the day that it was won in the program's time zone, not that of UTC", async () => {
    await makePlan(database.sql, people, {
      basis: "close",
      period: "month",
      rule: "flat",
      config: { amount: "10" },
      currency: "USD",
      validFrom: "2028-02-29",
      validTo: "2028-03-01",
    });
    const id = await makePartner(database.sql, "Leap day");
    // 29 February ends there five hours later than in UTC.
    for (const at of ["2028-02-29T04:59:00Z", "2028-02-29T05:00:00Z", "2028-03-01T04:59:00Z", "2028-03-01T05:00:00Z"])
      await makeDeal(id, at, 1_000_000n);
    await accrueIncentives();
    expect(await accounts(id)).toEqual({ earned: -2000 });
  });

  it("rounds by line or by order, which is not the same money", async () => {
    const [id] = [await makePartner(database.sql, "Warehouse")];
    const only = { scope: { regions: ["Warehouse"] }, basis: "close", currency: "USD" };
    await database.sql`update partner_versions set region = 'Warehouse' where partner_id = ${id}`;
    const deals = await Promise.all([1, 2].map(() => makeDeal(id, "2026-04-02", 3_000n)));
    for (const deal of deals)
      await database.sql`insert into deal_lines (deal_id, line_no, amount_e4) select ${deal}, n, 1000 from generate_series(1, 3) n`;
    await accrueIncentives();
    const byLine = await makePlan(database.sql, people, only);
    const byOrder = await makePlan(database.sql, people, { ...only, roundPer: "order" });
    await database.sql`insert into incentive_dirty (partner_id, month) values (${id}, '2026-04-01')`;
    await accrueIncentives();
    const sums =
      await database.sql`select plan_id, sum(amount_minor)::int as sum, count(*)::int as rows from earnings where partner_id = ${id} group by 1`;
    const of = (planId: string) => sums.find(({ plan_id }) => plan_id === planId);
    // Half a cent a line: six cents by line, and two orders of one and a half, two each.
    expect(of(byLine)).toMatchObject({ sum: 6, rows: 6 });
    expect(of(byOrder)).toMatchObject({ sum: 4, rows: 2 });
    expect(plan).toBeTruthy();
  });
});

describe("any story of sales, refunds, approvals, payments, rates and tiers", () => {
  const runs = rounds(40, 10_000);
  const days = fc.constantFrom("2026-01-31", "2026-02-28", "2026-03-29", "2026-04-01", "2026-10-25");
  const amounts = fc.integer({ min: -90_000_000, max: 200_000_000 });
  const steps = fc.array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant("sell" as const),
          day: days,
          amount: amounts,
          currency: fc.constantFrom("USD", "JPY", "EUR"),
        }),
      },
      fc.record({ do: fc.constant("change" as const), amount: amounts }),
      fc.constant({ do: "remove" as const }),
      fc.constant({ do: "approve" as const }),
      fc.record({
        do: fc.constant("pay" as const),
        outcome: fc.constantFrom("paid" as const, "failed" as const),
        currency: fc.constantFrom("USD", "JPY"),
      }),
      fc.constant({ do: "tier" as const }),
      fc.record({ do: fc.constant("rate" as const), amount: fc.integer({ min: 1, max: 9 }) }),
    ),
    { minLength: 2, maxLength: 8 },
  );

  it(
    "ends with books that balance, prove right, and come to the same when all is reckoned from nothing",
    async () => {
      const bands = [
        { from: "0", rate: "2" },
        { from: "5000", rate: "4.5" },
      ];
      await makePlan(database.sql, people, {
        rule: "tiered",
        config: { bands, mode: "retroactive" },
        currency: "USD",
        scope: { tiers: ["gold"] },
        limits: { capPeriod: "700" },
        stacking: "best",
        stackGroup: "s",
      });
      await makePlan(database.sql, people, {
        rule: "percentage",
        config: { rate: "3" },
        currency: "USD",
        stacking: "best",
        stackGroup: "s",
      });
      await accrueIncentives();
      await fc.assert(
        fc.asyncProperty(steps, async (story) => {
          const { partner: id, deal } = await newPartner();
          partner = id;
          for (const step of story) await take(step, deal);
          await accrueIncentives();
          const [off] =
            await database.sql`select currency from ledger_entries group by 1 having sum(amount_minor) <> 0`;
          expect(off).toBeUndefined();
          const booked = await sums(id);
          await database.sql`insert into incentive_dirty (partner_id, month) values (${id}, '-infinity')`;
          expect(await accrueIncentives()).toBe(0);
          expect(await fromNothing(id)).toEqual(booked);
        }),
        { numRuns: runs, endOnFailure: true },
      );
      expect((await proveLedger()).problems).toEqual([]);
    },
    30_000 + runs * 1_000,
  );

  type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;
  async function take(step: Step, deal: string): Promise<void> {
    const last = database.sql`select id from revenue_lines where partner_id = ${partner} order by amount_e4 limit 1`;
    if (step.do === "sell")
      await sell(
        partner,
        step.amount % 2 ? deal : null,
        step.day,
        BigInt(step.amount),
        step.amount < 0 ? "refund" : "new",
        step.currency,
      );
    if (step.do === "change")
      await database.sql`update revenue_lines set amount_e4 = ${step.amount} where id in (${last})`;
    if (step.do === "remove") await database.sql`delete from revenue_lines where id in (${last})`;
    if (step.do === "tier")
      await database.sql`update partners set tier = case tier when 'gold' then 'silver' else 'gold' end, tier_since = '2026-03-01' where id = ${partner}`;
    // Rates of a day on which nothing earned yet: what has earned keeps its own.
    if (step.do === "rate")
      await database.sql`update fx_rates set rate = ${step.amount} where currency = 'EUR' and "on" > '2026-12-01'`;
    if (step.do !== "approve" && step.do !== "pay") return;
    await accrueIncentives();
    if (step.do === "pay") return pay(partner, step.outcome, step.currency);
    await approve(partner).catch((error: Error) => expect(error.message).toContain("Nothing of this is due"));
  }

  const sums = async (id: string) =>
    (
      await database.sql`select plan_id || source_key as key, sum(amount_minor)::int as sum from earnings where partner_id = ${id} group by 1 having sum(amount_minor) <> 0 order by 1`
    ).map(({ key, sum }) => [key, sum]);

  /** The partner's earnings as they come out when nothing was ever booked. */
  async function fromNothing(id: string): Promise<unknown> {
    let made: unknown;
    await drizzle(database.sql)
      .transaction(async (tx) => {
        await tx.execute("set local session_replication_role = replica");
        for (const table of ["earnings", "ledger_transactions"])
          await tx.execute(`delete from ${table} where partner_id = '${id}'`);
        await tx.execute("set local session_replication_role = origin");
        await accrueMarked(tx as unknown as Tx, [{ partner_id: id, month: "-infinity" }]);
        const rows = await tx.execute(
          `select plan_id || source_key as key, sum(amount_minor)::int as sum from earnings where partner_id = '${id}' group by 1 having sum(amount_minor) <> 0 order by 1`,
        );
        made = rows.map(({ key, sum }) => [key, sum]);
        tx.rollback();
      })
      .catch((error: Error) => {
        if (made === undefined) throw error;
      });
    return made;
  }
});
