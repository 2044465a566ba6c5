import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, judge, overall, statuses } from "./status";

describe("where a metric stands", () => {
  it("is said against the target, and against the part of it that is due for what adds up", () => {
    const half = { passed: 46, days: 92 };
    expect(judge({ value: "50.0000", target: "100", better: "up", pace: half })).toEqual({
      status: "on_track",
      reached: "1.0000",
      says: "100 % of the target to date",
    });
    expect(judge({ value: "42", target: "100", better: "up", pace: half }).status).toBe("at_risk");
    expect(judge({ value: "0.38", target: "0.5", better: "up" })).toMatchObject({
      status: "behind",
      says: "76 % of its target",
    });
  });

  it("turns round where less is better", () => {
    expect(judge({ value: "60", target: "50", better: "down" })).toMatchObject({
      status: "at_risk",
      says: "120 % of its target",
    });
    expect(judge({ value: "40", target: "50", better: "down" }).status).toBe("on_track");
    expect(judge({ value: "0", target: "2", better: "down" }).status).toBe("on_track");
  });

  it("is no verdict without a value or a target, and says which", () => {
    expect(judge({ value: null, target: "5", better: "up", missing: "no deal was decided" })).toMatchObject({
      status: "no_data",
      says: "no deal was decided",
    });
    expect(judge({ value: "5", target: null, better: "up" })).toMatchObject({
      status: "no_data",
      says: "no target is set",
    });
  });

  it("is never worse for a better value", () => {
    const values = fc.tuple(
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 1, max: 10_000 }),
    );
    fc.assert(
      fc.property(values, fc.constantFrom("up" as const, "down" as const), ([a, b, target], better) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const rank = (value: number) =>
          statuses[judge({ value: String(value), target: String(target), better }).status].rank;
        const [worse, well] = better === "up" ? [low, high] : [high, low];
        expect(rank(well)).toBeGreaterThanOrEqual(rank(worse));
      }),
    );
  });
});

describe("where a partnership stands", () => {
  it("is where its worst outcome stands; what has no data has no say", () => {
    expect(overall(["on_track", "behind", "at_risk"])).toBe("behind");
    expect(overall(["on_track", "no_data", "at_risk"])).toBe("at_risk");
    expect(overall(["on_track", "no_data"])).toBe("on_track");
    expect(overall(["no_data"])).toBe("no_data");
    expect(overall([])).toBe("no_data");
  });

  it("reads decimals exactly", () => {
    expect(exact("-12.3400")).toBe(-123_400_000_000n);
    expect(() => exact("1e5")).toThrow("not a decimal number");
  });
});
