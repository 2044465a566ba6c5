import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atRisk, headlineOf, type Part, topCohorts, verdictOf } from "./headline";
import type { Cohort, Compared, Plan } from "./view";

const line = (label: string, now: number, before: number): Compared => ({
  key: label,
  label,
  now: String(now),
  before: String(before),
  href: `/${label}`,
});
const cohort = (label: string, now: number, before: number): Cohort => ({
  ...line(label, now, before),
  tier: "gold",
  type: "msp",
});
const plan = (change: Partial<Plan>): Plan => ({
  won: "400000",
  forecast: "900000",
  target: "1000000",
  expected: "500000",
  passed: 0.5,
  lastDay: "2026-12-31",
  ...change,
});
const said = (parts: readonly Part[]) => parts.map(({ text }) => text).join("");
const given = {
  program: { currency: "USD" },
  period: { key: "this_quarter", from: "2026-10-01", to: "2027-01-01", label: "This quarter" },
  today: "2026-11-15",
  comparedWith: "Q3 2026 to date",
  plan: plan({}),
  regions: [line("EMEA", 300_000, 500_000), line("AMER", 100_000, 60_000)],
  types: [line("Reseller", 250_000, 400_000), line("MSP", 150_000, 160_000)],
  cohorts: [cohort("Gold MSP", 100_000, 300_000), cohort("Silver MSP", 300_000, 260_000)],
  stalled: { count: 12, amountE4: "20000000000" },
};

describe("the executive page in three sentences (req:W2)", () => {
  it("says whether the plan is met, why, and what next, from what stands on the page", () => {
    const { verdict, onPlan, why, next } = headlineOf(given);
    expect(verdict).toBe("close to plan");
    expect(said(onPlan)).toBe(
      "Partners have won USD 400k of USD 1m (40.0 %) with 50.0 % of Q4 2026 gone, and with what is open it ends near USD 900k (90.0 %).",
    );
    expect(said(why)).toBe("Revenue is USD 160k below Q3 2026 to date: EMEA lost USD 200k, while AMER gained USD 40k.");
    expect(said(next)).toBe(
      "To reach the plan, USD 100k more must close by 31 Dec 2026. Wake the 12 stalled deals (USD 2m) and look after Gold MSP, which fell by 66.7 %.",
    );
  });

  it("judges a running period by its forecast and one that is over by what was won", () => {
    expect(verdictOf({ plan: plan({ forecast: "1000000" }) })).toBe("on plan");
    expect(verdictOf({ plan: plan({ forecast: "1000000", passed: 1 }) })).toBe("behind plan");
    expect(verdictOf({ plan: plan({ won: "950000", passed: 1 }) })).toBe("close to plan");
    expect(verdictOf({ plan: plan({ target: null }) })).toBe("no plan");
    expect(said(headlineOf({ ...given, plan: plan({ target: null }) }).onPlan)).toMatch(
      /^There is no plan for Q4 2026\./,
    );
    expect(said(headlineOf({ ...given, plan: plan({ passed: 1 }) }).next)).not.toMatch(/To reach/);
  });

  it("never gives a worse verdict for more won and expected, and always ends its sentences", () => {
    const rank = { "behind plan": 0, "close to plan": 1, "on plan": 2, "no plan": 3 };
    const amount = fc.integer({ min: 0, max: 5_000_000 });
    const lines = fc.array(fc.tuple(fc.constantFrom("A", "B", "C"), amount, amount), { maxLength: 4 });
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        lines,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (won, open, more, groups, passed) => {
          const at = (extra: number) =>
            plan({ won: String(won + extra), forecast: String(won + open + extra), passed });
          expect(rank[verdictOf({ plan: at(more) })]).toBeGreaterThanOrEqual(rank[verdictOf({ plan: at(0) })]);
          const regions = groups.map(([label, now, before]) => line(label, now, before));
          const { onPlan, why, next } = headlineOf({
            ...given,
            plan: at(0),
            regions,
            types: [],
            stalled: { count: 0, amountE4: "0" },
          });
          for (const parts of [onPlan, why, next]) expect(said(parts)).toMatch(/^[A-Z][^]*\.\s?$/);
        },
      ),
    );
  });

  it("names as at risk those that fell by a tenth or more, the largest fall in money first", () => {
    const cohorts = [
      cohort("small", 0, 10),
      cohort("large", 800, 1000),
      cohort("steady", 95, 100),
      cohort("new", 50, 0),
    ];
    expect(atRisk(cohorts).map(({ label }) => label)).toEqual(["large", "small"]);
    expect(topCohorts(cohorts).map(({ label }) => label)).toEqual(["large", "steady", "new"]);
  });
});
