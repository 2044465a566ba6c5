import { describe, expect, it } from "vitest";
import { planView, withoutGrowth } from "./return";

const plan = {
  id: "p",
  name: "Rebate",
  paid: [{ currency: "JPY", amountMinor: 1200n }],
  partners: 2,
  nowE4: 900_0000n,
  beforeE4: 1000_0000n,
};

describe("a plan that pays without growth", () => {
  it.each([
    [plan, true],
    [{ ...plan, nowE4: plan.beforeE4 }, true],
    [{ ...plan, nowE4: plan.beforeE4 + 1n }, false],
    [{ ...plan, paid: [{ currency: "JPY", amountMinor: 0n }] }, false],
    [{ ...plan, paid: [{ currency: "JPY", amountMinor: -5n }] }, false],
  ])("is one that paid while its partners sold no more than before (%#)", (given, flat) => {
    expect(withoutGrowth(given)).toBe(flat);
  });

  it("is named with its figures, each in its own currency", () => {
    expect(planView(plan, "USD").says).toBe(
      "Rebate paid JPY 1,200 to 2 partners, whose sourced revenue came to USD 900 after USD 1,000 a year before.",
    );
    expect(planView(plan, "USD").growth).toBe("-10.0 %");
    expect(planView({ ...plan, beforeE4: 0n }, "USD").growth).toBeNull();
    const two = { ...plan, paid: [...plan.paid, { currency: "USD", amountMinor: 250n }] };
    expect(planView(two, "USD").paid).toBe("JPY 1,200 · USD 2.50");
    expect(planView(two, "USD").paidShort).toBe("USD 2.50, and 1 more currency");
    expect(planView(plan, "USD").paidShort).toBe("JPY 1,200");
  });
});
