import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { type AuditEntry, recordAudit } from "@/db/audit/commands";
import { type Tx, withViewer, withWorker } from "@/db/client";
import { emptied, testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { type Mapping, readMapping } from "@/lib/imports/mapping";
import { shippedMapping } from "@/lib/imports/sources";
import { checkImport, publishImport, revertImport, stageImport } from "./commands";
import { rejectedRows } from "./queries";
import type { GivenFile } from "./stage";

const database = testDatabase();
const actor = { personId: null, name: "a test" };
const crm = shippedMapping("maven-crm") as Mapping;
const everything = { limit: 100, offset: 0 };

const sample = (name: string, as = name.split("/").at(-1) as string): GivenFile => ({
  path: join(import.meta.dirname, "samples", name),
  name: as,
});
const crmFiles = (pipeline = sample("crm/sales_pipeline.csv")) => [
  sample("crm/accounts.csv"),
  sample("crm/products.csv"),
  sample("crm/sales_teams.csv"),
  pipeline,
];
const written = (name: string, content: string): GivenFile => {
  const path = join(mkdtempSync(join(tmpdir(), "import-")), name);
  writeFileSync(path, content);
  return { path, name };
};

const stage = (files: GivenFile[], mapping = crm) => withViewer(admin, (tx) => stageImport(tx, actor, mapping, files));
// As the portal does it: in the role of staff, not of the worker.
const admin: Viewer = {
  kind: "staff",
  role: "admin",
  personId: "00000000-0000-4000-8000-000000000009",
  sessionId: "00000000-0000-4000-8000-000000000009",
  name: "Ada",
  email: "ada@northstar.example",
};
const audited = async <T extends { audit: AuditEntry }>(tx: Tx, change: Promise<T>) => {
  const done = await change;
  await recordAudit(tx, actor, done.audit);
  return done;
};
const publish = async (batch: string) =>
  (await withViewer(admin, (tx) => audited(tx, publishImport(tx, actor, batch)))).counts;
const revert = (batch: string, reason: string) =>
  withViewer(admin, (tx) => audited(tx, revertImport(tx, actor, batch, reason)));
const run = async (files: GivenFile[], mapping = crm) => {
  const batch = await stage(files, mapping);
  return { batch, ...(await publish(batch)) };
};

const tables = [
  "tiers",
  "fx_rates",
  "partners",
  "partner_versions",
  "people",
  "accounts",
  "products",
  "deals",
  "deal_versions",
  "deal_partners",
  "deal_lines",
  "revenue_lines",
  "certifications",
  "targets",
  "training_assignments",
  "subscriptions",
  "channel_costs",
  "incentive_grants",
  "incentive_uses",
  "funded_deals",
  "satisfaction_answers",
  "support_tickets",
  "integrations",
  "installs",
  "uptime_days",
  "engagements",
  "partner_families",
  "external_ids",
  "partner_duplicates",
];

async function image(): Promise<Record<string, string>> {
  const images = tables.map(async (table) => {
    const [row] = await database.sql.unsafe(
      `select coalesce(string_agg(x, E'\\n' order by x collate "C"), '') as rows from (select to_jsonb(t)::text as x from ${table} t) s`,
    );
    return [table, row?.rows as string] as const;
  });
  return Object.fromEntries(await Promise.all(images));
}

beforeEach(async () => {
  const derived =
    "partner_deals partner_standings metric_month metric_program import_batches import_rows import_items import_inserts import_changes metric_dirty";
  await emptied(database, [...tables.filter((table) => table !== "tiers"), ...derived.split(" ")]);
});

describe("an import", () => {
  test("brings deals in with their partners, people, products and dated stages", async () => {
    expect(await run(crmFiles())).toMatchObject({ created: 30, changed: 0, unchanged: 0, quarantined: 0 });
    const deals =
      await database.sql`select d.name, d.outcome, d.amount_e4::text as e4, d.opened_on::text, d.closed_on::text, p.name as partner
      from deals d join partners p on p.id = d.partner_id join external_ids x on x.entity_id = d.id order by x.external_id`;
    expect(deals.map((deal) => Object.values(deal))).toEqual([
      ["Nordwind – GTX Pro", "won", "47000000", "2017-01-10", "2017-02-10", "Mira Holt"],
      ["Nordwind Nord – MG Special", "won", "541234", "2017-01-15", "2017-04-01", "Mira Holt"],
      ["Baker, Sons & Co – MG Special", "lost", "0", "2017-02-01", "2017-02-03", "Jon Bell"],
      ["GTX Pro (no account yet)", "open", "48210000", "2017-03-01", null, "Jon Bell"],
      ["MG Special (no account yet)", "open", "550000", null, null, "Jon Bell"],
    ]);
    const [parent] = await database.sql`select p.name from accounts a join accounts p on p.id = a.parent_id`;
    expect(parent?.name).toBe("Nordwind");
  });

  test("of the same files again changes nothing", async () => {
    await run(crmFiles());
    const before = await image();
    expect(await run(crmFiles())).toMatchObject({ created: 0, changed: 0, unchanged: 30 });
    expect(await image()).toEqual(before);
  });

  test("published twice at once changes things once", async () => {
    const batches = [await stage(crmFiles()), await stage(crmFiles())];
    const counts = await Promise.all(batches.map(publish));
    expect(counts.map((count) => count.created).sort((a, b) => a - b)).toEqual([0, 30]);
    expect((await database.sql`select count(*)::int as n from deals`)[0]?.n).toBe(5);
    await expect(publish(batches[0] as string)).rejects.toThrow("is published");
  });

  test("writes an audit entry when it is published", async () => {
    const { batch } = await run(crmFiles());
    const [entry] = await database.sql`select actor, action, after from audit_entries where subject_id = ${batch}`;
    expect(entry).toMatchObject({ actor: "a test", action: "import.published", after: { created: 30 } });
  });

  test("that fails on the way leaves nothing behind", async () => {
    const before = await image();
    const batch = await stage(crmFiles());
    const failing = withWorker(async (tx) => {
      await publishImport(tx, actor, batch);
      await tx.execute(sql`select 1 / 0`);
    });
    await expect(failing).rejects.toThrow();
    expect(await image()).toEqual(before);
    expect((await database.sql`select count(*)::int as n from import_changes`)[0]?.n).toBe(0);
  });

  test("changes only the fields that its files feed, and a manual edit outlives rows that did not change", async () => {
    await run(crmFiles());
    await database.sql`update partners set importance = 'strategic', domain = 'holt.example' where name = 'Mira Holt'`;
    await database.sql`update accounts set industry = 'energy' where name = 'Nordwind'`;
    const teams = written(
      "sales_teams.csv",
      "sales_agent,manager,regional_office\nAda Quill,Mira Holt,North\nBo Tran,Mira Holt,North\nCy Ruiz,Jon Bell,West\n",
    );
    const files = crmFiles().filter((file) => file.name !== "sales_teams.csv");
    expect(await run([...files, teams])).toMatchObject({ created: 0, changed: 1, unchanged: 29 });
    const [partner] = await database.sql`select region, importance, domain from partners where name = 'Mira Holt'`;
    expect(partner).toEqual({ region: "North", importance: "strategic", domain: "holt.example" });
    expect((await database.sql`select industry from accounts where name = 'Nordwind'`)[0]?.industry).toBe("energy");
  });

  test("with a corrected close date supersedes the stage it had imported", async () => {
    await run(crmFiles());
    const rows = "AAA1,Ada Quill,GTXPro,Nordwind,Won,2017-01-10,2017-02-20,4800\n";
    const head = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n";
    const counts = await run(crmFiles(written("sales_pipeline.csv", head + rows)));
    expect(counts).toMatchObject({ created: 0, changed: 3 });
    const [deal] =
      await database.sql`select closed_on::text, amount_e4::text as e4 from deals where name = 'Nordwind – GTX Pro'`;
    expect(deal).toEqual({ closed_on: "2017-02-20", e4: "48000000" });
    expect(
      (await database.sql`select count(*)::int as n from deal_versions where superseded_at is not null`)[0]?.n,
    ).toBe(1);
  });
});

describe("rows that cannot be taken as they are", () => {
  test("are held back with file, line, column, value and reason, and the others go in", async () => {
    const { batch, ...counts } = await run(crmFiles(sample("crm-bad/sales_pipeline.csv")));
    const rejected = await withWorker((tx) => rejectedRows(tx, batch, everything));
    expect(rejected.map(({ line, column, value, reason }) => [line, column, value, reason])).toEqual([
      [6, null, "AAA5", expect.stringMatching(/^its .* is in quarantine: sales_pipeline.csv line 14$/)],
      [7, "close_date", "03/04/2017", "is not a date written as yyyy-MM-dd"],
      [8, "close_value", "4.700,00", "is not a number written like 1234.5"],
      [9, "account", "Nobody", "no account of this source has this id"],
      [10, "deal_stage", "Gewonnen", "no stage of this source has this id"],
      [11, null, "", "has 7 cells where the header has 8"],
      [12, "product", "GTY", "has no row in the file products"],
      [13, "close_date", "2017-03-04", "is closed before it was opened"],
      [14, "opportunity_id", expect.any(String), "has the same id as sales_pipeline.csv line 6"],
    ]);
    expect(counts).toMatchObject({ quarantined: 9 });
    expect((await database.sql`select count(*)::int as n from deals`)[0]?.n).toBe(4);
  });

  test("take the records along that need them", async () => {
    const accounts = written(
      "accounts.csv",
      "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nNordwind,medical,1999,1.2.3,4,Germany,\nNordwind Nord,medical,1999,1,4,Germany,Nordwind\n",
    );
    const files = crmFiles().filter((file) => file.name !== "accounts.csv");
    const { batch } = await run([accounts, ...files]);
    const rejected = await withWorker((tx) => rejectedRows(tx, batch, everything));
    expect(rejected.map(({ file, line, column, reason }) => [file, line, column, reason])).toEqual([
      ["accounts.csv", 2, "revenue", "is not a number written like 1234.5"],
      ["accounts.csv", 3, "subsidiary_of", "its account is in quarantine: accounts.csv line 2"],
      ["sales_pipeline.csv", 2, "account", "its account is in quarantine: accounts.csv line 2"],
      ["sales_pipeline.csv", 3, "account", "its account is in quarantine: accounts.csv line 3"],
      ["sales_pipeline.csv", 4, "account", "no account of this source has this id"],
    ]);
  });

  test("are read by the format that the mapping declares", async () => {
    const mapping = readMapping({
      source: "konten",
      label: "Konten",
      format: { delimiter: ";", decimal: ",", grouping: "." },
      files: { konten: { match: "konten.csv" } },
      feeds: [
        {
          entity: "account",
          from: "konten",
          fields: { id: { column: "Nummer" }, name: { column: "Firma" }, annualRevenue: { column: "Umsatz" } },
        },
      ],
    });
    const { batch } = await run([sample("konten.csv")], mapping);
    const rows = await database.sql`select name, annual_revenue::text from accounts order by name`;
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["Köhler; Söhne", "1234567.5"],
      ["Æsir GmbH", "12.25"],
    ]);
    const rejected = await withWorker((tx) => rejectedRows(tx, batch, everything));
    expect(rejected).toEqual([
      {
        file: "konten.csv",
        line: 4,
        column: "Umsatz",
        value: "1,234.50",
        reason: "is not a number written like 1.234,5",
      },
    ]);
  });

  test("go in after the mapping is mended, without the files being read anew", async () => {
    const batch = await stage(crmFiles(sample("crm-bad/sales_pipeline.csv")));
    const maps = crm.valueMaps ?? {};
    const mended = readMapping({
      ...crm,
      valueMaps: { ...maps, product: { ...maps.product, GTY: "GTX Pro" }, stage: { ...maps.stage, Gewonnen: "won" } },
    });
    const counts = await withWorker((tx) => checkImport(tx, batch, mended));
    expect(counts.quarantined).toBe(7);
    expect(await publish(batch)).toEqual(counts);
    const next = await stage(crmFiles());
    const otherwise = readMapping({ ...crm, format: { ...crm.format, delimiter: ";" } });
    await expect(withWorker((tx) => checkImport(tx, next, otherwise))).rejects.toThrow("has to be uploaded again");
    const wider = readMapping(JSON.parse(JSON.stringify(crm).replace('"column":"sector"', '"column":"branch"')));
    await expect(withWorker((tx) => checkImport(tx, next, wider))).rejects.toThrow("accounts.csv has no column branch");
  });

  test.each([
    [
      "a column is missing",
      written("sales_pipeline.csv", "opportunity_id,sales_agent\n1,2\n"),
      /sales_pipeline\.csv, line 1, column account: the columns/,
    ],
    [
      "a quote stays open",
      written(
        "sales_pipeline.csv",
        'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"1,2\n',
      ),
      /line 2: a quoted cell/,
    ],
    ["a file is missing", written("else.csv", ""), /needs sales_pipeline\.csv; .*else\.csv/],
  ])("make nothing when %s", async (_name, file, expected) => {
    await expect(stage(crmFiles(file))).rejects.toThrow(expected);
    expect((await database.sql`select count(*)::int as n from import_batches`)[0]?.n).toBe(0);
  });
});

