import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAmountE4 } from "@/lib/money";
import { isSafe, mayStep, moveStatuses, moveSteps, whatForbids } from "./moves";
import { addedBy, type OpenDeal, tierWith, wayTo } from "./simulate";
import {
  type Amounts,
  earnedTier,
  measureOf,
  meets,
  moveFor,
  type Requirement,
  standingsIn,
  type Tier,
} from "./standing";
import { nextReview, reviewDue, windowOn } from "./windows";

const revenue = (atLeast: string): Requirement => ({ criterion: "sourced_revenue", atLeast, window: "year_to_date" });
const ladder: Tier[] = [
  { key: "none", name: "None", rank: 0, requirements: [] },
  { key: "some", name: "Some", rank: 10, requirements: [revenue("0.0001")] },
  { key: "silver", name: "Silver", rank: 20, requirements: [revenue("25000")] },
  {
    key: "gold",
    name: "Gold",
    rank: 30,
    requirements: [revenue("100000"), { criterion: "valid_certifications", atLeast: "3" }],
  },
  { key: "invited", name: "Invited", rank: 40, requirements: [] },
];
const measures = [...new Set(ladder.flatMap(({ requirements }) => requirements.map(measureOf)))];
const amounts = fc.record(
  Object.fromEntries(measures.map((m) => [m, fc.bigInt(0n, 2_000_000_000n)])),
) as fc.Arbitrary<Amounts>;
const rankOf = (tier: Tier | null) => tier?.rank ?? -1;

describe("the tier that is earned", () => {
  it("meets all that it asks, and no higher one does", () => {
    fc.assert(
      fc.property(amounts, (has) => {
        const earned = earnedTier(ladder, has) as Tier;
        expect(meets(earned, has)).toBe(true);
        const higher = ladder.filter((tier) => tier.rank > earned.rank && tier.requirements.length > 0);
        expect(higher.some((tier) => meets(tier, has))).toBe(false);
      }),
    );
  });

  it("is never lower with more of anything", () => {
    fc.assert(
      fc.property(amounts, amounts, (has, more) => {
        const after = Object.fromEntries(measures.map((m) => [m, (has[m] ?? 0n) + (more[m] ?? 0n)]));
        expect(rankOf(earnedTier(ladder, after))).toBeGreaterThanOrEqual(rankOf(earnedTier(ladder, has)));
      }),
    );
  });

  it("is exact to the ten-thousandth, and knows nothing from something", () => {
    const at = (amount: string) => earnedTier(ladder, { "sourced_revenue year_to_date": parseAmountE4(amount) })?.key;
    expect([at("0"), at("0.0001"), at("24999.9999"), at("25000")]).toEqual(["none", "some", "some", "silver"]);
  });

  it("is never one that asks for nothing, but for the lowest: such are given by hand and not taken away by figures", () => {
    const all = Object.fromEntries(measures.map((m) => [m, 10n ** 15n]));
    expect(earnedTier(ladder, all)?.key).toBe("gold");
    expect(moveFor(ladder, "invited", "gold")).toBeNull();
    expect(moveFor(ladder, "some", "gold")).toEqual({ kind: "promotion", steps: 2 });
    expect(moveFor(ladder, "gold", "silver")).toEqual({ kind: "demotion", steps: 1 });
    expect(moveFor(ladder, null, "none")).toEqual({ kind: "promotion", steps: 1 });
    expect(moveFor(ladder, "gold", "gold")).toBeNull();
  });
});

describe("a criterion", () => {
  it("is met, pending with what is under way, or not met, and says what is missing", () => {
    const gold = ladder[3] as Tier;
    const has = { "sourced_revenue year_to_date": parseAmountE4("99999.9999"), valid_certifications: 10_000n };
    const states = standingsIn(gold, has, { "sourced_revenue year_to_date": 1n, valid_certifications: 10_000n });
    expect(states.map(({ state, missing }) => [state, missing])).toEqual([
      ["pending", 1n],
      ["not_met", 20_000n],
    ]);
  });

  it("is counted over a window in which the day itself belongs, or over the year before", () => {
    expect(windowOn("trailing_12_months", "2013-12-31")).toEqual({ from: "2013-01-01", to: "2014-01-01" });
    expect(windowOn("year_to_date", "2024-02-29")).toEqual({ from: "2024-01-01", to: "2024-03-01" });
    expect(windowOn("last_year", "2014-06-30")).toEqual({ from: "2013-01-01", to: "2014-01-01" });
    expect(reviewDue("quarterly", "2026-11-23")).toBe("2026-09-30");
    expect(nextReview("quarterly", "2026-11-23")).toBe("2026-12-31");
    expect(reviewDue("none", "2026-11-23")).toBeNull();
  });
});

