import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadEnds, mayMove, movesFrom, requiredBy, type Stage, stageMoves, whatForbids } from "./stage-moves";
import { type Brought, requirementKeys, stageRequirements } from "./stage-requirements";

const stage = (key: string, outcome: Stage["outcome"] = "open", more: Partial<Stage> = {}): Stage => ({
  key,
  name: key,
  outcome,
  requires: [],
  movesTo: null,
  ...more,
});
const [qualified, proposal] = [stage("Qualified"), stage("Proposal")];
const [won, lost] = [stage("Won", "won"), stage("Lost", "lost")];
const all = [qualified, proposal, won, lost];
const keys = (stages: Stage[]) => stages.map(({ key }) => key);
const nothing: Brought = {
  amountE4: 0n,
  expectedCloseOn: null,
  nextStep: null,
  reason: "",
  hasLines: false,
  hasAccount: false,
  hasContact: false,
};
const everything: Brought = {
  amountE4: 1n,
  expectedCloseOn: "2026-06-30",
  nextStep: "Call",
  reason: "Price",
  hasLines: true,
  hasAccount: true,
  hasContact: true,
};
const brought = { ...nothing, amountE4: 1n };

describe("the moves of a deal", () => {
  it("lead from an open stage to every other one, forward and back, and from a closed one nowhere", () => {
    expect(keys(movesFrom(all, "Qualified"))).toEqual(["Proposal", "Won", "Lost"]);
    expect(keys(movesFrom(all, "Proposal"))).toEqual(["Qualified", "Won", "Lost"]);
    expect(movesFrom(all, "Won")).toEqual([]);
    expect(movesFrom(all, "Lost")).toEqual([]);
    expect(movesFrom(all, "of another program")).toEqual([]);
  });

  it("are allowed for everything that is offered and brings what it must, and for nothing else", () => {
    for (const from of all) {
      for (const to of all) {
        const offered = movesFrom(all, from.key).includes(to);
        expect(whatForbids(from, to, everything) === null, `${from.key} to ${to.key}`).toBe(offered);
      }
    }
  });

  it("ask for an amount above 0 to win, and for a reason to lose, at the field that misses it", () => {
    expect(stageMoves.won.requires).toEqual(["amount"]);
    expect(whatForbids(proposal, won, brought)).toBeNull();
    expect(whatForbids(proposal, won, { ...brought, amountE4: 0n })).toMatchObject({ field: "amountE4" });
    expect(whatForbids(proposal, won, { ...brought, amountE4: -1n })).toMatchObject({ field: "amountE4" });
    expect(whatForbids(proposal, lost, brought)).toMatchObject({ field: "reason" });
    expect(whatForbids(proposal, lost, { ...brought, reason: "Price" })).toBeNull();
    expect(whatForbids(proposal, qualified, nothing)).toBeNull();
  });

  it("say what a closed deal needs instead", () => {
    expect(whatForbids(won, proposal, brought)?.says).toMatch(/closed as won.*correction/);
    expect(whatForbids(won, won, brought)?.says).toBe("The deal is in Won already");
  });
});

describe("what a stage says of itself", () => {
  it.each(requirementKeys)("is asked before a deal enters it: %s", (key) => {
    const strict = stage("Strict", "open", { requires: [key] });
    expect(whatForbids(qualified, strict, nothing)).toEqual({
      field: stageRequirements[key].field,
      says: stageRequirements[key].says("Strict"),
    });
    expect(whatForbids(qualified, strict, everything)).toBeNull();
  });

  it("never takes away what closing needs, and asks nothing that the portal does not know", () => {
    expect(requiredBy(stage("Won", "won", { requires: ["products", "amount", "a_signature"] }))).toEqual([
      "amount",
      "products",
    ]);
    expect(requiredBy(lost)).toEqual(["reason"]);
  });

  it("limits where a deal goes from it, by name", () => {
    const narrow = stage("Narrow", "open", { movesTo: ["Proposal", "Lost"] });
    expect(keys(movesFrom([...all, narrow], "Narrow"))).toEqual(["Proposal", "Lost"]);
    expect(whatForbids(narrow, won, everything)?.says).toBe("A deal does not move from Narrow to Won");
    expect(movesFrom(all, "Narrow")).toEqual([]);
  });
});

describe("dead ends", () => {
  it("are the open stages from which a deal could never be closed, in any number of moves", () => {
    expect(deadEnds(all)).toEqual([]);
    const [a, b] = [stage("A", "open", { movesTo: ["B"] }), stage("B", "open", { movesTo: ["A"] })];
    expect(keys(deadEnds([a, b, won]))).toEqual(["A", "B"]);
    expect(deadEnds([a, { ...b, movesTo: ["A", "Won"] }, won])).toEqual([]);
  });

  it("are found for any moves: a stage is none exactly when a walk from it reaches a closed stage", () => {
    const names = ["A", "B", "C", "D", "Won"];
    const moves = fc.array(fc.subarray(names), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(moves, (lists) => {
        const stages = [...lists.map((movesTo, n) => stage(names[n] as string, "open", { movesTo })), won];
        const reaches = (from: Stage, seen: Set<string>): boolean =>
          from.outcome !== "open" ||
          stages.some((to) => mayMove(from, to) && !seen.has(to.key) && reaches(to, new Set([...seen, to.key])));
        expect(keys(deadEnds(stages))).toEqual(keys(stages.filter((one) => !reaches(one, new Set([one.key])))));
      }),
    );
  });
});
