import { describe, expect, it } from "vitest";
import { cadences, nextReviewOn } from "./cadence";
import { layerKeys, layers, whatLacks, whyFull, whyNeeded } from "./layers";
import { startOf, templateKeys, templates } from "./templates";

describe("templates", () => {
  it.each(templateKeys)("start a %s scorecard with as many metrics of each layer as it asks for", (key) => {
    const start = startOf(key);
    for (const layer of layerKeys) {
      const count = start.filter((one) => one.layer === layer).length;
      expect(count, layer).toBeGreaterThanOrEqual(layers[layer].least);
      expect(count, layer).toBeLessThanOrEqual(layers[layer].most);
    }
    expect(start.filter(({ layer }) => layer === "operation").length).toBeGreaterThan(0);
  });

  it("have the rhythm of their kind of partnership", () => {
    expect(templateKeys.map((key) => [key, templates[key].work, templates[key].review])).toEqual([
      ["referral", "weekly", "monthly"],
      ["strategic", "biweekly", "monthly"],
      ["platform", "weekly", "monthly"],
      ["co_marketing", "weekly", "monthly"],
    ]);
  });
});

describe("the limits of a scorecard", () => {
  it("refuse a fifth outcome and say why", () => {
    expect(whyFull("outcome", 3)).toBeNull();
    expect(whyFull("outcome", 4)).toMatch(/at most four outcomes\. With more than four .* take one off first/);
  });

  it("keep the second outcome, and say what a layer still lacks", () => {
    expect(whyNeeded("outcome", 3)).toBeNull();
    expect(whyNeeded("outcome", 2)).toMatch(/at least two outcomes/);
    expect(whatLacks("driver", 3)).toBe("one more driver");
    expect(whatLacks("health", 3)).toBeNull();
  });
});

describe("the next review", () => {
  it("follows from the last by the cadence, never on a weekend", () => {
    expect(nextReviewOn("2026-05-04", "weekly")).toBe("2026-05-11");
    expect(nextReviewOn("2026-05-04", "biweekly")).toBe("2026-05-18");
    expect(nextReviewOn("2026-01-31", "monthly")).toBe("2026-03-02");
    expect(nextReviewOn("2026-05-12", "quarterly")).toBe("2026-08-12");
    expect(Object.keys(cadences)).toEqual(["weekly", "biweekly", "monthly", "quarterly"]);
  });
});