/** One record of every kind of fact, each from a file of its own whose columns are named as the fields. */
const factFiles: Record<string, string> = {
  partner: "id,name,type,contractSignedOn,yearlyCost\nP,Nordwind,isv,2025-11-03,1200.50",
  account: "id,name\nA,Kunde",
  deal: "id,name,currency,partner\nD,Anlage,USD,P",
  history: "id,deal,stage,on,amount\nH,D,prospecting,2026-01-05,100",
  target: "id,kind,metric,fromOn,lastOn,value\n1,baseline,win_rate,2026-01-01,2026-03-31,0.3",
  training: "id,partner,course,assignedOn,dueOn,completedOn\n1,P,Basics,2026-01-01,2026-02-01,2026-01-20",
  family: "id,partner,family\n1,P,Tools",
  subscription: "id,partner,account,startedOn\n1,P,A,2026-01-01",
  cost: "id,kind,amount,currency,spentOn,partner\n1,support,10.5,USD,2026-01-01,\n2,support,1,USD,2026-01-01,P",
  grant: "id,partner,kind,amount,currency,grantedOn\nG,P,mdf,500,USD,2026-01-02",
  use: "id,grant,partner,amount,currency,usedOn\n1,G,P,300.25,USD,2026-01-20",
  touch: "id,grant,deal,partner,touchedOn\n1,G,D,P,2026-01-06",
  answer:
    "id,kind,score,answeredOn,partner,account\n1,pulse,9,2026-02-01,P,\n2,csat,5,2026-02-01,,A\n3,csat,9,2026-02-01,,A\n4,pulse,7,2026-02-01,,",
  ticket:
    "id,subject,openedAt,resolvedAt,severity,partner\n1,Down,2026-01-05T23:30,2026-01-06T08:00,,P\n2,Odd,2026-01-05T10:00,2026-01-04T10:00,low,P",
  integration: "id,partner,name,liveOn\nI,P,Connector,2026-01-10",
  install:
    "id,integration,partner,installedOn,configuredOn,syncedOn,uninstalledOn\n1,I,P,2026-01-11,2026-01-12,2026-01-13,\n2,I,P,2026-01-11,,,2026-01-10",
  uptime: "id,integration,partner,on,minutesUp,minutesObserved\n1,I,P,2026-01-11,1430,1440\n2,I,P,2026-01-12,1441,1440",
  engagement: "id,partner,kind,title,on\n1,P,content,Battlecard,2026-01-11",
};

