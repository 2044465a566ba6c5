import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveOf } from "./curve";
import { fewest, type PotentialFacts, underPerformers } from "./potential";
import { bordersOf, type Point, quadrantOf, scatterOf } from "./quadrants";

const amount = fc.bigInt({ min: 0n, max: 10_000_000_000n });
const points = (maxLength: number): fc.Arbitrary<Point[]> =>
  fc.uniqueArray(
    fc.record({ id: fc.uuid(), name: fc.string({ maxLength: 5 }), activity: fc.nat(400), valueE4: amount }),
    {
      maxLength,
      selector: ({ id }) => id,
    },
  );

describe("partners by activity and value (req:F8)", () => {
  it("stand each in one corner, and more deals or revenue never move one to a lesser corner", () => {
    const many = { stars: [1, 1], busy: [1, 0], quiet_value: [0, 1], quiet: [0, 0] } as const;
    fc.assert(
      fc.property(points(30), fc.nat(30), amount, (all, deals, more) => {
        const borders = bordersOf(all);
        for (const one of all) {
          const [before, after] = [one, { activity: one.activity + deals, valueE4: one.valueE4 + more }].map(
            (at) => many[quadrantOf(at, borders)],
          );
          expect(after?.[0]).toBeGreaterThanOrEqual(before?.[0] ?? 0);
          expect(after?.[1]).toBeGreaterThanOrEqual(before?.[1] ?? 0);
        }
      }),
    );
  });

  it.each([30, 600])("are all drawn inside the drawing, up to %i of them", (most) => {
    fc.assert(
      fc.property(points(most), (all) => {
        const { dots } = scatterOf(all, bordersOf(all));
        expect(dots.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        expect(dots.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true);
        expect(dots.length).toBeLessThanOrEqual(Math.max(160, 29 * 17 * 2));
      }),
      { numRuns: 25 },
    );
  });
});

describe("the 80/20 curve (req:F8)", () => {
  it("rises from nothing to all, ever more slowly, and its four fifths are the fewest that bring them", () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 80 }), (values) => {
        const { points: at, topFifth, forFourFifths, bearing } = curveOf(values);
        const sorted = values.filter((value) => value > 0n).sort((a, b) => (a > b ? -1 : 1));
        expect(bearing).toBe(sorted.length);
        if (bearing === 0) return;
        expect([at[0]?.value, at.at(-1)?.value]).toEqual([0, 1]);
        for (const [n, one] of at.entries())
          expect(one.value + 1e-6).toBeGreaterThanOrEqual(Math.max(one.partners, at[n - 1]?.value ?? 0));
        const sum = (count: number) => sorted.slice(0, count).reduce((all, value) => all + value, 0n);
        expect(sum(forFourFifths) * 5n >= sum(bearing) * 4n && sum(forFourFifths - 1) * 5n < sum(bearing) * 4n).toBe(
          true,
        );
        expect(topFifth).toBeGreaterThan(0);
      }),
    );
  });
});

describe("high-potential under-performers (req:S9)", () => {
  const plain: PotentialFacts = {
    ...{ id: "p", name: "Plain", tier: "Silver", tierHeight: 0.3 },
    ...{ status: "active", importance: "medium", employees: 20, valueE4: 1_000_000_000n },
  };
  const cohort = Array.from({ length: fewest }, (_, n) => ({ ...plain, id: `c${n}`, name: `C${n}` }));
  const says = (change: Partial<PotentialFacts>, others = cohort) =>
    underPerformers([...others, { ...plain, id: "x", name: "X", ...change }], "USD").map((one) => one.says);

  it("are those that could bring much and bring less than half of the middle partner of their tier, with the reason", () => {
    expect(says({ importance: "strategic", valueE4: 200_000_000n })).toEqual([
      "Strategic importance, yet won USD 20k: the middle Silver partner won USD 100k",
    ]);
    const gold = cohort.map((one) => ({ ...one, tier: "Gold", tierHeight: 0.7 }));
    expect(says({ tier: "Gold", tierHeight: 0.7, employees: 400, valueE4: 0n }, gold)).toEqual([
      "Gold tier, 400 employees, yet won nothing: the middle Gold partner won USD 100k",
    ]);
    expect(says({ importance: "strategic", valueE4: 500_000_000n })).toEqual([]);
    expect(says({ valueE4: 0n })).toEqual([]);
    expect(says({ importance: "strategic", valueE4: 0n, status: "suspended" })).toEqual([]);
  });

  it("are not named where fewer than five partners could be compared with", () => {
    expect(says({ importance: "strategic", valueE4: 0n }, cohort.slice(0, fewest - 2))).toEqual([]);
    expect(says({ importance: "strategic", valueE4: 0n, tier: null })).toEqual([]);
  });
});
