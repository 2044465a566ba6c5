import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestOf, rankPartners } from "./rank";
import type { Candidate, LeadFacts } from "./rules";

const places = fc.constantFrom(null, "Germany", "France", "EMEA", "Nordics", "");
const skills = fc.constantFrom("Security operations", "Data platform", "Edge", "Retail", "Security");
const lead: fc.Arbitrary<LeadFacts> = fc.record({
  country: places,
  region: places,
  industry: fc.constantFrom(null, "Retail", "Energy"),
  productFamily: fc.constantFrom(null, "Security", "Data and Analytics"),
  product: fc.constantFrom(null, "Edge", "Stream"),
});
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    id: fc.uuid(),
    name: fc.constantFrom("Acme", "Bolt", "Cora", "acme", "Älva"),
    status: fc.constantFrom("onboarding", "active", "dormant", "suspended"),
    merged: fc.boolean(),
    country: places,
    region: places,
    territory: places,
    tier: fc.constantFrom(null, "Gold"),
    tierHeight: fc.double({ min: 0, max: 1, noNaN: true }),
    specializations: fc.array(skills, { maxLength: 3 }),
    weight: fc.integer({ min: 0, max: 1000 }),
    capacity: fc.integer({ min: 0, max: 40 }),
    openLeads: fc.integer({ min: 0, max: 40 }),
    answered: fc.integer({ min: 0, max: 40 }),
    refused: fc.integer({ min: 0, max: 40 }),
    hadThis: fc.boolean(),
  } satisfies Record<keyof Candidate, unknown>)
  .map((one) => ({ ...one, refused: Math.min(one.refused, one.answered) }) as Candidate);
const several = fc.uniqueArray(candidate, { maxLength: 12, selector: ({ id }) => id });
const standing = candidate.map(
  (one): Candidate => ({
    ...one,
    merged: false,
    status: "active",
    hadThis: false,
    weight: Math.max(one.weight, 1),
    capacity: one.openLeads + 2,
  }),
);
const score = (facts: LeadFacts, one: Candidate) => rankPartners(facts, [one]).ranked[0]?.score ?? null;

describe("the partners that a lead fits", () => {
  it("never hold one that is merged, suspended, dormant, full, weighs nothing or had the lead before", () => {
    fc.assert(
      fc.property(lead, several, (facts, all) => {
        const { ranked, excluded } = rankPartners(facts, all);
        const barred = all.filter(
          (one) =>
            one.merged ||
            one.hadThis ||
            one.status === "suspended" ||
            one.status === "dormant" ||
            one.weight === 0 ||
            one.openLeads >= one.capacity,
        );
        expect(excluded.map(({ id }) => id).sort()).toEqual(barred.map(({ id }) => id).sort());
        expect(ranked.length).toBe(all.length - barred.length);
        expect(excluded.every(({ says }) => says.length > 0)).toBe(true);
      }),
    );
  });

  it("are the same in whatever order they are looked at", () => {
    fc.assert(
      fc.property(
        lead,
        several.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        (facts, [all, mixed]) => {
          expect(rankPartners(facts, mixed)).toEqual(rankPartners(facts, all));
        },
      ),
    );
  });

  it("stand by being near, by their score, then by fewer open leads, then by name and id; the score is the sum of the reasons", () => {
    fc.assert(
      fc.property(lead, several, (facts, all) => {
        const { ranked } = rankPartners(facts, all);
        for (const [n, one] of ranked.entries()) {
          expect(one.score).toBe(one.reasons.reduce((sum, { points }) => sum + points, 0));
          expect(one.reasons.every(({ says, points }) => says !== "" && Number.isSafeInteger(points))).toBe(true);
          const next = ranked[n + 1];
          if (!next) continue;
          const key = ({ near, score, openLeads, name, id }: typeof one) =>
            [near ? 0 : 1, -score, openLeads, name, id] as const;
          const [a, b] = [key(one), key(next)];
          const at = a.findIndex((value, i) => value !== b[i]);
          expect((a[at] as string | number) < (b[at] as string | number)).toBe(true);
        }
      }),
    );
  });

  it("get a lead by themselves only near the customer, or when the customer's place is not known", () => {
    fc.assert(
      fc.property(lead, several, (facts, all) => {
        const { ranked } = rankPartners(facts, all);
        const best = bestOf(ranked);
        const placed = Boolean(facts.country || facts.region);
        const points = best?.reasons.find(({ rule }) => rule === "place")?.points ?? 0;
        if (best) expect(placed ? points : 1).toBeGreaterThan(0);
        if (best) expect(best).toBe(ranked[0]);
        if (!placed) expect(best).toBe(ranked[0]);
      }),
    );
  });

  const better: Record<string, (one: Candidate, facts: LeadFacts) => Candidate> = {
    "a higher tier": (one) => ({ ...one, tierHeight: (one.tierHeight + 1) / 2 }),
    "more weight": (one) => ({ ...one, weight: one.weight + 50 }),
    "more room": (one) => ({ ...one, openLeads: 0 }),
    "a larger team with as much to do": (one) => ({ ...one, capacity: one.capacity + 5 }),
    "fewer refusals": (one) => ({ ...one, refused: Math.floor(one.refused / 2) }),
    "the customer's country": (one, facts) => ({ ...one, country: facts.country ?? one.country }),
    "the customer's region": (one, facts) => ({ ...one, region: facts.region ?? one.region }),
    "the fitting specialization": (one, facts) => ({
      ...one,
      specializations: [...one.specializations, facts.productFamily ?? "Edge"],
    }),
  };
  it.each(Object.keys(better))("never get fewer points for %s", (what) => {
    fc.assert(
      fc.property(lead, standing, (facts, one) => {
        const [before, after] = [
          score(facts, one),
          score(facts, (better[what] as (typeof better)[string])(one, facts)),
        ];
        expect(after).not.toBeNull();
        expect(after as number).toBeGreaterThanOrEqual(before as number);
      }),
    );
  });

  it("are told apart by each rule alone, in words", () => {
    const facts: LeadFacts = {
      country: "Germany",
      region: "EMEA",
      industry: "Retail",
      productFamily: "Security",
      product: "Sentinel",
    };
    const plain: Candidate = {
      id: "p",
      name: "Plain",
      status: "active",
      merged: false,
      country: "Japan",
      region: "APAC",
      territory: "Japan",
      tier: "Silver",
      tierHeight: 0.3,
      specializations: ["Edge"],
      weight: 100,
      capacity: 10,
      openLeads: 5,
      answered: 4,
      refused: 2,
      hadThis: false,
    };
    const wins = (change: Partial<Candidate>) => {
      const [first] = rankPartners(facts, [plain, { ...plain, id: "z", name: "Zeta", ...change }]).ranked;
      return first?.name === "Zeta" ? first.reasons.map(({ says }) => says) : null;
    };
    expect(wins({})).toBeNull();
    expect(wins({ country: "germany" })).toContain("In germany, as the customer");
    expect(wins({ territory: "EMEA" })).toContain("Its territory is EMEA");
    expect(wins({ region: "EMEA" })).toContain("In the customer's region, EMEA");
    expect(wins({ tier: "Gold", tierHeight: 1 })).toContain("Gold tier");
    expect(wins({ specializations: ["Security operations"] })).toContain("Specialized in Security operations");
    expect(wins({ openLeads: 1 })).toContain("Room for 9 of 10 leads");
    expect(wins({ weight: 200 })).toContain("Counts 200 % of others");
    expect(wins({ refused: 0 })).toContain("Took 4 of 4 in half a year");
    expect(wins({ refused: 4 })).toBeNull();
  });
});
