import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Accruing, accrualMoves, accruedOf } from "./accrual";

const partner = fc.record({
  revenueE4: fc.bigInt(-(10n ** 12n), 10n ** 12n),
  accruedMinor: fc.bigInt(0n, 10n ** 9n),
  freeMinor: fc.bigInt(0n, 10n ** 9n),
});
const partners = fc.array(partner, { minLength: 1, maxLength: 20 }).map((list): Accruing[] =>
  list.map((one, n) => ({
    ...one,
    freeMinor: one.freeMinor < one.accruedMinor ? one.freeMinor : one.accruedMinor,
    partnerId: String(n),
  })),
);
const rule = fc.record({
  ppm: fc.bigInt(1n, 1_000_000n),
  exponent: fc.constantFrom(0, 2, 3),
  leftMinor: fc.bigInt(0n, 10n ** 9n),
});
const sum = (list: readonly bigint[]) => list.reduce((all, one) => all + one, 0n);

describe("what accrues (sec:P6)", () => {
  it("is never more than the budget has left, never taken from what is not free, and never more than the share", () => {
    fc.assert(
      fc.property(partners, rule, (list, given) => {
        const moves = accrualMoves(list, given);
        expect(sum(moves.map(({ amountMinor }) => amountMinor)) <= given.leftMinor).toBe(true);
        for (const { partnerId, amountMinor } of moves) {
          const one = list[Number(partnerId)] as Accruing;
          expect(amountMinor).not.toBe(0n);
          if (amountMinor < 0n) expect(-amountMinor <= one.freeMinor).toBe(true);
          else expect(one.accruedMinor + amountMinor <= accruedOf(one.revenueE4, given.ppm, given.exponent)).toBe(true);
        }
      }),
    );
  });

  it("uses up to the last unit a budget that is too small, and a second reckoning changes nothing", () => {
    fc.assert(
      fc.property(partners, rule, (list, given) => {
        const moves = accrualMoves(list, given);
        const moved = sum(moves.map(({ amountMinor }) => amountMinor));
        const after = list.map((one, n) => {
          const move = moves.find(({ partnerId }) => partnerId === String(n))?.amountMinor ?? 0n;
          return { ...one, accruedMinor: one.accruedMinor + move, freeMinor: one.freeMinor + move };
        });
        const again = accrualMoves(after, { ...given, leftMinor: given.leftMinor - moved });
        const short = after.some((one) => accruedOf(one.revenueE4, given.ppm, given.exponent) > one.accruedMinor);
        if (short) expect(moved).toBe(given.leftMinor);
        expect(again).toEqual([]);
      }),
    );
  });

  it.each([
    [33_333_300n, 25_000n, 2, 8_333n],
    [33_333_300n, 25_000n, 0, 83n],
    [33_333_300n, 25_000n, 3, 83_333n],
    [-5n, 25_000n, 2, 0n],
  ])("of %s at %s in %s decimals is %s, rounded down", (revenue, ppm, exponent, share) => {
    expect(accruedOf(revenue, ppm, exponent)).toBe(share);
  });
});
