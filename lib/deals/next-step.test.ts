import { expect, it } from "vitest";
import { stepDue } from "./next-step";

it("a next step is overdue from the day after its day on, and without a day never", () => {
  expect(stepDue("2026-05-19", "2026-05-20")).toEqual({ text: "Overdue by 1 day", tone: "bad" });
  expect(stepDue("2026-05-20", "2026-05-20")).toEqual({ text: "Due today", tone: "warn" });
  expect(stepDue("2026-06-01", "2026-05-20")).toEqual({ text: "Due in 12 days", tone: "neutral" });
  expect(stepDue(null, "2026-05-20")).toBeNull();
});
