import { describe, expect, it } from "vitest";
import { type CohortQuartiles, cohortLines, cohortName } from "./cohort";

const quartiles = { partners: 5, q1: "10", median: "20", q3: "30", type: "reseller", tier: "gold" };
const of = (metric: CohortQuartiles["metric"]): CohortQuartiles => ({ metric, ...quartiles });
const own = (key: string, exact: string | null) => ({ key, exact, href: `/metrics/${key}` });
const places = (key: CohortQuartiles["metric"], values: string[]) =>
  values.map((value) => cohortLines([own(key, value)], [of(key)], "EUR")[0]?.place);

describe("where a partner stands among those like it", () => {
  it("is a quarter of them, and whoever stands on an edge is on its better side", () => {
    expect(places("registrations", ["9", "10", "19", "20", "29", "30", "31"])).toEqual([0, 1, 1, 2, 2, 3, 3]);
  });

  it("is turned round where less is better", () => {
    expect(places("sales_cycle", ["31", "30", "21", "20", "11", "10", "9"])).toEqual([0, 1, 1, 2, 2, 3, 3]);
  });

  it("is not said without a value of its own, or of a metric in which the cohort has no quartiles", () => {
    const lines = cohortLines([own("registrations", null), own("win_rate", "50")], [of("registrations")], "EUR");
    expect(lines).toEqual([]);
  });

  it("names the cohort by type and tier", () => {
    expect(cohortName({ type: "msp", tier: "gold", tierName: "Gold" })).toBe("MSP partners of the tier Gold");
    expect(cohortName({ type: "isv", tier: null, tierName: null })).toBe("ISV partners without a tier");
  });
});
