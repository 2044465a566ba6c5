import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextSteps, type StepItem, stepKinds, urgency } from "./partner-steps";

const asked = { today: "2026-11-23", timeZone: "UTC" };
const item: fc.Arbitrary<StepItem> = fc.record({
  kind: fc.constantFrom(...stepKinds),
  id: fc.uuid(),
  title: fc.constantFrom("Acme", "Bolt"),
  on: fc.integer({ min: -60, max: 60 }).map((n) => new Date(Date.UTC(2026, 10, 23 + n)).toISOString().slice(0, 10)),
  at: fc.constant(null),
  amountE4: fc.constantFrom(null, "120000000"),
  currency: fc.constant("EUR"),
  count: fc.integer({ min: 1, max: 9 }),
});
const several = fc.uniqueArray(item, { maxLength: 14, selector: ({ id }) => id });

describe("what a partner does next (req:W3)", () => {
  it("is of each kind the most pressing; what is lost within a week first, then what is late, in whatever order things come", () => {
    fc.assert(
      fc.property(several, (items) => {
        const steps = nextSteps(items, asked);
        expect(nextSteps([...items].reverse(), asked)).toEqual(steps);
        expect(steps.map(({ kind }) => kind).sort()).toEqual([...new Set(items.map(({ kind }) => kind))].sort());
        const of = (id: string) => items.find((one) => one.id === id) as StepItem;
        for (const [n, step] of steps.entries()) {
          const chosen = of(step.id);
          const days = items
            .filter(({ kind }) => kind === step.kind)
            .map(({ on }) => on)
            .sort();
          expect(chosen.on).toBe(step.kind === "overdue" ? days.at(-1) : days[0]);
          expect(step.late).toBe(chosen.on < asked.today);
          const next = steps[n + 1] && of((steps[n + 1] as typeof step).id);
          if (next) expect(urgency(next, asked)).toBeGreaterThanOrEqual(urgency(chosen, asked));
        }
      }),
    );
  });

  it("is said in words that name the thing, the day and what follows", () => {
    const one = (kind: StepItem["kind"], on: string, at: string | null = null) =>
      nextSteps([{ kind, id: "1", title: "Acme", on, at, amountE4: "120000000", currency: "EUR", count: 3 }], asked)[0];
    expect(one("lead", "2026-11-25", "2026-11-25T14:00:00Z")).toMatchObject({
      does: "Answer the lead Acme",
      says: "EUR 12,000. It goes to another partner after 25 Nov 2026, 14:00, in 2 days.",
      others: 2,
    });
    expect(one("protection", "2026-11-23")?.says).toBe("EUR 12,000. Its protection ends 23 Nov 2026, today.");
    expect(one("overdue", "2026-11-22")).toMatchObject({
      late: true,
      says: "EUR 12,000. It was expected to close 22 Nov 2026, 1 day ago.",
    });
  });
});
