import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkDatabase } from "@/db/check";
import { withWorker } from "@/db/client";
import { drainDirty } from "@/db/metrics/rollup";
import { emptied, testDatabase } from "@/db/testing/database";
import { readMapping } from "@/lib/imports/mapping";
import { publishImport, revertImport, stageImport } from "./commands";

const database = testDatabase();
const actor = { personId: null, name: "a test" };

const mapping = readMapping({
  source: "erp",
  label: "ERP",
  files: {
    partners: { match: "partners.csv" },
    deals: { match: "deals.csv" },
    stages: { match: "stages.csv" },
    invoices: { match: "invoices.csv" },
  },
  feeds: [
    {
      entity: "partner",
      from: "partners",
      fields: { id: { column: "id" }, name: { column: "id" }, type: { constant: "reseller" } },
    },
    {
      entity: "deal",
      from: "deals",
      fields: {
        id: { column: "id" },
        name: { column: "id" },
        currency: { column: "currency" },
        partner: { column: "partner" },
        influencer: { column: "influencer" },
        expectedCloseOn: { column: "expected" },
      },
    },
    {
      entity: "history",
      from: "stages",
      fields: {
        id: { template: "{deal}:{stage}:{on?}" },
        deal: { column: "deal" },
        stage: { column: "stage" },
        on: { column: "on" },
        amount: { column: "amount" },
      },
    },
    {
      entity: "revenue",
      from: "invoices",
      fields: {
        id: { column: "id" },
        partner: { column: "partner" },
        deal: { column: "deal" },
        kind: { constant: "new" },
        amount: { column: "amount" },
        currency: { column: "currency" },
        invoicedOn: { column: "on" },
      },
    },
  ],
});

const content = {
  "partners.csv": "id\nAda\nBo\nCy\n",
  "deals.csv": `id,currency,partner,influencer,expected
open,USD,Ada,,2024-05-01
undated,USD,Ada,Bo,
won,EUR,Bo,Bo,2024-02-01
lost,EUR,,Cy,
unpriced,CHF,Cy,Ada,
reopened,USD,Ada,Cy,
`,
  "stages.csv": `deal,stage,on,amount
open,prospecting,2024-01-10,100
open,qualified,2024-01-10,120.5
open,proposal,2024-03-01,119.9999
open,proposal,2024-03-09,150
undated,prospecting,,10
undated,lost,2024-02-02,0
won,prospecting,2024-01-01,1000
won,won,2024-02-29,1234.5678
lost,prospecting,2024-01-31,7
lost,lost,2024-01-31,7
unpriced,prospecting,2024-01-15,55
unpriced,won,2024-03-15,56
reopened,prospecting,2023-12-31,1
reopened,negotiation,2024-01-05,2
reopened,won,2024-01-06,3
reopened,won,2024-02-06,4
`,
  "invoices.csv": `id,partner,deal,amount,currency,on
1,Ada,open,10,USD,2024-01-02
2,Bo,won,10.0001,EUR,2024-02-29
3,Cy,unpriced,10,CHF,2024-03-15
`,
};

async function imported(change: Partial<typeof content> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  const files = Object.entries({ ...content, ...change }).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return { path: join(folder, name), name };
  });
  const batch = await withWorker((tx) => stageImport(tx, actor, mapping, files));
  const { counts } = await withWorker((tx) => publishImport(tx, actor, batch));
  expect(counts.quarantined).toBe(0);
  return batch;
}

const tables = ["deals", "deal_versions", "deal_partners", "revenue_lines"];

async function image(): Promise<Record<string, string[]>> {
  const images = tables.map(async (table) => {
    const rows = await database.sql.unsafe(`select to_jsonb(t)::text as row from ${table} t order by 1`);
    return [table, rows.map((row) => row.row as string)] as const;
  });
  return Object.fromEntries(await Promise.all(images));
}

const reverted = (batch: string) => withWorker((tx) => revertImport(tx, actor, batch, "a trial"));

beforeAll(async () => {
  await database.sql`update settings set time_zone = 'Europe/Berlin'`;
});
beforeEach(async () => {
  const derived =
    "partners partner_deals partner_standings metric_month metric_program partner_versions fx_rates external_ids import_batches import_rows import_items import_inserts import_changes metric_dirty";
  await emptied(database, [...tables, ...derived.split(" ")]);
  await database.sql`insert into fx_rates (currency, "on", rate) values ('EUR', '2024-01-01', 1.1), ('EUR', '2024-01-28', 1.05), ('EUR', '2024-02-27', 1.23456), ('CHF', '2024-01-14', 0.9)`;
});

