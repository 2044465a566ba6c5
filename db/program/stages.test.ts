import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { changeStage } from "@/db/program/stages";
import { plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { NotFound } from "@/lib/errors";
import { stageForm } from "@/lib/program/stage-form";

const database = testDatabase();
beforeAll(() => plantCanaries(database.sql));
afterEach(() => database.sql`update stages set moves_to = null, requires = '{}'`);

const sent = { key: "proposal", name: "Proposal", probability: "50", reason: "Agreed" };
const change = (given: Record<string, string>, viewer = staffViewer) =>
  withViewer(viewer, (tx) => changeStage(tx, stageForm.parse({ ...sent, ...given })));
const kept = async (key = "proposal") =>
  (await database.sql`select name, probability_bp, outcome, requires, moves_to from stages where key = ${key}`)[0];
const anywhere = { limited: "on" };

describe("a stage", () => {
  it("takes a new name, probability, requirements and moves, and the log says what it was", async () => {
    const ticked = { "requires.amount": "on", "requires.products": "on", "requires.rowid": "on" };
    const { audit } = await change({ name: "Offer", probability: "62.5", ...ticked, ...anywhere, "to.won": "on" });
    expect(await kept()).toEqual({
      name: "Offer",
      probability_bp: 6250,
      outcome: "open",
      requires: ["amount", "products"],
      moves_to: ["won"],
    });
    expect(audit).toMatchObject({
      action: "stage.changed",
      before: { name: "Proposal", movesTo: "any stage" },
      after: { name: "Offer", requires: ["An amount above 0", "At least one product"], movesTo: ["Won"] },
      reason: "Agreed",
    });
    await change({});
  });

  it("keeps what it means and, when it is closed, its probability and that nothing leaves it", async () => {
    await change({ key: "won", name: "Closed won", probability: "40", limited: "on", "to.lost": "on" });
    expect(await kept("won")).toMatchObject({
      name: "Closed won",
      probability_bp: 10_000,
      outcome: "won",
      moves_to: null,
    });
    await change({ key: "won", name: "Won" });
  });

  it.each([
    ["a name that another has", { name: " lost " }, /called lost already/],
    ["no way out", { ...anywhere }, /Proposal could never be closed/],
    ["the same again", {}, /Nothing was changed/],
  ])("is refused %s", async (_, given, says) => {
    await change({ "requires.reason": "on" });
    await expect(change({ "requires.reason": "on", ...given })).rejects.toThrow(says);
  });

  it("is refused a probability above 100 or that is none", () => {
    for (const probability of ["101", "-1", "1e2", "", "50.123"])
      expect(stageForm.safeParse({ ...sent, probability }).success, probability).toBe(false);
  });

  it("that does not exist is not found, and partner people change none", async () => {
    await expect(change({ key: "nowhere" })).rejects.toBeInstanceOf(NotFound);
    await expect(change({ name: "Mine" }, viewerA as never)).rejects.toThrow();
    expect(await kept()).toMatchObject({ name: "Proposal" });
  });

  it("is not made a dead end by two people at once, each of whom takes one of two ways out", async () => {
    await change({ ...anywhere, "to.negotiation": "on", "to.won": "on" });
    await change({ key: "negotiation", name: "Negotiation", ...anywhere, "to.proposal": "on", "to.won": "on" });
    const both = await database.sql.begin(async (tx) => {
      await tx`select 1 from stages for update`;
      const started = [
        change({ ...anywhere, "to.negotiation": "on" }),
        change({ key: "negotiation", name: "Negotiation", ...anywhere, "to.proposal": "on" }),
      ];
      for (const one of started) one.catch(() => {});
      const waiting = () =>
        database.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(async () => (await waiting()).length).toBe(2);
      return { started };
    });
    const results = await Promise.allSettled(both.started);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
