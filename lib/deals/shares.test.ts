import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementsOf, sharesForm, splitBp } from "./shares";

const [a, b, c] = ["a", "b", "c"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000001`) as [
  string,
  string,
  string,
];
const deal = { dealId: "aaaaaaaa-0000-4000-8000-000000000004", shown: "", validFrom: "2026-05-20" };
const read = (fields: Record<string, string>) => sharesForm.safeParse({ ...deal, ...fields });

describe("a split", () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 50 })
    .filter((list) => list.some((weight) => weight > 0));

  it("always adds up to the whole, and gives nobody a basis point more or less than their part", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const parts = splitBp(list);
        const total = list.reduce((sum, weight) => sum + weight, 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(10_000);
        for (const [n, weight] of list.entries())
          expect(Math.abs((parts[n] as number) * total - weight * 10_000)).toBeLessThan(total);
      }),
    );
  });

  it("gives a larger weight never less, and what cannot be shared equally to the first", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const parts = splitBp(list);
        for (const [n, weight] of list.entries())
          for (const [m, other] of list.entries())
            if (weight > other) expect(parts[n]).toBeGreaterThanOrEqual(parts[m] as number);
      }),
    );
    expect(splitBp([1, 1, 1])).toEqual([3_334, 3_333, 3_333]);
    expect(splitBp([0, 5])).toEqual([0, 10_000]);
    expect(() => splitBp([0, 0])).toThrow();
  });
});

describe("an agreement on shares", () => {
  it("is read in percent, with the program's own part, and leaves out who gets nothing", () => {
    expect(read({ [`share.${a}`]: "62.5 %", [`share.${b}`]: "", "share.own": "37.5" }).data?.shares).toEqual([
      { partnerId: a, shareBp: 6_250 },
      { partnerId: null, shareBp: 3_750 },
    ]);
  });

  it("is equal among the partners when nothing is typed", () => {
    const empty = { [`share.${a}`]: "", [`share.${b}`]: "", [`share.${c}`]: " ", "share.own": "" };
    expect(read(empty).data?.shares.map(({ shareBp }) => shareBp)).toEqual([3_334, 3_333, 3_333]);
    expect(read({ "share.own": "" }).success).toBe(false);
  });

  it("is refused unless it adds up to 100 %, whatever is typed", () => {
    expect(read({ [`share.${a}`]: "60", [`share.${b}`]: "39.99" }).error?.issues[0]?.message).toContain("99.99 %");
    for (const wrong of ["-1", "101", "1e2", "33.333", "a", "0x10"])
      expect(read({ [`share.${a}`]: wrong }).success, wrong).toBe(false);
    const percent = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(percent, percent, (one, other) => {
        const parsed = read({ [`share.${a}`]: String(one / 100), [`share.${b}`]: String(other / 100) });
        expect(parsed.success).toBe(one + other === 10_000);
      }),
    );
  });

  it("holds from its day until the next one's", () => {
    const share = (validFrom: string, shareBp: number) => ({
      id: `${validFrom} ${shareBp}`,
      validFrom,
      name: "A",
      shareBp,
    });
    const rows = [
      share("2026-01-01", 10_000),
      share("2026-03-01", 4_000),
      share("2026-03-01", 6_000),
      share("2026-09-01", 10_000),
    ];
    const states = (today: string) => agreementsOf(rows, today).map(({ validFrom, state }) => `${validFrom} ${state}`);
    expect(states("2026-05-20")).toEqual(["2026-09-01 coming", "2026-03-01 holds", "2026-01-01 past"]);
    expect(states("2026-03-01")[1]).toBe("2026-03-01 holds");
    expect(states("2025-12-31")).toEqual(["2026-09-01 coming", "2026-03-01 coming", "2026-01-01 coming"]);
    expect(agreementsOf(rows, "2026-05-20")[1]?.shares.map(({ shareBp }) => shareBp)).toEqual([6_000, 4_000]);
  });
});