describe("new deals", () => {
  test("are written as the database's own rules would have brought them there, stage by stage", async () => {
    await imported();
    const before = await image();
    expect(before.deals).toHaveLength(6);
    await database.sql.begin(async (tx) => {
      await tx`update deal_versions set valid_from = valid_from, reported_e4 = null, valid_to = null, to_on = null, from_on = '-infinity'`;
      await tx`update deals set stage = 'lost', outcome = 'lost', amount_e4 = 0, reported_e4 = 0, opened_on = null, closed_on = '2020-01-01', stage_since = null, partner_id = null`;
      await tx`update deal_partners set role = role`;
      await tx`update deal_versions set amount_e4 = amount_e4`;
      await tx`update revenue_lines set reported_e4 = null`;
      await tx`update revenue_lines set amount_e4 = amount_e4`;
    });
    expect(await image()).toEqual(before);
  });

  test("and their figures are as the check of the database wants them", async () => {
    await imported();
    await drainDirty();
    expect((await checkDatabase()).filter(({ problems }) => problems.length > 0)).toEqual([]);
    const [row] =
      await database.sql`select reported_e4::text as e4, closed_on::text, stage_since::text from deals where name = 'won'`;
    expect(row).toEqual({ e4: "15241480", closed_on: "2024-02-29", stage_since: "2024-02-28 23:00:00+00" });
  });

  test("mark the sums of their partners as stale", async () => {
    await imported();
    const marked =
      await database.sql`select distinct p.name from metric_dirty d join partners p on p.id = d.partner_id order by 1`;
    expect(marked.map((row) => row.name)).toEqual(["Ada", "Bo", "Cy"]);
  });

  test("stand beside new stages of deals that were there before", async () => {
    await imported();
    await imported({
      "deals.csv": `${content["deals.csv"]}late,USD,Bo,,\n`,
      "stages.csv": `${content["stages.csv"]}late,prospecting,2024-04-01,5\nopen,won,2024-04-02,200\n`,
    });
    const rows =
      await database.sql`select name, stage, amount_e4::text as e4, closed_on::text from deals where name in ('late', 'open') order by 1`;
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["late", "prospecting", "50000", null],
      ["open", "won", "2000000", "2024-04-02"],
    ]);
    await drainDirty();
    expect((await checkDatabase()).flatMap(({ problems }) => problems)).toEqual([]);
  });
});

describe("rows that an import made", () => {
  test("are taken back though what is derived of them has changed since", async () => {
    const before = await image();
    const batch = await imported();
    await database.sql`insert into fx_rates (currency, "on", rate) values ('CHF', '2024-03-14', 1.5)`;
    await database.sql`update deals set last_activity_on = '2024-03-01'`;
    await reverted(batch);
    expect(await image()).toEqual(before);
    expect((await database.sql`select count(*)::int as n from external_ids`)[0]?.n).toBe(0);
  });

  test.each([
    ["was changed", sql`update deals set next_step = 'call' where name = 'open'`, /deals: open/],
    ["is gone", sql`delete from revenue_lines where amount_e4 = 100001`, /revenue lines: [0-9a-f-]{36}/],
    [
      "has another role",
      sql`update deal_partners set role = 'influencing' where deal_id = (select id from deals where name = 'open')`,
      /deal partners/,
    ],
    [
      "got a partner besides",
      sql`insert into deal_partners select d.id, p.id, 'influencing' from deals d, partners p where d.name = 'open' and p.name = 'Cy'`,
      /1 deal partners that were added to its deals/,
    ],
    [
      "got another stage",
      sql`insert into deal_versions (deal_id, valid_from, from_on, stage, amount_e4, currency) select id, '2024-06-01', '2024-06-01', 'won', 1, 'USD' from deals where name = 'open'`,
      /1 deal versions that were added to its deals/,
    ],
  ])("are not taken back when one %s", async (_what, change, said) => {
    const batch = await imported();
    await withWorker((tx) => tx.execute(change));
    const before = await image();
    await expect(reverted(batch)).rejects.toThrow(said);
    expect(await image()).toEqual(before);
  });
});
