import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "./evaluate";
import type { Earned, RevenueFact } from "./facts";
import { periodOf, spanOf, yearEarlier } from "./periods";
import { explainPlan, type Plan } from "./plan";
import { movementsOf } from "./states";

const fact = (given: Partial<RevenueFact>): RevenueFact => ({
  key: "line:1",
  partnerId: "p",
  day: "2026-02-10",
  amountE4: 10_000_000n,
  currency: "USD",
  kind: "new",
  dealId: "d",
  accountId: "a",
  productId: null,
  family: null,
  what: "Line",
  role: "sourcing",
  shareBp: null,
  type: "reseller",
  tier: "gold",
  region: "Germany",
  firstDeal: false,
  contractYear: 1,
  fx: "1",
  ...given,
});

const plan = (given: Partial<Plan>): Plan => ({
  id: "plan",
  name: "Plan",
  rule: "percentage",
  config: { rate: "5" },
  scope: { types: [], tiers: [], regions: [], families: [], kinds: [], roles: [] },
  limits: { floorDeal: "", capDeal: "", capPeriod: "", capPartner: "", capProgram: "" },
  basis: "invoice",
  period: "quarter",
  currency: null,
  share: "agreed",
  roundPer: "line",
  rounding: "half_away",
  holdDays: 30,
  stacking: "add",
  stackGroup: null,
  rank: 1,
  validFrom: "2026-01-01",
  validTo: null,
  ...given,
});

const usd = (cents: bigint) => cents * 100n;
const earnedBy = (plans: Plan[], facts: RevenueFact[], rates: Record<string, string> = { USD: "1" }) =>
  evaluate({ plans, facts, rates: (currency) => rates[currency] ?? null, frozen: () => null });
const amounts = (earned: Earned[]) => earned.map(({ amountMinor }) => amountMinor);
const total = (earned: Earned[]) => amounts(earned).reduce((sum, amount) => sum + amount, 0n);

/** Random sales and refunds of three deals over two quarters. */
const someFacts = fc
  .array(
    fc.record({
      cents: fc.bigInt({ min: -50_000_00n, max: 200_000_00n }),
      day: fc.constantFrom("2026-01-05", "2026-02-28", "2026-03-31", "2026-04-01"),
      dealId: fc.constantFrom("d1", "d2", "d3"),
      currency: fc.constantFrom("USD", "JPY", "KWD"),
    }),
    { maxLength: 12 },
  )
  .map((given) => given.map(({ cents, ...one }, i) => fact({ ...one, key: `line:${i}`, amountE4: usd(cents) })));