const day = "2026-09-30";
const openDeals = fc.array(
  fc.record({ amount: fc.integer({ min: 0, max: 60_000 }), days: fc.integer({ min: 1, max: 30 }) }),
  { maxLength: 6 },
);
const dealsOf = (given: { amount: number; days: number }[]): OpenDeal[] =>
  given.map(({ amount, days }, i) => ({
    id: `${i}`,
    name: `Deal ${i}`,
    closesOn: `2026-09-${String(days).padStart(2, "0")}`,
    amountE4: BigInt(amount) * 10_000n,
    weightedE4: null,
  }));

describe("the way to a tier", () => {
  const target: Tier = {
    key: "t",
    name: "T",
    rank: 9,
    requirements: [revenue("100000"), { criterion: "won_deals", atLeast: "3", window: "year_to_date" }],
  };

  it("closes the gap with the smallest number of open deals, or takes all that help and says what is left", () => {
    fc.assert(
      fc.property(openDeals, fc.bigInt(0n, 1_200_000_000n), (given, had) => {
        const deals = dealsOf(given);
        const has = { "sourced_revenue year_to_date": had };
        const enough = (chosen: OpenDeal[]) => tierWith([target], has, chosen, {}, day)?.key === "t";
        const way = wayTo(target, has, deals, day);
        expect(way.left.length === 0).toBe(enough(way.deals));
        const subsets = Array.from({ length: 2 ** deals.length }, (_, bits) => deals.filter((_, i) => bits & (1 << i)));
        const sizes = subsets.filter(enough).map(({ length }) => length);
        if (sizes.length === 0) expect(way.left.length).toBeGreaterThan(0);
        else expect(way.deals.length).toBe(Math.min(...sizes));
      }),
      { numRuns: 40 },
    );
  });

  it("counts no deal that closes outside of the window on the day asked about", () => {
    const [late] = dealsOf([{ amount: 500_000, days: 30 }]) as [OpenDeal];
    expect(addedBy(revenue("1"), [{ ...late, closesOn: "2026-10-01" }], day)).toBe(0n);
    expect(addedBy(revenue("1"), [late], day)).toBe(5_000_000_000n);
    expect(addedBy({ ...revenue("1"), window: "last_year" }, [late], "2027-03-31")).toBe(5_000_000_000n);
  });
});

describe("a change of tier", () => {
  it("comes into effect only after it was approved, and a demotion only after it was announced", () => {
    for (const status of Object.keys(moveStatuses) as (keyof typeof moveStatuses)[]) {
      expect(mayStep("effect", "promotion", status)).toBe(status === "approved" || status === "notice");
      expect(mayStep("promote", "demotion", status)).toBe(false);
      expect(mayStep("announce", "promotion", status)).toBe(false);
    }
    expect(moveSteps.keep.to).toBe("notice");
    expect(whatForbids("decline", { kind: "promotion", status: "proposed" }, "")).toEqual({
      says: "Say why",
      field: "reason",
    });
    expect(whatForbids("appeal", { kind: "demotion", status: "done" }, "x")?.says).toMatch(/changed meanwhile/);
  });

  it("is safe to approve among others only as one step up with every amount known", () => {
    const move = { kind: "promotion", status: "proposed", steps: 1, unrated: 0 } as const;
    expect(isSafe(move)).toBe(true);
    expect([
      isSafe({ ...move, steps: 2 }),
      isSafe({ ...move, unrated: 1 }),
      isSafe({ ...move, kind: "demotion" }),
    ]).toEqual([false, false, false]);
  });
});
