import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallFacts, partnersToCall } from "./calls";

const asked = { today: "2026-11-23", currency: "USD" };
const day = fc
  .integer({ min: -400, max: 400 })
  .map((n) => new Date(Date.UTC(2026, 10, 23 + n)).toISOString().slice(0, 10));
const amount = fc.bigInt({ min: 0n, max: 50_000_000_000n });
const partner: fc.Arbitrary<CallFacts> = fc
  .record({
    id: fc.uuid(),
    name: fc.constantFrom("Acme", "Bolt", "Cora", "Älva"),
    importance: fc.constantFrom("low", "medium", "high", "strategic"),
    status: fc.constantFrom("onboarding", "active", "dormant", "suspended"),
    manager: fc.constant(null),
    recentE4: amount,
    beforeE4: amount,
    stalled: fc.integer({ min: 0, max: 40 }),
    stalledE4: amount,
    certification: fc.option(fc.record({ name: fc.constant("Cloud Associate"), on: day })),
    contractEndsOn: fc.option(day),
    lastSeenOn: fc.option(day),
    joinedOn: fc.option(day),
  } satisfies Record<keyof CallFacts, unknown>)
  .map((one) => (one.stalled === 0 ? { ...one, stalledE4: 0n } : one) as CallFacts);
const several = fc.uniqueArray(partner, { maxLength: 10, selector: ({ id }) => id });
const score = (one: CallFacts) => partnersToCall([one], asked)[0]?.score ?? 0;

describe("the partners to call (req:W1)", () => {
  it("each have a reason in words whose points make the score, and none is suspended", () => {
    fc.assert(
      fc.property(several, (all) => {
        const suspended = new Set(all.filter(({ status }) => status === "suspended").map(({ id }) => id));
        for (const { id, score: total, reasons, importance } of partnersToCall(all, asked)) {
          expect(suspended.has(id)).toBe(false);
          expect(reasons.length).toBeGreaterThan(0);
          expect(
            reasons.every(({ says, points }) => /\w \w/.test(says) && Number.isSafeInteger(points) && points > 0),
          ).toBe(true);
          const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
          expect(total).toBe(Math.round(points * { low: 0.75, medium: 1, high: 1.25, strategic: 1.5 }[importance]));
        }
      }),
    );
  });

  it("stand in one order whatever order they come in: by score, then name, then id", () => {
    fc.assert(
      fc.property(several, (all) => {
        const calls = partnersToCall(all, asked);
        expect(partnersToCall([...all].reverse(), asked)).toEqual(calls);
        for (const [n, one] of calls.entries()) {
          const next = calls[n + 1];
          if (next && next.score === one.score && next.name === one.name) expect(one.id < next.id).toBe(true);
          else if (next) expect(one.score > next.score || one.name < next.name).toBe(true);
        }
      }),
    );
  });

  const worse: Record<string, (one: CallFacts) => CallFacts> = {
    "less revenue now": (one) => ({ ...one, recentE4: one.recentE4 / 3n }),
    "more stalled deals": (one) => ({ ...one, stalled: one.stalled + 2 }),
    "more money in stalled deals": (one) => ({ ...one, stalled: one.stalled || 1, stalledE4: one.stalledE4 * 10n }),
    "a certification that ends today": (one) => ({ ...one, certification: { name: "Edge", on: asked.today } }),
    "a contract that ends today": (one) => ({ ...one, contractEndsOn: asked.today }),
    "longer silence": (one) => (one.lastSeenOn ? { ...one, lastSeenOn: "2024-01-01" } : one),
    "more importance": (one) => ({ ...one, importance: "strategic" }),
  };
  it.each(Object.keys(worse))("are never less pressing for %s", (what) => {
    fc.assert(
      fc.property(partner, (one) => {
        expect(score((worse[what] as (typeof worse)[string])(one))).toBeGreaterThanOrEqual(score(one));
      }),
    );
  });

  it("are told why with the numbers", () => {
    const quiet: CallFacts = {
      ...{ id: "1", name: "Acme", importance: "medium", status: "active", manager: null },
      ...{ recentE4: 0n, beforeE4: 0n, stalled: 0, stalledE4: 0n, certification: null, contractEndsOn: null },
      ...{ lastSeenOn: "2026-11-20", joinedOn: "2024-01-01" },
    };
    const says = (change: Partial<CallFacts>) =>
      partnersToCall([{ ...quiet, ...change }], asked)[0]?.reasons.map((reason) => reason.says) ?? [];
    expect(says({})).toEqual([]);
    expect(says({ beforeE4: 2_000_000_000n, recentE4: 500_000_000n })).toEqual([
      "Revenue fell by USD 150k (75.0 %): USD 50k in the last three months, USD 200k in the three before",
    ]);
    expect(says({ beforeE4: 2_000_000_000n, recentE4: 1_500_000_000n })).toEqual([]);
    expect(says({ stalled: 2, stalledE4: 900_000_000n })).toEqual([
      "2 deals, worth USD 90k, stand still for more than 21 days",
    ]);
    expect(says({ certification: { name: "Edge", on: "2026-12-03" } })).toEqual([
      "Edge expires on 3 Dec 2026, in 10 days",
    ]);
    expect(says({ certification: { name: "Edge", on: "2026-11-22" } })).toEqual([]);
    expect(says({ contractEndsOn: "2026-11-23" })).toEqual(["The contract ends today"]);
    expect(says({ lastSeenOn: "2026-09-24" })).toEqual([
      "Silent since 24 Sept 2026, for 60 days: no visit, deal, registration or contact",
    ]);
    expect(says({ lastSeenOn: null, joinedOn: "2026-01-05" })).toEqual([
      "Nothing has come from them since they joined on 5 Jan 2026",
    ]);
  });
});
