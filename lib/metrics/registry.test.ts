import { describe, expect, it } from "vitest";
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
