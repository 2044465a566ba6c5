import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { driversOfChange, driversOfGap, type Parts, type Selling, sellingDrivers } from "./decomposition";

const whole = (most: number) => fc.integer({ min: 0, max: most }).map(BigInt);
/** Anything that can have happened: revenue only where something was won, days only of won deals. */
const selling: fc.Arbitrary<Selling> = fc
  .record({ won: whole(400), lost: whole(400), amountE4: fc.bigInt({ min: 0n, max: 10n ** 15n }) })
  .chain(({ won, lost, amountE4 }) =>
    fc.record({
      won: fc.constant(won),
      lost: fc.constant(lost),
      amountE4: fc.constant(won === 0n ? 0n : amountE4),
      timed: whole(Number(won)),
      cycleDays: whole(Number(won) * 300),
    }),
  )
  .map((made) => (made.timed === 0n ? { ...made, cycleDays: 0n } : made));
const sum = (parts: Parts) => sellingDrivers.reduce((all, key) => all + parts[key], 0n);

describe("the drivers of a change of won revenue", () => {
  it("add up to the change exactly, whatever happened in either span", () => {
    fc.assert(
      fc.property(selling, selling, (before, after) => {
        expect(sum(driversOfChange(before, after))).toBe(after.amountE4 - before.amountE4);
      }),
      { numRuns: 400 },
    );
  });

  it("turn their signs when the spans change places, but for the last ten-thousandth of rounding", () => {
    fc.assert(
      fc.property(selling, selling, (before, after) => {
        const [there, back] = [driversOfChange(before, after), driversOfChange(after, before)];
        for (const key of sellingDrivers) expect(Math.abs(Number(there[key] + back[key]))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100 },
    );
  });

  it("lay all of it on the one that changed", () => {
    const base: Selling = { amountE4: 1_000_000n, won: 5n, lost: 5n, cycleDays: 45n, timed: 5n };
    const only = (after: Partial<Selling>) => driversOfChange(base, { ...base, ...after });
    expect(only({ amountE4: 1_500_000n })).toEqual({ volume: 0n, conversion: 0n, size: 500_000n, cycle: 0n });
    expect(only({ won: 8n, lost: 2n, amountE4: 1_600_000n, timed: 8n, cycleDays: 72n })).toEqual({
      volume: 0n,
      conversion: 600_000n,
      size: 0n,
      cycle: 0n,
    });
    // Twice the deals at the same pace: twice the deals were in work.
    expect(only({ won: 10n, lost: 10n, amountE4: 2_000_000n, timed: 10n, cycleDays: 90n })).toEqual({
      volume: 1_000_000n,
      conversion: 0n,
      size: 0n,
      cycle: 0n,
    });
    // Twice the deals in half the time: the same number was in work, decided faster.
    expect(only({ won: 10n, lost: 10n, amountE4: 2_000_000n, timed: 10n, cycleDays: 40n })).toEqual({
      volume: 0n,
      conversion: 0n,
      size: 0n,
      cycle: 1_000_000n,
    });
  });

  it("say nothing of what nobody knows: without a deal on one side, the volume is all", () => {
    const none: Selling = { amountE4: 0n, won: 0n, lost: 0n, cycleDays: 0n, timed: 0n };
    const some: Selling = { amountE4: 700n, won: 2n, lost: 1n, cycleDays: 30n, timed: 2n };
    expect(driversOfChange(none, some)).toEqual({ volume: 700n, conversion: 0n, size: 0n, cycle: 0n });
    expect(driversOfChange(none, none)).toEqual({ volume: 0n, conversion: 0n, size: 0n, cycle: 0n });
  });
});

describe("the drivers of a gap to what was expected", () => {
  const positive = fc.record({ over: fc.bigInt(1n, 10n ** 9n), under: fc.bigInt(1n, 10n ** 6n) });
  const target = fc.option(positive, { nil: null });

  it("add up to the gap exactly, whichever of them have targets", () => {
    fc.assert(
      fc.property(
        selling,
        fc.bigInt(1n, 10n ** 15n),
        target,
        target,
        target,
        (actual, amountE4, conversion, size, days) => {
          const gap = driversOfGap({ amountE4, conversion, size, days }, actual);
          expect(sum(gap)).toBe(actual.amountE4 - amountE4);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("lay it on the win rate when all else is as expected", () => {
    const actual: Selling = { amountE4: 300n, won: 3n, lost: 7n, cycleDays: 27n, timed: 3n };
    const gap = driversOfGap({ amountE4: 500n, conversion: { over: 1n, under: 2n } }, actual);
    expect(gap).toEqual({ volume: 0n, conversion: -200n, size: 0n, cycle: 0n });
  });
});
