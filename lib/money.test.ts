import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalOfE4, divideExact, parseAmountE4 } from "./money";

describe("amounts", () => {
  it("survive writing and reading unchanged, whatever their size (sec:P5)", () => {
    fc.assert(fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), (e4) => parseAmountE4(decimalOfE4(e4)) === e4));
  });

  it.each([
    ["2024.9940", { decimal: "." as const }, 20_249_940n],
    ["1.234,56", { decimal: "," as const, grouping: "." as const }, 12_345_600n],
    ["1,234.56", { decimal: "." as const, grouping: "," as const }, 12_345_600n],
    ["(100)", { decimal: "." as const }, -1_000_000n],
    ["1 000,5", { decimal: "," as const, grouping: " " as const }, 10_005_000n],
    ["0.00010", { decimal: "." as const }, 1n],
    ["-0", { decimal: "." as const }, 0n],
  ])("read %s in its declared format", (text, format, e4) => {
    expect(parseAmountE4(text, format)).toBe(e4);
  });

  it.each([
    ["1.234,56", { decimal: "." as const, grouping: "," as const }],
    ["1,234.56", { decimal: "," as const, grouping: "." as const }],
    ["1,23.45", { decimal: "." as const, grouping: "," as const }],
    ["1e3", { decimal: "." as const }],
    ["NaN", { decimal: "." as const }],
    ["€ 100", { decimal: "." as const }],
    ["", { decimal: "." as const }],
    ["1.00001", { decimal: "." as const }],
    ["(-5)", { decimal: "." as const }],
  ])("refuse %s rather than guess (sec:C4)", (text, format) => {
    expect(() => parseAmountE4(text, format)).toThrow();
  });
});

describe("division", () => {
  it("rounds half away from zero and never strays by more than half a unit of its last place", () => {
    const whole = fc.bigInt(-(10n ** 20n), 10n ** 20n);
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 0, max: 12 }), (a, b, places) => {
        if (b === 0n) return divideExact(a, b, places) === null;
        const text = divideExact(a, b, places) as string;
        const scaled = BigInt(text.replace(".", ""));
        const error = scaled * b - a * 10n ** BigInt(places);
        const size = (n: bigint) => (n < 0n ? -n : n);
        return size(error) * 2n <= size(b);
      }),
    );
  });

  it("has no value by zero", () => {
    expect(divideExact(1n, 0n)).toBeNull();
    expect(divideExact(1n, 3n, 4)).toBe("0.3333");
    expect(divideExact(-1n, 2n, 0)).toBe("-1");
  });
});