describe("the rules", () => {
  it("give a percentage of each line, and round it there or over the order, as the plan says", () => {
    // Each line is half a cent over, so that what is rounded where makes a cent of difference.
    const lines = [1, 2].map((n) => fact({ key: `line:${n}`, amountE4: 20_249_940n }));
    expect(amounts(earnedBy([plan({})], lines))).toEqual([10_125n, 10_125n]);
    expect(amounts(earnedBy([plan({ roundPer: "order" })], lines))).toEqual([20_250n]);
    const trap = [1, 2, 3].map((n) => fact({ key: `line:${n}`, amountE4: 1_000n }));
    expect(total(earnedBy([plan({})], trap))).toBe(3n);
    expect(total(earnedBy([plan({ roundPer: "order" })], trap))).toBe(2n);
  });

  it("give tiers for their own part or for all, and take a refund from the top", () => {
    const bands = [
      { from: "0", rate: "3" },
      { from: "1000", rate: "5" },
    ];
    const sales = [
      fact({ key: "line:1", amountE4: usd(80_000n) }),
      fact({ key: "line:2", amountE4: usd(80_000n), day: "2026-02-11" }),
    ];
    const marginal = earnedBy([plan({ rule: "tiered", config: { bands, mode: "marginal" } })], sales);
    expect(amounts(marginal)).toEqual([2_400n, 600n + 3_000n]);
    expect(marginal[1]?.says).toBe("3 % of USD 200.00 and 5 % of USD 600.00");
    const retroactive = plan({ rule: "tiered", config: { bands, mode: "retroactive" } });
    expect(amounts(earnedBy([retroactive], sales))).toEqual([4_000n, 4_000n]);
    const refund = fact({ key: "line:3", amountE4: usd(-80_000n), day: "2026-03-01", kind: "refund" });
    expect(amounts(earnedBy([retroactive], [...sales, refund]))).toEqual([2_400n, 2_400n, -2_400n]);
    expect(amounts(earnedBy([plan({ rule: "tiered", config: { bands, mode: "marginal" } })], [refund]))).toEqual([
      -2_400n,
    ]);
  });

  it("give a rebate on what exceeds the same quarter a year before", () => {
    const growth = plan({ rule: "growth", config: { rate: "4", over: "110", atLeast: "100" }, currency: "USD" });
    const before = fact({ key: "line:0", day: "2025-03-31", amountE4: usd(100_000n) });
    const [rebate] = earnedBy([growth], [before, fact({ amountE4: usd(150_000n) })]);
    expect(rebate).toMatchObject({ sourceKey: "period:2026-01-01", amountMinor: 1_600n, dealId: null });
    expect(earnedBy([growth], [before, fact({ amountE4: usd(110_000n) })])).toEqual([]);
  });

  it("give a flat amount and a bonus once for a deal, and nothing for one that was refunded whole", () => {
    const twice = [fact({ key: "line:1", firstDeal: true }), fact({ key: "line:2", firstDeal: true })];
    const flat = plan({ rule: "flat", config: { amount: "250" }, currency: "USD" });
    const bonus = plan({ rule: "bonus", config: { amount: "500", for: "first_deal" }, currency: "USD" });
    expect(amounts(earnedBy([flat], twice))).toEqual([25_000n]);
    expect(amounts(earnedBy([bonus], twice))).toEqual([50_000n]);
    expect(amounts(earnedBy([bonus], [fact({})]))).toEqual([]);
    const back = fact({ key: "line:3", day: "2026-08-01", amountE4: -20_000_000n, kind: "refund" });
    expect(earnedBy([flat], [...twice, back])).toEqual([]);
  });

  it("give by product family, and by the year of a contract", () => {
    const rates = [{ family: "Security", rate: "12" }];
    const families = plan({ rule: "product", config: { rates, otherwise: "2" } });
    const sold = [fact({ family: "Security" }), fact({ key: "line:2", family: "Services" })];
    expect(amounts(earnedBy([families], sold))).toEqual([12_000n, 2_000n]);
    const renewal = plan({ rule: "renewal", config: { first: "10", second: "5", third: "3", later: "0" } });
    const years = [1, 2, 3, 4].map((contractYear) => fact({ key: `line:${contractYear}`, contractYear }));
    expect(amounts(earnedBy([renewal], years))).toEqual([10_000n, 5_000n, 3_000n, 0n]);
  });

  it("count by type, tier, region, product, part in the deal, kind and agreed share", () => {
    const none = { types: [], tiers: [], regions: [], families: [], kinds: [], roles: [] };
    for (const scope of [{ types: ["msp"] }, { tiers: ["silver"] }, { regions: ["Japan"] }, { families: ["Security"] }])
      expect(earnedBy([plan({ scope: { ...none, ...scope } })], [fact({})])).toEqual([]);
    expect(earnedBy([plan({ scope: { ...none, kinds: ["renewal"] } })], [fact({})])).toEqual([]);
    expect(earnedBy([plan({ scope: { ...none, roles: ["influencing"] } })], [fact({})])).toEqual([]);
    expect(amounts(earnedBy([plan({})], [fact({ shareBp: 4_000 })]))).toEqual([2_000n]);
    expect(amounts(earnedBy([plan({ share: "whole" })], [fact({ shareBp: 4_000 })]))).toEqual([5_000n]);
  });

  it("convert at the rate of the day, keep the rate that was frozen, and earn nothing without a rate", () => {
    const inYen = plan({ currency: "JPY" });
    const [one] = earnedBy([inYen], [fact({})], { JPY: "0.008" });
    expect(one).toMatchObject({ amountMinor: 6_250n, currency: "JPY", from: { rate: "125", currency: "USD" } });
    const frozen = evaluate({ plans: [inYen], facts: [fact({})], rates: () => "0.01", frozen: () => "125" });
    expect(amounts(frozen)).toEqual([6_250n]);
    expect(earnedBy([inYen], [fact({})], {})).toEqual([]);
  });
});