const factMapping = readMapping({
  source: "facts",
  label: "Facts",
  files: Object.fromEntries(Object.keys(factFiles).map((entity) => [entity, { match: `${entity}.csv` }])),
  feeds: Object.entries(factFiles).map(([entity, csv]) => ({
    entity,
    from: entity,
    fields: Object.fromEntries((csv.split("\n")[0] as string).split(",").map((column) => [column, { column }])),
  })),
});

test("every fact that figures are counted from comes in, what its table would refuse is held back, and a revert takes all of it out", async () => {
  const before = await image();
  const moments = readMapping({
    ...factMapping,
    files: { ...factMapping.files, ticket: { match: "ticket.csv", format: { date: "yyyy-MM-ddTHH:mm" } } },
  });
  const files = Object.entries(factFiles).map(([entity, csv]) => written(`${entity}.csv`, csv));
  const { batch, ...counts } = await run(files, moments);
  expect(counts).toMatchObject({ created: 20, quarantined: 5 });
  const held = await withWorker((tx) => rejectedRows(tx, batch, everything));
  expect(held.map(({ file, reason }) => `${file} ${reason}`).sort()).toEqual([
    "answer.csv a pulse is of somebody of a partner",
    "answer.csv is not one of 1 to 5",
    "install.csv is removed before it is installed",
    "ticket.csv is resolved before it is opened",
    "uptime.csv is more than was observed",
  ]);
  const [row] = await database.sql`select (select sum(reported_e4)::text from incentive_uses) as used,
    (select opened_on || ' ' || resolved_on || ' ' || severity from support_tickets) as ticket, (select yearly_cost_e4::text from partners) as cost,
    (select kind || ' ' || to_on from targets) as target`;
  expect(row).toEqual({
    used: "3002500",
    ticket: "2026-01-05 2026-01-06 normal",
    cost: "12005000",
    target: "baseline 2026-04-01",
  });
  expect(await run(files, moments)).toMatchObject({ created: 0, changed: 0, unchanged: 20 });
  await revert(batch, "a trial");
  expect(await image()).toEqual(before);
});

