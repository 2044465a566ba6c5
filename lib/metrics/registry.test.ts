import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalOfE4, divideExact } from "../money";
import { engagementLevel, engagementParts, engagementPoints, engagementRules } from "./engagement";
import { changeOf, targetOf } from "./figure";
import { metricQuery, periodOf, readMetricFilter } from "./filter";
import { isMetricKey, metricKeys, metricOf } from "./registry";
import { valueOf } from "./value";

describe("every metric", () => {
  it.each(metricKeys)("%s says what it means, what it leaves out and who owns it (req:K1)", (key) => {
    const metric = metricOf(key);
    for (const text of [metric.label, metric.meaning, metric.exclusions, metric.formula, metric.owner])
      expect(text.length).toBeGreaterThan(3);
    expect(metric.numerator.length).toBeGreaterThan(0);
  });

  it("is not named by an accident of JavaScript", () => {
    expect(["toString", "__proto__", "constructor", "nope"].some(isMetricKey)).toBe(false);
  });
});

describe("values", () => {
  const sums = (value: bigint) => ({ value, facts: 1, missing: 0 });

  it("divide sums exactly, money by count and count by count", () => {
    expect(valueOf(metricOf("win_rate"), { accepted_won: sums(4238n), accepted_lost: sums(2473n) }).value).toBe(
      "0.6315005215",
    );
    expect(
      valueOf(metricOf("average_deal_size"), { won_amount: sums(100_055_340_000n), won_count: sums(4238n) }).value,
    ).toBe("2360.9094");
    expect(valueOf(metricOf("channel_roi"), { won_amount: sums(30_000n), channel_cost: sums(20_000n) }).value).toBe(
      "1.5000000000",
    );
  });

  it("are differences, remainders, scaled and accuracies of the same exact sums", () => {
    const some = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(some, some, some, some, (won, lost, otherWon, otherLost) => {
        const lift = valueOf(metricOf("certification_lift"), {
          certified_won: sums(won),
          certified_lost: sums(lost),
          uncertified_won: sums(otherWon),
          uncertified_lost: sums(otherLost),
        });
        const [one, other] = [won + lost, otherWon + otherLost];
        if (one === 0n || other === 0n) {
          expect(lift.value).toBeNull();
          return;
        }
        expect(lift.value).toBe(divideExact(100n * (won * other - otherWon * one), one * other));
        expect(lift.minus).toEqual({
          value: divideExact(100n * otherWon, other),
          numerator: `${otherWon}`,
          denominator: `${other}`,
        });
        const nps = valueOf(metricOf("partner_nps"), {
          promoters: sums(won),
          detractors: sums(lost),
          pulse_answers: sums(one),
        });
        expect(nps.value).toBe(divideExact(100n * (won - lost), one));
        const ltv = valueOf(metricOf("partner_lifetime_value"), {
          won_ever: sums(won),
          renewed_ever: sums(lost),
          cost_ever: sums(otherWon),
          program_cost: sums(otherLost),
        });
        expect(ltv.value).toBe(decimalOfE4(won + lost - otherWon - otherLost));
        const accuracy = valueOf(metricOf("forecast_accuracy"), {
          forecast_at_start: sums(won),
          won_amount: sums(one),
        });
        expect(accuracy.value).toBe(divideExact(won, one));
        const missed = valueOf(metricOf("forecast_accuracy"), {
          forecast_at_start: sums(3n * one),
          won_amount: sums(one),
        });
        expect(missed.value).toBe("0.0000000000");
      }),
      { examples: [[0n, 0n, 1n, 1n]] },
    );
    expect(valueOf(metricOf("registration_response"), { response_median: sums(5_400n) }).value).toBe("1.5000000000");
    expect(valueOf(metricOf("registration_response"), {}).value).toBeNull();
  });

  it("of engagement fall with time and never pass their weights", () => {
    for (const part of engagementParts) {
      expect(engagementPoints(part, 1_000, 0)).toBe(engagementRules[part].weight * 100);
      expect(engagementPoints(part, 0, 0)).toBe(0);
      expect(engagementPoints(part, 1, 10)).toBeGreaterThan(engagementPoints(part, 1, 60));
    }
    expect(engagementParts.reduce((sum, part) => sum + engagementRules[part].weight, 0)).toBe(100);
    expect(
      [
        [70, 60],
        [50, 69],
        [49, 69],
        [14.99, null],
        [15, 20],
        [80, 100],
      ].map(([a, b]) => engagementLevel(a as number, b as number | null)),
    ).toEqual(["highly_active", "active", "at_risk", "inactive", "active", "at_risk"]);
  });

  it("take their colour from the metric's direction, not from the sign", () => {
    expect(changeOf(metricOf("sales_cycle"), "50", "60", "on Q1")).toMatchObject({ text: "−10.0 days", tone: "good" });
    expect(changeOf(metricOf("win_rate"), "0.5", "0.6", "on Q1")).toMatchObject({ text: "−10.0 points", tone: "bad" });
    expect(changeOf(metricOf("sourced_revenue"), "5", "0", "on Q1")).toBeUndefined();
  });

  it("reach a target from the good side", () => {
    expect(targetOf(metricOf("sourced_revenue"), "90", "100", "USD")).toMatchObject({ tone: "warn" });
    expect(targetOf(metricOf("sales_cycle"), "90", "100", "USD")).toMatchObject({ tone: "good" });
  });
});

describe("the address of a figure", () => {
  it("is understood where it can be and ignored where it cannot", () => {
    const filter = readMetricFilter({
      from: "2026-01-01",
      to: "2026-02-30",
      tier: ["gold", "silver"],
      after: "50_2026-01-01_drop",
      component: "constructor",
      by: "drop table",
    });
    expect(filter).toMatchObject({
      from: "2026-01-01",
      to: "",
      after: "",
      component: "",
      by: "",
      where: { tier: ["gold", "silver"] },
    });
    expect(periodOf(filter, "2026-11-23")).toMatchObject({ from: "2026-01-01", to: "2026-11-24" });
  });

  it("keeps its state when one thing changes", () => {
    const filter = readMetricFilter({ from: "2026-01-01", to: "2026-04-01", tier: "gold" });
    expect(metricQuery(filter, { by: "region" })).toBe("?from=2026-01-01&to=2026-04-01&by=region&tier=gold");
  });
});