describe("limits and stacking", () => {
  const limits = { floorDeal: "", capDeal: "", capPeriod: "", capPartner: "", capProgram: "" };

  it("raise a deal to its floor and cut at each cap, so that no sum ever exceeds it", () => {
    const floor = plan({ currency: "USD", limits: { ...limits, floorDeal: "80" } });
    expect(total(earnedBy([floor], [fact({})]))).toBe(8_000n);
    fc.assert(
      fc.property(someFacts, fc.constantFrom("capDeal", "capPeriod", "capPartner", "capProgram"), (facts, cap) => {
        const usdFacts = facts.map((one) => ({ ...one, currency: "USD" }));
        const capped = earnedBy([plan({ currency: "USD", limits: { ...limits, [cap]: "300" } })], usdFacts);
        const open = earnedBy([plan({ currency: "USD" })], usdFacts);
        const sums = new Map<string, bigint>();
        for (const one of capped) {
          const by: Partial<Record<typeof cap, string | null>> = {
            capDeal: one.dealId,
            capPeriod: periodOf(one.day, "quarter").from,
          };
          const of = by[cap] ?? one.partnerId;
          sums.set(of, (sums.get(of) ?? 0n) + one.amountMinor);
        }
        expect([...sums.values()].every((sum) => sum <= 30_000n)).toBe(true);
        if (total(open) <= 30_000n && cap === "capProgram" && usdFacts.every(({ amountE4 }) => amountE4 >= 0n))
          expect(total(capped)).toBe(total(open));
      }),
    );
  });

  it("add all plans, or let the best or the first of a group count", () => {
    const two = (stacking: Plan["stacking"], rates: [string, string]) =>
      rates.map((rate, i) =>
        plan({ id: `plan ${i}`, rank: i, config: { rate }, stacking, stackGroup: stacking === "add" ? null : "g" }),
      );
    expect(total(earnedBy(two("add", ["2", "5"]), [fact({})]))).toBe(7_000n);
    expect(total(earnedBy(two("best", ["2", "5"]), [fact({})]))).toBe(5_000n);
    expect(total(earnedBy(two("first", ["2", "5"]), [fact({})]))).toBe(2_000n);
    expect(total(earnedBy(two("first", ["0", "5"]), [fact({})]))).toBe(5_000n);
  });

  it("come to the same in whatever order the facts arrive", () => {
    const bands = [
      { from: "0", rate: "3" },
      { from: "50000", rate: "5.5" },
    ];
    const plans = [
      plan({ id: "1", rule: "tiered", config: { bands, mode: "marginal" }, stacking: "best", stackGroup: "g" }),
      plan({ id: "2", stacking: "best", stackGroup: "g" }),
      plan({
        id: "3",
        rule: "flat",
        config: { amount: "99.5" },
        currency: "USD",
        limits: { ...limits, capPartner: "150" },
      }),
    ];
    const sorted = (earned: Earned[]) =>
      earned.map((one) => `${one.planId} ${one.sourceKey} ${one.amountMinor}`).sort();
    const rates = { USD: "1", JPY: "0.007", KWD: "3.2" };
    fc.assert(
      fc.property(someFacts, (facts) => {
        const known = facts.map((one) => ({ ...one, fx: rates[one.currency as "USD"] }));
        expect(sorted(earnedBy(plans, known.toReversed(), rates))).toEqual(sorted(earnedBy(plans, known, rates)));
      }),
      { numRuns: 60 },
    );
  });
});

describe("periods and words", () => {
  it("put a day of the program's time zone into one period, also a 29 February and the days that clocks change", () => {
    expect(periodOf("2028-02-29", "month")).toMatchObject({ from: "2028-02-01", to: "2028-03-01" });
    expect(periodOf("2026-03-29", "quarter")).toMatchObject({ from: "2026-01-01", to: "2026-04-01" });
    expect(periodOf("2026-12-31", "year")).toMatchObject({ from: "2026-01-01", to: "2027-01-01" });
    expect(yearEarlier("2028-02-29")).toBe("2027-02-28");
    const days = fc
      .integer({ min: 0, max: 4_000 })
      .map((n) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, fc.constantFrom("month", "quarter", "year"), (day, by) => {
        const { from, to } = periodOf(day, by);
        expect(day >= from && day < to).toBe(true);
        expect(periodOf(from, by).from).toBe(from);
        expect(periodOf(to, by).from).toBe(to);
      }),
    );
  });

  it("reckon a year anew for a plan by year, and the year after where a plan compares", () => {
    expect(spanOf([plan({ period: "year" }), plan({})], ["2026-05-01"])).toEqual({
      from: "2026-01-01",
      to: "2027-01-01",
    });
    const growth = plan({ rule: "growth" });
    expect(spanOf([growth], ["2026-05-01"])).toEqual({ from: "2026-04-01", to: "2027-07-01" });
  });

  it("say in one sentence what partners earn", () => {
    expect(explainPlan(plan({ currency: "USD", limits: { ...planLimits, capDeal: "5000" } }))).toBe(
      "You earn 5 % of every amount, on what is invoiced, by your agreed share of the deal; at most USD 5,000 for each deal. Rounded half a unit up for each line. Held for 30 days after the day it is invoiced.",
    );
  });
  const planLimits = { floorDeal: "", capDeal: "", capPeriod: "", capPartner: "", capProgram: "" };

  it("take back from what is held first, then from what is approved, and carry the rest forward", () => {
    const booked = movementsOf(-100n, { held: 30n, approved: 50n }).map((one) => [one.state, one.amountMinor]);
    expect(booked).toEqual([
      ["held", -30n],
      ["approved", -50n],
      ["recovered", -20n],
    ]);
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), fc.bigInt(), (difference, held, approved) => {
        const sum = movementsOf(difference, { held, approved }).reduce((all, one) => all + one.amountMinor, 0n);
        expect(sum).toBe(difference);
      }),
    );
  });
});
