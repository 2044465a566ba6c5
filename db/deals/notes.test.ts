import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { addNote } from "@/db/deals/notes";
import { getDeal, listDealActivities } from "@/db/deals/queries";
import { cast, plantCanaries, staffViewer, today, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { noteForm } from "@/lib/deals/note-form";
import { NotFound } from "@/lib/errors";

const database = testDatabase();
const viewerB: Viewer = { ...viewerA, partnerId: cast.b, personId: "bbbbbbbb-0000-4000-8000-000000000002" };
let deal: string;

beforeAll(() => plantCanaries(database.sql));

/** A deal that A sourced and B influences. */
beforeEach(async () => {
  const [made] =
    await database.sql`insert into deals (name, stage, currency) values ('Noted', 'qualified', 'USD') returning id`;
  deal = made?.id;
  await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${cast.b}, 'influencing'), (${deal}, ${cast.a}, 'sourcing')`;
});

const write = (viewer: Viewer, given: Record<string, string>, dealId = deal) =>
  withViewer(viewer, (tx) =>
    addNote(tx, viewer, noteForm.parse({ dealId, subject: "Spoke with them", ...given }), today),
  );
const read = async (viewer: Viewer) =>
  (await listDealActivities(viewer, deal)).map(({ kind, subject }) => `${kind}: ${subject}`);

describe("what is written about a deal", () => {
  it("by staff as a note is read by staff alone", async () => {
    await write(staffViewer, { kind: "note", subject: "Price is too high", body: "They said so.\nTwice." });
    expect(await listDealActivities(staffViewer, deal)).toMatchObject([
      { kind: "note", body: "They said so.\nTwice.", by: "The manager", on: today },
    ]);
    expect(await read(viewerA)).toEqual([]);
    expect(await read(viewerB)).toEqual([]);
  });

  it("with a partner is read by that partner and no other", async () => {
    await write(staffViewer, { kind: "comment", subject: "For A" });
    await write(staffViewer, { kind: "meeting", subject: "With B", partnerId: cast.b, on: "2026-05-19" });
    expect(await read(viewerA)).toEqual(["comment: For A"]);
    expect(await read(viewerB)).toEqual(["meeting: With B"]);
  });

  it("of a deal without partners is read by staff alone, also once a partner takes part", async () => {
    await database.sql`delete from deal_partners where deal_id = ${deal}`;
    await write(staffViewer, { kind: "call", subject: "Called their buyer" });
    await expect(write(staffViewer, { kind: "comment" })).rejects.toMatchObject({ field: "kind" });
    await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${cast.a}, 'sourcing')`;
    expect(await read(staffViewer)).toEqual(["call: Called their buyer"]);
    expect(await read(viewerA)).toEqual([]);
  });

  it("by a partner person is a comment of their own company of today, whatever is sent, and staff read it", async () => {
    const { audit } = await write(viewerB, { kind: "note", partnerId: cast.a, on: "2020-01-01", subject: "From B" });
    expect(audit).toMatchObject({ action: "deal.noted", partnerId: cast.b, after: { kind: "Comment", on: today } });
    expect(await read(staffViewer)).toEqual(["comment: From B"]);
    expect(await read(viewerB)).toEqual(["comment: From B"]);
    expect(await read(viewerA)).toEqual([]);
  });

  it("is the deal's latest activity, and an earlier day does not take that back", async () => {
    await write(staffViewer, { kind: "call", on: "2026-05-02" });
    expect((await getDeal(staffViewer, deal)).lastActivityOn).toBe("2026-05-02");
    await write(viewerA, {});
    expect((await getDeal(staffViewer, deal)).lastActivityOn).toBe(today);
    await write(staffViewer, { kind: "call", on: "2026-05-01" });
    expect((await getDeal(staffViewer, deal)).lastActivityOn).toBe(today);
  });

  it("is refused of a day to come, with a partner that takes no part, and on another's deal", async () => {
    await expect(write(staffViewer, { kind: "call", on: "2026-05-21" })).rejects.toMatchObject({ field: "on" });
    await expect(write(staffViewer, { partnerId: cast.manager })).rejects.toMatchObject({ field: "partnerId" });
    await expect(write(viewerA, {}, "bbbbbbbb-0000-4000-8000-000000000005")).rejects.toBeInstanceOf(NotFound);
    await expect(write(staffViewer, {}, "99999999-0000-4000-8000-000000000005")).rejects.toBeInstanceOf(NotFound);
    expect(noteForm.safeParse({ dealId: deal, subject: " " }).success).toBe(false);
  });
});
