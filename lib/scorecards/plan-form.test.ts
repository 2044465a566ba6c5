import { expect, it } from "vitest";
import { planSpan, quartersOf } from "./plan";
import { planForm, targetsForm } from "./plan-form";

const goalId = "aaaaaaaa-0000-4000-8000-000000000037";

it("reads the targets of all quarters in their order, and names the one that is no number", () => {
  const fields = { goalId, "value.10": "3", "value.2": "2.5", "value.0": "1,000", other: "9" };
  expect(targetsForm.parse(fields).value).toEqual([10_000_000n, 25_000n, 30_000n]);
  const wrong = targetsForm.safeParse({ goalId, "value.0": "1", "value.1": "many" });
  expect(wrong.error?.issues.map(({ path }) => path.join("."))).toEqual(["value.1"]);
});

it("lets a plan last 18 to 36 months, from the beginning of a quarter", () => {
  const plan = { partnerId: goalId, name: "Plan", fromOn: "2026-05-20" };
  expect(["12", "18", "36", "39"].map((months) => planForm.safeParse({ ...plan, months }).success)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(planSpan("2026-05-20", 18)).toEqual({ fromOn: "2026-04-01", toOn: "2027-10-01" });
  expect(quartersOf(planSpan("2026-05-20", 36))).toHaveLength(12);
});
