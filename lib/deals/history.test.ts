import { describe, expect, it } from "vitest";
import { type DealVersion, dealHistory, presentStay } from "./history";

const positions: Record<string, number> = { Prospecting: 10, Qualified: 20, Proposal: 30, Won: 90, Lost: 99 };
const version = (stage: string, fromOn: string, more: Partial<DealVersion> = {}): DealVersion => ({
  id: `${stage} ${fromOn}`,
  fromOn,
  stage,
  outcome: stage === "Won" ? "won" : stage === "Lost" ? "lost" : "open",
  position: positions[stage] ?? 0,
  amountE4: 1_000_000n,
  currency: "EUR",
  recordedAt: new Date("2026-01-01T00:00:00Z"),
  recordedBy: null,
  supersededAt: null,
  supersededBy: null,
  ...more,
});
const say = (...versions: DealVersion[]) =>
  dealHistory(versions, (at) => at.toISOString().slice(0, 10)).map(({ sentence, when }) => `${sentence} · ${when}`);

describe("a deal's history", () => {
  it("says what it moved to, when, and for how long it was what it was, newest first", () => {
    expect(
      say(version("Qualified", "2025-10-22"), version("Proposal", "2025-11-03"), version("Won", "2025-11-04")),
    ).toEqual([
      "Won · 4 Nov 2025, was Proposal for 1 day",
      "Moved to Proposal · 3 Nov 2025, was Qualified for 12 days",
      "Opened in Qualified with EUR 100.00 · 22 Oct 2025",
    ]);
  });

  it("says when it is expected to close on another day, and nothing of a day that stays", () => {
    const lines = say(
      version("Proposal", "2025-01-01", { expectedCloseOn: "2025-06-30" }),
      version("Proposal", "2025-01-05", { expectedCloseOn: "2025-08-31" }),
      version("Proposal", "2025-01-06", { expectedCloseOn: "2025-08-31" }),
    );
    expect(lines).toEqual([
      "Expected to close on 31 Aug 2025, was 30 Jun 2025 · 5 Jan 2025",
      "Opened in Proposal with EUR 100.00 · 1 Jan 2025",
    ]);
  });

  it("says when it moved back, and counts a stay over changes of the amount", () => {
    const lines = say(
      version("Proposal", "2025-01-01"),
      version("Proposal", "2025-01-05", { amountE4: 2_000_000n }),
      version("Qualified", "2025-01-11", { amountE4: 2_000_000n }),
    );
    expect(lines).toEqual([
      "Moved back to Qualified · 11 Jan 2025, was Proposal for 10 days",
      "Amount EUR 200.00, was EUR 100.00 · 5 Jan 2025",
      "Opened in Proposal with EUR 100.00 · 1 Jan 2025",
    ]);
  });

  it("shows a corrected version as such, with who and when, and does not count it", () => {
    const wrong = { supersededAt: new Date("2026-04-02T10:00:00Z"), supersededBy: "Mara Lind" };
    const lines = say(
      version("Prospecting", "2026-02-01"),
      version("Lost", "2026-03-20", wrong),
      version("Won", "2026-03-28"),
    );
    expect(lines).toEqual([
      "Won · 28 Mar 2026, was Prospecting for 55 days",
      "Corrected: the portal said that the deal was lost on 20 Mar 2026, with EUR 100.00 · Corrected on 2 Apr 2026 by Mara Lind",
      "Opened in Prospecting with EUR 100.00 · 1 Feb 2026",
    ]);
  });

  it("names who moved it on its day, and nobody when it was entered later", () => {
    const by = (on: string) => ({ recordedBy: "Mara Lind", recordedAt: new Date(`${on}T10:00:00Z`) });
    const lines = say(
      version("Qualified", "2025-10-22"),
      version("Proposal", "2025-11-03", by("2025-11-03")),
      version("Qualified", "2025-11-04", by("2025-11-04")),
      version("Proposal", "2025-11-05", by("2026-02-01")),
      version("Won", "2025-11-07", by("2025-11-07")),
    );
    expect(lines).toEqual([
      "Mara Lind closed this deal as won · 7 Nov 2025, was Proposal for 2 days",
      "Moved to Proposal · 5 Nov 2025, was Qualified for 1 day",
      "Mara Lind moved this deal back to Qualified · 4 Nov 2025, was Proposal for 1 day",
      "Mara Lind moved this deal to Proposal · 3 Nov 2025, was Qualified for 12 days",
      "Opened in Qualified with EUR 100.00 · 22 Oct 2025",
    ]);
  });

  it("does not guess days that the source does not say", () => {
    expect(say(version("Prospecting", "-infinity"), version("Won", "2026-03-28"))).toEqual([
      "Won · 28 Mar 2026, was Prospecting",
      "Opened in Prospecting with EUR 100.00 · Day not recorded",
    ]);
  });
});

describe("the present stay", () => {
  it("is counted from the first unbroken version in the stage, over changes of the amount", () => {
    const versions = [
      version("Qualified", "2026-01-01"),
      version("Proposal", "2026-01-11"),
      version("Proposal", "2026-01-15", { amountE4: 2_000_000n }),
    ];
    expect(presentStay(versions, "2026-02-01")).toEqual({ stage: "Proposal", days: 21 });
    expect(presentStay(versions, "2026-01-11")).toEqual({ stage: "Proposal", days: 0 });
  });

  it("leaves out what was corrected, and does not guess a day that the source does not say", () => {
    const wrong = version("Won", "2026-03-01", { supersededAt: new Date("2026-03-02T00:00:00Z") });
    expect(presentStay([version("Qualified", "2026-01-01"), wrong], "2026-03-02")).toEqual({
      stage: "Qualified",
      days: 60,
    });
    expect(presentStay([version("Qualified", "-infinity")], "2026-03-02")).toEqual({ stage: "Qualified", days: null });
    expect(presentStay([], "2026-03-02")).toBeNull();
  });
});
