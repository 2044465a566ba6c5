import { describe, expect, it } from "vitest";
import { offerHistory } from "./history";
import { leadMoves, mayMove, movesOf, whatForbids } from "./moves";
import { leadView, timeLeft } from "./view";
import { leadStatuses } from "./words";

const now = new Date("2026-05-20T10:00:00Z");
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe("the time to answer", () => {
  it("is told in what is left of it, never in more than there is", () => {
    const said = [0, 1, 59, 60, 119, 48 * 60, 72 * 60 - 1, 72 * 60, -1].map((minutes) => timeLeft(at(minutes), now));
    expect(said).toEqual([
      ...["0 minutes left", "1 minute left", "59 minutes left", "1 hour left", "1 hour left"],
      ...["48 hours left", "71 hours left", "3 days left", "time is over"],
    ]);
  });

  it("is over at its moment for the partner's answer", () => {
    const lead = { partner: "A", country: null, amountE4: null, currency: null } as const;
    const program = { timeZone: "UTC", reportingCurrency: "USD" };
    const late = (minutes: number) =>
      leadView(
        {
          lead: { ...lead, stored: "offered", status: "offered" },
          program,
          offers: [{ status: "offered", answerBy: at(minutes) }],
        },
        { staff: false, now },
      ).due?.late;
    expect([late(1), late(0), late(-1)]).toEqual([false, true, true]);
  });
});

describe("the moves of a lead", () => {
  it("lead from every state that is not an end to another one, and from an end nowhere", () => {
    const ends = (["staff", "partner", "system"] as const).flatMap((by) =>
      Object.keys(leadStatuses).filter((status) => movesOf(by, status as keyof typeof leadStatuses).length > 0),
    );
    expect([...new Set(ends)].sort()).toEqual(["accepted", "new", "offered", "unplaced"]);
  });

  it("ask for a reason where somebody else reads why", () => {
    for (const move of ["decline", "passOn", "lose"] as const) {
      const from = leadMoves[move].from[0];
      expect(whatForbids(move, from, "")).toEqual({ field: "reason", says: "Say why" });
      expect(whatForbids(move, from, "why")).toBeNull();
    }
    expect(mayMove("accept", "accepted")).toBe(false);
    expect(whatForbids("accept", "accepted")?.says).toMatch(/changed meanwhile/);
  });
});

describe("the history of a lead's offers", () => {
  it("says who offered and who answered, newest first, and what ran out by itself", () => {
    const offer = { id: "1", partner: "A", offeredBy: "Mara", answerBy: at(60), answeredBy: null, reason: null };
    const lines = offerHistory([
      { ...offer, status: "passed", offeredAt: at(0), answeredAt: at(60) },
      {
        ...offer,
        id: "2",
        partner: "B",
        offeredBy: null,
        status: "declined",
        offeredAt: at(61),
        answeredAt: at(70),
        answeredBy: "Ben",
        reason: "No time",
      },
      { ...offer, id: "3", partner: "C", offeredBy: null, status: "offered", offeredAt: at(71), answeredAt: null },
    ]);
    expect(lines.map(({ sentence, detail }) => [sentence, detail].filter(Boolean).join(": "))).toEqual([
      "Offered to C",
      "Ben declined it for B: No time",
      "Offered to B",
      "A did not answer in time: it moved on",
      "Mara offered it to A",
    ]);
  });
});
