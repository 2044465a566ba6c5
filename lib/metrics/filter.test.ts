import { describe, expect, it } from "vitest";
import { periodOf, readMetricFilter } from "./filter";

const today = "2026-11-23";
const spanOf = (parameters: Record<string, string>) => {
  const { key, from, to } = periodOf(readMetricFilter(parameters), today);
  return `${key} ${from} ${to}`;
};
const quarter = "this_quarter 2026-10-01 2027-01-01";

describe("the period in an address", () => {
  it("is the typed days, although the form sends the name that stood there too", () => {
    expect(spanOf({ period: "this_quarter", from: "2026-10-01", to: "2026-10-15" })).toBe(
      "custom 2026-10-01 2026-10-15",
    );
  });

  it("is the chosen name, when the days are those that were in force before", () => {
    const days = { from: "2026-10-01", to: "2026-10-15", shown: "2026-10-01..2026-10-15" };
    expect(spanOf({ ...days, period: "last_year" })).toBe("last_year 2025-01-01 2026-01-01");
    expect(spanOf({ ...days, period: "last_year", to: "2026-10-20" })).toBe("custom 2026-10-01 2026-10-20");
  });

  it("reaches up to today when only the first day is given", () => {
    expect(spanOf({ period: "this_quarter", from: "2026-11-01", to: "" })).toBe("custom 2026-11-01 2026-11-24");
  });

  it("is this quarter for days that make no period, or one longer than anybody reads", () => {
    expect(spanOf({ from: "2026-05-01", to: "2026-04-01" })).toBe(quarter);
    expect(spanOf({ from: "2026-13-45", to: "zzz" })).toBe(quarter);
    expect(spanOf({ to: "2026-04-01" })).toBe(quarter);
    expect(spanOf({ from: "0001-01-01", to: "9999-12-31" })).toBe(quarter);
    expect(spanOf({ from: "0000-01-01", to: "0001-01-01" })).toBe(quarter);
  });
});
