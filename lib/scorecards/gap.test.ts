import { describe, expect, it } from "vitest";
import { driversOfGap } from "./decomposition";
import { addsUp } from "./figures";
import { expectedOf, gapSentence, sharesOf } from "./gap";

describe("why a partnership is behind", () => {
  const pace = { passed: 46, days: 92 };

  it("is said in words: the driver that is most to blame, how far it is off, and how much of the gap it explains", () => {
    // 20 decided deals of 100.00; 8 were won where 10 were to be.
    const expected = expectedOf("2000", pace, { winRate: "0.5", dealSize: "100", cycleDays: "30" });
    const actual = { amountE4: 8_000_000n, won: 8n, lost: 12n, cycleDays: 240n, timed: 8n };
    expect(expected.amountE4).toBe(10_000_000n);
    expect(gapSentence(expected, actual, "EUR")).toBe(
      "win rate 10 points under target explains 100 % of the gap of EUR 200",
    );
    const parts = driversOfGap(expected, actual);
    expect(parts).toEqual({ volume: 0n, conversion: -2_000_000n, size: 0n, cycle: 0n });
  });

  it("names deal size and cycle by how far they are off", () => {
    const expected = expectedOf("2000", pace, { winRate: "0.4", dealSize: "200", cycleDays: "29" });
    const actual = { amountE4: 4_000_000n, won: 4n, lost: 6n, cycleDays: 116n, timed: 4n };
    expect(gapSentence(expected, actual, "EUR")).toMatch(/^deal size 50\.0 % under target explains \d+ % of the gap/);
    const slow = { amountE4: 4_000_000n, won: 2n, lost: 3n, cycleDays: 118n, timed: 2n };
    expect(gapSentence(expected, slow, "EUR")).toMatch(/^a sales cycle 30 days over target explains/);
  });

  it("is nothing when nothing is missing", () => {
    const actual = { amountE4: 20_000_000n, won: 8n, lost: 12n, cycleDays: 240n, timed: 8n };
    expect(gapSentence(expectedOf("2000", pace, {}), actual, "EUR")).toBeNull();
  });

  it("lists the drivers by their effect, with the part of the whole", () => {
    const shares = sharesOf({ volume: -10n, conversion: -80n, size: 0n, cycle: -10n });
    expect(shares[0]).toMatchObject({ driver: "conversion", ratio: 0.8, e4: "-80" });
    expect(sharesOf({ volume: 5n, conversion: -5n, size: 0n, cycle: 0n })[0]?.ratio).toBeNull();
  });
});

describe("what is asked for in proportion to the days that have passed", () => {
  it("is what adds up over a quarter: not a rate, nor what stands, nor a forecast", () => {
    expect((["sourced_revenue", "registrations", "new_pipeline"] as const).map(addsUp)).toEqual([true, true, true]);
    expect((["win_rate", "sourced_pipeline", "forecast", "retention"] as const).map(addsUp)).toEqual(
      Array(4).fill(false),
    );
  });
});
