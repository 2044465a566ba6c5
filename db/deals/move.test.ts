import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { correctDealOutcome } from "@/db/deals/commands";
import { moveDeal, setNextStep } from "@/db/deals/move";
import { getDeal, listDealVersions } from "@/db/deals/queries";
import { plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { type Move, moveForm, nextStepForm } from "@/lib/deals/form";
import { dealHistory } from "@/lib/deals/history";
import { NotFound, Refused } from "@/lib/errors";
import { decimalOfE4 } from "@/lib/money";

const database = testDatabase();
const actor = { personId: staffViewer.personId, name: staffViewer.name };
const now = new Date("2026-05-20T10:00:00Z");
let deal: string;

beforeAll(() => plantCanaries(database.sql));

/** A deal of A, qualified since 8 May, worth 100.00. */
beforeEach(async () => {
  const [made] =
    await database.sql`insert into deals (name, stage, currency) values ('A move', 'qualified', 'USD') returning id`;
  deal = made?.id;
  await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${viewerA.partnerId}, 'sourcing')`;
  await addVersion("2026-05-08T09:00:00Z", 1_000_000);
});

const addVersion = (at: string, amount: number) =>
  database.sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on)
    values (${deal}, ${at}, 'qualified', ${amount}, 'USD', '2026-06-30')`;

const move = (given: Partial<Move>, at = now, viewer: Viewer = staffViewer) =>
  withViewer(viewer, (tx) =>
    moveDeal(
      tx,
      actor,
      moveForm.parse({
        dealId: deal,
        shownStage: "qualified",
        ...given,
        expectedCloseOn: given.expectedCloseOn ?? "",
        amountE4: given.amountE4 == null ? "" : decimalOfE4(given.amountE4),
      }),
      at,
    ),
  );
const refusal = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(Refused);
  return error as Refused;
};
const said = async (viewer: Viewer) =>
  dealHistory(await listDealVersions(viewer, deal), (at) => at.toISOString().slice(0, 10)).map(
    ({ sentence, when }) => `${sentence} · ${when}`,
  );

describe("a move", () => {
  it("puts the deal into the stage from now on, keeps what it was, and says in the log what changed", async () => {
    const { audit } = await move({ stage: "proposal", expectedCloseOn: "2026-07-15", reason: "Asked for prices" });
    expect(await getDeal(staffViewer, deal)).toMatchObject({
      stageKey: "proposal",
      outcome: "open",
      closedOn: null,
      openedOn: "2026-05-08",
      expectedCloseOn: "2026-07-15",
      amountE4: 1_000_000n,
      notes: { closeReason: null },
    });
    expect(await listDealVersions(staffViewer, deal)).toMatchObject([
      { stageKey: "qualified", toOn: "2026-05-20" },
      { stageKey: "proposal", fromOn: "2026-05-20", toOn: null, amountE4: 1_000_000n, currency: "USD" },
    ]);
    expect(audit).toEqual({
      action: "deal.moved",
      subject: { type: "deal", id: deal, name: "A move" },
      partnerId: viewerA.partnerId,
      before: { stage: "Qualified", expectedClose: "2026-06-30", amount: "USD 100.0000" },
      after: { stage: "Proposal", expectedClose: "2026-07-15", amount: "USD 100.0000" },
      reason: "Asked for prices",
    });
  });

  it("is told with the mover's name and the days in the stage before", async () => {
    await move({ stage: "proposal" });
    expect((await said(staffViewer))[0]).toBe(
      "The manager moved this deal to Proposal · 20 May 2026, was Qualified for 12 days",
    );
    const [other] = await database.sql`insert into people (kind, name, email, role, access)
      values ('staff', 'Someone else', 'else@northstar.example', 'channel_manager', 'active') returning id`;
    await database.sql`update deal_versions set recorded_by_id = ${other?.id} where deal_id = ${deal}`;
    expect((await said(viewerA))[0]).toBe("Moved to Proposal · 20 May 2026, was Qualified for 12 days");
  });

  it("goes back as well as forward", async () => {
    await move({ stage: "proposal" });
    await move({ stage: "qualified", shownStage: "proposal" }, new Date("2026-05-21T10:00:00Z"));
    expect((await said(staffViewer))[0]).toMatch(/^The manager moved this deal back to Qualified · 21 May 2026/);
  });

  it("wins or loses the deal on its day, and the reason stays with it", async () => {
    await move({ stage: "won", reason: "The best support" });
    expect(await getDeal(staffViewer, deal)).toMatchObject({
      outcome: "won",
      closedOn: "2026-05-20",
      notes: { closeReason: "The best support" },
    });
    const [own] = await database.sql`select outcome, closed_on::text as on from partner_deals where deal_id = ${deal}`;
    expect(own).toEqual({ outcome: "won", on: "2026-05-20" });
  });

  it("holds from just after a version that another clock dated later today", async () => {
    await addVersion("2026-05-20T12:00:00Z", 2_000_000);
    await move({ stage: "proposal" });
    expect(await getDeal(staffViewer, deal)).toMatchObject({ stageKey: "proposal", amountE4: 2_000_000n });
  });

  it("is refused while the history goes on to a day that has not come", async () => {
    await addVersion("2026-06-02T12:00:00Z", 2_000_000);
    expect((await refusal(move({ stage: "proposal" }))).message).toContain("2026-06-02");
  });

  it.each([
    ["to the stage it is in", { stage: "qualified" }, "stage"],
    ["to a stage that does not exist", { stage: "sold" }, "stage"],
    ["from a stage that it is not in any more", { stage: "won", shownStage: "prospecting" }, "stage"],
    ["to lost without a reason", { stage: "lost", reason: "  " }, "reason"],
    ["to a day that has passed", { stage: "proposal", expectedCloseOn: "2026-05-19" }, "expectedCloseOn"],
  ])("is refused %s, and changes nothing", async (_, given, field) => {
    expect((await refusal(move(given))).field).toBe(field);
    expect(await listDealVersions(staffViewer, deal)).toHaveLength(1);
    expect(await getDeal(staffViewer, deal)).toMatchObject({ stageKey: "qualified", expectedCloseOn: "2026-06-30" });
  });

  it("to won needs an amount above 0", async () => {
    await addVersion("2026-05-09T09:00:00Z", 0);
    expect((await refusal(move({ stage: "won" }))).field).toBe("amountE4");
    await move({ stage: "won", amountE4: 2_500_000n });
    expect(await getDeal(staffViewer, deal)).toMatchObject({ outcome: "won", amountE4: 2_500_000n });
  });

  it("brings what the stage asks for, and goes only where the stage it is in allows", async () => {
    await database.sql`update stages set requires = '{products,contact,next_step}' where key = 'proposal'`;
    await database.sql`update stages set moves_to = '{proposal}' where key = 'qualified'`;
    try {
      expect((await refusal(move({ stage: "lost", reason: "Price" }))).message).toContain("does not move");
      expect((await refusal(move({ stage: "proposal" }))).message).toContain("at least one product");
      await database.sql`insert into deal_lines (deal_id, line_no, amount_e4) values (${deal}, 1, 1)`;
      expect((await refusal(move({ stage: "proposal" }))).message).toContain("a person of a partner");
      await database.sql`insert into deal_people (deal_id, person_id, partner_id, part) values (${deal}, ${viewerA.personId}, ${viewerA.partnerId}, 'Sells')`;
      expect((await refusal(move({ stage: "proposal" }))).message).toContain("a next step");
      await database.sql`update deals set next_step = 'Call' where id = ${deal}`;
      await move({ stage: "proposal" });
    } finally {
      await database.sql`update stages set requires = '{}', moves_to = null`;
    }
  });

  it("leaves a closed deal as it is", async () => {
    await move({ stage: "lost", reason: "No budget" });
    const later = new Date("2026-05-22T10:00:00Z");
    expect((await refusal(move({ stage: "proposal", shownStage: "lost" }, later))).message).toMatch(/closed as lost/);
    expect((await refusal(move({ stage: "won", shownStage: "lost" }, later))).field).toBe("stage");
  });

  it("finds no deal that does not exist, and is nothing a partner person can make", async () => {
    await expect(move({ dealId: "00000000-0000-4000-8000-000000000000", stage: "won" })).rejects.toBeInstanceOf(
      NotFound,
    );
    await expect(move({ stage: "won" }, now, viewerA)).rejects.toThrow();
    expect(await listDealVersions(staffViewer, deal)).toHaveLength(1);
  });
});

describe("two people at once", () => {
  /** Holds the deal until both wait for it. */
  async function together(...works: (() => Promise<unknown>)[]) {
    const started = await database.sql.begin(async (tx) => {
      await tx`select 1 from deals where id = ${deal} for update`;
      const all = works.map((work) => work());
      for (const one of all) one.catch(() => {});
      await expect
        .poll(
          async () =>
            (
              await database.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
            ).length,
        )
        .toBe(works.length);
      return { all };
    });
    return Promise.allSettled(started.all);
  }

  it("move a deal once: the other is told where it went", async () => {
    const results = await together(
      () => move({ stage: "won" }),
      () => move({ stage: "lost", reason: "Price" }, new Date(now.getTime() + 5)),
    );
    const [lost] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(lost).toBeInstanceOf(Refused);
    expect(lost.message).toMatch(/^Somebody moved this deal to (Won|Lost) meanwhile/);
    expect(await listDealVersions(staffViewer, deal)).toHaveLength(2);
  });

  it("correct a deal one after the other, also when its stage changed while they waited", async () => {
    const correct = (stage: string) => () =>
      withViewer(staffViewer, (tx) =>
        correctDealOutcome(
          tx,
          actor,
          { dealId: deal, stage, on: "2026-05-12", amountE4: null, reason: "Found out" },
          "2026-05-20",
        ),
      );
    const results = await together(correct("won"), correct("lost"));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  });
});

describe("the next step", () => {
  const set = (nextStep: string, viewer: Viewer = staffViewer, dealId = deal, nextStepOn = "") =>
    withViewer(viewer, (tx) => setNextStep(tx, nextStepForm.parse({ dealId, nextStep, nextStepOn }), now));

  it("is kept for staff, can be taken away, and the log says what it was", async () => {
    await set(" Call the buyer ");
    expect((await getDeal(staffViewer, deal)).notes).toMatchObject({ nextStep: "Call the buyer" });
    expect((await getDeal(viewerA, deal)).notes).toBeUndefined();
    expect((await set("")).audit).toMatchObject({
      action: "deal.next_step_set",
      partnerId: viewerA.partnerId,
      before: { nextStep: "Call the buyer" },
      after: { nextStep: null },
    });
    expect((await getDeal(staffViewer, deal)).notes).toMatchObject({ nextStep: null });
  });

  it("may have a day, which goes with it", async () => {
    await set("Call the buyer", staffViewer, deal, "2026-06-01");
    expect((await getDeal(staffViewer, deal)).notes).toMatchObject({ nextStepOn: "2026-06-01" });
    await set("Call the buyer", staffViewer, deal, "2026-06-02");
    await set("");
    expect((await getDeal(staffViewer, deal)).notes).toMatchObject({ nextStep: null, nextStepOn: null });
    expect(nextStepForm.safeParse({ dealId: deal, nextStep: " ", nextStepOn: "2026-06-01" }).success).toBe(false);
  });

  it("is refused when it says the same or too much", async () => {
    await set("Call the buyer");
    expect((await refusal(set("Call the buyer"))).field).toBe("nextStep");
    expect(nextStepForm.safeParse({ dealId: deal, nextStep: "x".repeat(201) }).success).toBe(false);
  });

  it("is found on no deal that does not exist, and set by no partner person", async () => {
    await expect(set("x", staffViewer, "00000000-0000-4000-8000-000000000000")).rejects.toBeInstanceOf(NotFound);
    await expect(set("x", viewerA)).rejects.toThrow();
    expect((await getDeal(staffViewer, deal)).notes).toMatchObject({ nextStep: null });
  });
});
