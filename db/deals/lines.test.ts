import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { readLinesForm, saveLines } from "@/db/deals/lines";
import { getDeal, listDealVersions } from "@/db/deals/queries";
import { plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { linesForm } from "@/lib/deals/lines";

const database = testDatabase();
const actor = { personId: staffViewer.personId, name: staffViewer.name };
const now = new Date("2026-05-20T10:00:00Z");
const product = "aaaaaaaa-0000-4000-8000-000000000066";
let deal: string;

beforeAll(async () => {
  await plantCanaries(database.sql);
  await database.sql`insert into products (id, name) values (${product}, 'Product a')`;
});

/** An open deal of A worth 100.00 with one line of 70.00. */
beforeEach(async () => {
  const [made] =
    await database.sql`insert into deals (name, stage, currency) values ('Lines', 'qualified', 'USD') returning id`;
  deal = made?.id;
  await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${viewerA.partnerId}, 'sourcing')`;
  await database.sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, '2026-05-08', 'qualified', 1000000, 'USD')`;
  await database.sql`insert into deal_lines (deal_id, line_no, product_id, amount_e4) values (${deal}, 4, ${product}, 700000)`;
});

const form = () => readLinesForm(staffViewer, deal);
const save = async (fields: Record<string, string>, viewer: Viewer = staffViewer, shown?: string) => {
  const input = linesForm.parse({ dealId: deal, shown: shown ?? (await form()).shown, ...fields });
  return withViewer(viewer, (tx) => saveLines(tx, actor, input, now));
};
const lineId = async () => (await form()).lines[0]?.id as string;

describe("the products of a deal", () => {
  it("are added, changed in place and removed, and the log says what they were", async () => {
    const kept = { "line.0": await lineId(), "product.0": product, "quantity.0": "2", "price.0": "40.50" };
    const { audit } = await save({
      ...kept,
      "product.1": product,
      "quantity.1": "1.5",
      "price.1": "10",
      "discount.1": "1",
    });
    const { lines } = await form();
    expect(lines).toMatchObject([
      { id: kept["line.0"], quantity: "2", amountE4: 810_000n },
      { quantity: "1.5", discountE4: 10_000n, amountE4: 140_000n },
    ]);
    expect(audit).toMatchObject({
      action: "deal.products_changed",
      before: { products: ["1 Product a, USD 70.0000"] },
      after: { products: ["2 Product a, USD 81.0000", "1.5 Product a, USD 14.0000"] },
    });
    await save({ ...kept, "remove.0": "on" });
    expect((await form()).lines).toEqual([]);
  });

  it("leave the deal's amount as it is, or set it to their exact sum from now on, when asked", async () => {
    const fields = {
      "line.0": await lineId(),
      "product.0": product,
      "amount.0": "70",
      "product.1": product,
      "amount.1": "0.0001",
    };
    await save(fields);
    expect(await getDeal(staffViewer, deal)).toMatchObject({ amountE4: 1_000_000n });
    const ids = Object.fromEntries((await form()).lines.map(({ id }, n) => [`line.${n}`, id]));
    await save({ ...fields, ...ids, setAmount: "on" });
    expect(await getDeal(staffViewer, deal)).toMatchObject({ amountE4: 700_001n, stageKey: "qualified" });
    expect(await listDealVersions(staffViewer, deal)).toMatchObject([
      { amountE4: 1_000_000n, toOn: "2026-05-20" },
      { amountE4: 700_001n, recordedBy: "The manager" },
    ]);
  });

  it("are not changed by a form that was drawn before somebody else's change, nor by both of two at once", async () => {
    const { shown } = await form();
    const first = { "line.0": await lineId(), "product.0": product, "amount.0": "1" };
    const results = await Promise.allSettled([
      save(first, staffViewer, shown),
      save({ ...first, "amount.0": "2" }, staffViewer, shown),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(save({ ...first, "amount.0": "3" }, staffViewer, shown)).rejects.toThrow(/Somebody changed/);
  });

  it("never touch a line of another deal", async () => {
    const [other] = await database.sql`select id, amount_e4 from deal_lines where deal_id <> ${deal} limit 1`;
    await save({ "line.0": other?.id, "product.0": product, "amount.0": "9", "product.1": product, "amount.1": "3" });
    expect((await database.sql`select amount_e4 from deal_lines where id = ${other?.id}`)[0]?.amount_e4).toBe(
      other?.amount_e4,
    );
    expect((await form()).lines).toMatchObject([{ amountE4: 30_000n }]);
  });

  it("stay as they are once the deal is closed, when nothing changes, and for partner people", async () => {
    const same = { "line.0": await lineId(), "product.0": product, "amount.0": "70" };
    await expect(save(same)).rejects.toThrow(/Nothing was changed/);
    await expect(save({ ...same, "product.1": viewerA.partnerId, "amount.1": "1" })).rejects.toThrow(/does not exist/);
    await expect(save({ ...same, "amount.0": "1" }, viewerA)).rejects.toThrow();
    await database.sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, '2026-05-10', 'won', 1000000, 'USD')`;
    await expect(save({ ...same, "amount.0": "1" })).rejects.toThrow(/closed as won/);
  });
});
