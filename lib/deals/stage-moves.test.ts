import { describe, expect, it } from "vitest";
import { movesFrom, type Stage, stageMoves, whatForbids } from "./stage-moves";

const stage = (key: string, outcome: Stage["outcome"] = "open"): Stage => ({ key, name: key, outcome });
const [qualified, proposal] = [stage("Qualified"), stage("Proposal")];
const [won, lost] = [stage("Won", "won"), stage("Lost", "lost")];
const all = [qualified, proposal, won, lost];
const keys = (stages: Stage[]) => stages.map(({ key }) => key);
const brought = { amountE4: 1n, reason: "" };

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
        expect(whatForbids(from, to, { amountE4: 1n, reason: "Price" }) === null, `${from.key} to ${to.key}`).toBe(
          offered,
        );
      }
    }
  });

  it("ask for an amount above 0 to win, and for a reason to lose, at the field that misses it", () => {
    expect(stageMoves.won.requires).toEqual(["amount"]);
    expect(whatForbids(proposal, won, brought)).toBeNull();
    expect(whatForbids(proposal, won, { ...brought, amountE4: 0n })).toMatchObject({ field: "stage" });
    expect(whatForbids(proposal, won, { ...brought, amountE4: -1n })).toMatchObject({ field: "stage" });
    expect(whatForbids(proposal, lost, brought)).toMatchObject({ field: "reason" });
    expect(whatForbids(proposal, lost, { ...brought, reason: "Price" })).toBeNull();
    expect(whatForbids(proposal, qualified, { amountE4: 0n, reason: "" })).toBeNull();
  });

  it("say what a closed deal needs instead", () => {
    expect(whatForbids(won, proposal, brought)?.says).toMatch(/closed as won.*correction/);
    expect(whatForbids(won, won, brought)?.says).toBe("The deal is in Won already");
  });
});