describe("a revert", () => {
  test("puts every row back as it was", async () => {
    await run(crmFiles());
    await database.sql`update partners set tier = 'gold', tier_since = '2020-01-01' where name = 'Mira Holt'`;
    const before = await image();
    const teams = written(
      "sales_teams.csv",
      "sales_agent,manager,regional_office\nAda Quill,Mira Holt,North\nBo Tran,Jon Bell,West\nDee Poe,Kit Vale,South\nCy Ruiz,Jon Bell,West\n",
    );
    const head = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n";
    const rows =
      "AAA1,Ada Quill,GTXPro,Nordwind,Won,2017-01-10,2017-02-20,4800\nAAA4,Dee Poe,GTXPro,Nordwind,Lost,2017-03-01,2017-03-02,0\nNEW1,Dee Poe,MG Special,,Prospecting,,,\n";
    const files = crmFiles(written("sales_pipeline.csv", head + rows)).filter(
      (file) => file.name !== "sales_teams.csv",
    );
    const { batch } = await run([...files, teams]);
    expect(await image()).not.toEqual(before);
    await revert(batch, "a trial");
    expect(await image()).toEqual(before);
    const [entry] =
      await database.sql`select reason from audit_entries where subject_id = ${batch} and action = 'import.reverted'`;
    expect(entry?.reason).toBe("a trial");
  });

  test("is refused with a list once rows were changed, or built upon, by others", async () => {
    const { batch } = await run(crmFiles());
    await database.sql`update accounts set city = 'Kiel' where name = 'Nordwind'`;
    await database.sql`insert into activities (partner_id, kind, subject, "on") select id, 'call', 'Hello', '2020-01-01' from partners where name = 'Jon Bell'`;
    const before = await image();
    const reverting = revert(batch, "a trial");
    await expect(reverting).rejects.toThrow(/1 activities that were added to its partners; accounts: Nordwind/);
    expect(await image()).toEqual(before);
  });

  test("is not done twice", async () => {
    const { batch } = await run(crmFiles());
    await revert(batch, "once");
    await expect(revert(batch, "twice")).rejects.toThrow("is reverted");
  });
});

