import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  convertE4,
  crossRate,
  currencyExponent,
  decimalOfMinor,
  minorOfE10,
  minorOfText,
  ppmOfPercent,
  type Rounding,
  roundings,
  roundRatio,
  splitMinor,
} from "./minor";

const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const currencies = fc.constantFrom("USD", "JPY", "KWD", "EUR");

describe("minor units", () => {
  it("have as many decimals as the currency: yen none, dinars three", () => {
    expect(["USD", "JPY", "KWD"].map(currencyExponent)).toEqual([2, 0, 3]);
  });

  it("are written and read without loss, in every currency", () => {
    fc.assert(
      fc.property(amounts, currencies, (amount, currency) => {
        expect(minorOfText(decimalOfMinor(amount, currency), currency)).toBe(amount);
      }),
    );
    expect(decimalOfMinor(-5n, "KWD")).toBe("-0.005");
    expect(() => minorOfText("1.5", "JPY")).toThrow("up to 0 decimals");
  });

  it("come of 100,000 amounts and rates just as whole-number arithmetic says", () => {
    let seed = 12345n;
    const next = (below: bigint) => {
      seed = (seed * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
      return (seed >> 20n) % below;
    };
    let [ours, oracle] = [0n, 0n];
    for (let i = 0; i < 100_000; i++) {
      const [amountE4, ppm] = [next(10n ** 12n), next(200_000n)];
      ours += minorOfE10(amountE4 * ppm, "USD", "half_away");
      // Half a cent is 50,000,000 of its parts: added, then cut off.
      oracle += (amountE4 * ppm + 50_000_000n) / 100_000_000n;
    }
    expect(ours).toBe(oracle);
  });

  it("round a half as the rounding is named, and never by more than a unit", () => {
    const by = (rounding: Rounding) => [-25n, -15n, 15n, 25n, 26n].map((n) => roundRatio(n, 10n, rounding));
    expect(by("half_away")).toEqual([-3n, -2n, 2n, 3n, 3n]);
    expect(by("half_even")).toEqual([-2n, -2n, 2n, 2n, 3n]);
    expect(by("down")).toEqual([-2n, -1n, 1n, 2n, 2n]);
    const modes = fc.constantFrom(...(Object.keys(roundings) as Rounding[]));
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 10n ** 9n }), modes, (n, d, mode) => {
        const off = roundRatio(n, d, mode) * d - n;
        expect(off < d && off > -d).toBe(true);
        expect(roundRatio(-n, d, mode)).toBe(-roundRatio(n, d, mode));
      }),
    );
  });

  it("are split so that the parts add up to the total, none off by a unit or more", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(amounts, weights, (total, parts) => {
        const all = parts.reduce((sum, part) => sum + part, 0n);
        fc.pre(all > 0n);
        const split = splitMinor(total, parts);
        expect(split.reduce((sum, part) => sum + part, 0n)).toBe(total);
        split.forEach((part, i) => {
          const off = part * all - total * (parts[i] as bigint);
          expect(off < all && off > -all).toBe(true);
        });
      }),
    );
    expect(splitMinor(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  });

  it("know a percentage to four decimals and a rate to ten", () => {
    expect(ppmOfPercent("7.25")).toBe(72_500n);
    expect(() => ppmOfPercent("1.00005")).toThrow("four decimals");
    expect(convertE4(1_000_000n, "1.08", "1")).toBe(1_080_000n);
    expect(crossRate("1.08", "0.0067")).toBe("161.1940298507");
  });
});
