import { beforeAll, describe, expect, it } from "vitest";
import { exportPartners, listPartners } from "@/db/partners/list";
import { cast, plantCanaries, staffViewer, today, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { StaffViewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { partnerFilter } from "@/lib/partners/filter";

const database = testDatabase();
const list = (asked: Record<string, string | string[]>, viewer = staffViewer) =>
  listPartners(viewer, partnerFilter.parse(asked), today);
const names = async (asked: Record<string, string | string[]>) => (await list(asked)).rows.map(({ name }) => name);

beforeAll(async () => {
  await plantCanaries(database.sql);
  await database.sql`update partners set name = id::text, manager_id = null`;
  await database.sql`update partners set name = 'Company A', manager_id = ${cast.manager}, region = 'EMEA', specializations = '{Cloud,Edge}' where id = ${cast.a}`;
  await database.sql`insert into partners (name, type, status, country) values ('100 % Cloud', 'msp', 'dormant', 'Chile'), ('Plain', 'isv', 'active', null)`;
});

describe("the list of partners", () => {
  it("combines filters, with several values each", async () => {
    expect(await names({ type: ["msp", "isv"] })).toEqual(["100 % Cloud", "Plain"]);
    expect(await names({ type: ["msp", "isv"], status: "dormant" })).toEqual(["100 % Cloud"]);
    expect(await names({ specialization: "Edge", region: "EMEA" })).toEqual(["Company A"]);
    expect(await names({ manager: "me" })).toEqual(["Company A"]);
    expect(await names({ country: "Chile", manager: "none" })).toEqual(["100 % Cloud"]);
  });

  it("finds what holds open deals and who is certified", async () => {
    expect(await names({ q: "Company", deals: "open" })).toEqual(["Company A"]);
    expect(await names({ deals: "none" })).toEqual(["100 % Cloud", "Plain"]);
    expect(await names({ q: "Company", certified: "yes" })).toEqual(["Company A"]);
    expect(await names({ certified: "no" })).toEqual(["100 % Cloud", "Plain"]);
  });

  it("searches for what was typed, not for patterns", async () => {
    expect(await names({ q: "100 %" })).toEqual(["100 % Cloud"]);
    expect(await names({ q: "_lain" })).toEqual([]);
  });

  it("sums what each sourced, and the whole filter in its totals", async () => {
    const { rows, totals, count } = await list({ q: "Company A" });
    expect(count).toBe(1);
    expect(rows[0]).toMatchObject({ openDeals: 1, pipelineE4: 110_000n, wonE4: 110_000n });
    expect(totals).toMatchObject({ openDeals: 1, pipelineE4: 110_000n, wonE4: 110_000n });
  });

  it("begins with the own book for a channel manager, and leaves merged records out", async () => {
    const manager: StaffViewer = { ...(staffViewer as StaffViewer), role: "channel_manager" };
    expect((await list({}, manager)).rows[0]?.name).toBe("Company A");
    await database.sql`update partners set merged_into_id = ${cast.a} where name = 'Plain'`;
    expect(await names({ type: "isv" })).toEqual([]);
  });

  it("is exported whole, and exists for staff alone", async () => {
    const exported: string[] = [];
    for await (const step of exportPartners(staffViewer, partnerFilter.parse({}), today))
      exported.push(...step.map(({ name }) => name));
    expect(exported).toEqual(await names({}));
    await expect(list({}, viewerA as never)).rejects.toBeInstanceOf(NotFound);
  });
});