test("partners that may be one company are offered for merge, each pair once", async () => {
  const mapping = readMapping({
    source: "directory",
    label: "Directory",
    files: { members: { match: "members.csv" } },
    feeds: [
      {
        entity: "partner",
        from: "members",
        sameId: "number",
        fields: {
          id: { column: "key" },
          name: { column: "name" },
          type: { constant: "isv" },
          domain: { column: "domain" },
        },
      },
    ],
  });
  const file = written(
    "members.csv",
    "key,name,domain\nsap,SAP,sap.com\nsap,SAP Labs,sap.com\na,Liquid Reply,reply.com\nb,Storm Reply,reply.com\nc,Ænix,aenix.io\nd,Aenix GmbH,other.io\ne,Sports Store,s1.com\nf,Sports Store Inc.,s2.com\n",
  );
  expect(await run([file], mapping)).toMatchObject({ created: 8, quarantined: 0 });
  const pairs =
    () => database.sql`select reason, least(a.name, b.name) as one, greatest(a.name, b.name) as other from partner_duplicates d
    join partners a on a.id = d.partner_id join partners b on b.id = d.other_id order by 2`;
  expect((await pairs()).map((pair) => Object.values(pair))).toEqual([
    ["same domain: reply.com", "Liquid Reply", "Storm Reply"],
    ["same key as another record of the source", "SAP", "SAP Labs"],
    ["same name", "Sports Store", "Sports Store Inc."],
  ]);
  await run([file], mapping);
  expect(await pairs()).toHaveLength(3);
});
