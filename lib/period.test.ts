import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  bucketsOf,
  customPeriod,
  dayIn,
  elapsedPart,
  monthsUpTo,
  namedPeriod,
  previousPeriod,
  spanLabel,
  splitByMonth,
  yearBefore,
} from "./period";

const day = fc.integer({ min: 0, max: 12_000 }).map((n) => addDays("2000-01-01", n));
const span = fc
  .tuple(day, day)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));

describe("periods", () => {
  it("around a day are the calendar's", () => {
    expect(namedPeriod("this_quarter", "2026-11-23")).toMatchObject({ from: "2026-10-01", to: "2027-01-01" });
    expect(namedPeriod("last_month", "2024-03-31")).toMatchObject({ from: "2024-02-01", to: "2024-03-01" });
    expect(namedPeriod("trailing_12_months", "2024-02-29")).toMatchObject({ from: "2023-02-01", to: "2024-02-01" });
  });

  it("compare with the whole months before, and with the same days a year earlier", () => {
    const q1 = customPeriod("2026-01-01", "2026-04-01");
    expect(previousPeriod(q1)).toMatchObject({ from: "2025-10-01", to: "2026-01-01" });
    expect(previousPeriod(customPeriod("2026-01-10", "2026-01-20"))).toMatchObject({
      from: "2025-12-31",
      to: "2026-01-10",
    });
    expect(yearBefore(customPeriod("2024-02-29", "2024-03-31"))).toMatchObject({
      from: "2023-02-28",
      to: "2023-03-31",
    });
  });

  it("that still run compare with as much of the earlier one as has passed", () => {
    const quarter = namedPeriod("this_quarter", "2026-11-23");
    expect(elapsedPart(previousPeriod(quarter), quarter, "2026-11-23")).toMatchObject({
      from: "2026-07-01",
      to: "2026-08-24",
    });
    expect(elapsedPart(previousPeriod(quarter), quarter, "2027-01-05")).toMatchObject({
      from: "2026-07-01",
      to: "2026-10-01",
    });
  });

  it("refuse days that do not exist and spans without a day", () => {
    expect(() => customPeriod("2026-02-30", "2026-04-01")).toThrow("2026-02-30");
    expect(() => customPeriod("2026-04-01", "2026-04-01")).toThrow("empty");
  });

  it("split into ragged edges and whole months without gap or overlap", () => {
    fc.assert(
      fc.property(span, ({ from, to }) => {
        const { head, months, tail } = splitByMonth(from, to);
        const parts = [head, months, tail].filter(([a, z]) => a < z);
        expect(parts[0]?.[0]).toBe(from);
        expect(parts.at(-1)?.[1]).toBe(to);
        for (let i = 1; i < parts.length; i++) expect(parts[i]?.[0]).toBe(parts[i - 1]?.[1]);
        if (months[0] < months[1]) expect([months[0].slice(8), months[1].slice(8)]).toEqual(["01", "01"]);
      }),
    );
  });

  it("fall into calendar buckets that cover them exactly", () => {
    fc.assert(
      fc.property(span, fc.constantFrom("month", "quarter", "year"), ({ from, to }, by) => {
        const buckets = bucketsOf({ from, to }, by as "month");
        expect([buckets[0]?.from, buckets.at(-1)?.to]).toEqual([from, to]);
        for (let i = 1; i < buckets.length; i++) expect(buckets[i]?.from).toBe(buckets[i - 1]?.to);
      }),
    );
  });

  it("are named as people name them", () => {
    expect([
      spanLabel({ from: "2026-07-01", to: "2026-10-01" }),
      spanLabel({ from: "2026-02-01", to: "2026-03-01" }),
      spanLabel({ from: "2025-01-01", to: "2026-01-01" }),
    ]).toEqual(["Q3 2026", "Feb 2026", "2025"]);
    expect(monthsUpTo(namedPeriod("this_quarter", "2026-11-23"), 3).map((month) => month.label)).toEqual([
      "2026-10",
      "2026-11",
      "2026-12",
    ]);
  });

  it("belong to the day of the program's time zone", () => {
    expect(dayIn("America/New_York", new Date("2026-03-01T03:00:00Z"))).toBe("2026-02-28");
    expect(dayIn("Asia/Tokyo", new Date("2026-02-28T16:00:00Z"))).toBe("2026-03-01");
  });
});
