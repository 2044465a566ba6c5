import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withViewer } from "@/db/client";
import { emptied, testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { type Mapping, readMapping } from "@/lib/imports/mapping";
import { publishImport, stageImport } from "./commands";
import { beginMending, fixRow } from "./fix";
import { releaseImport } from "./hold";
import { getImport, listRejected } from "./queries";
import { getStagedRow } from "./rows";

const database = testDatabase();
const personId = "f1000000-0000-4000-8000-000000000001";
const actor = { personId, name: "Ada" };
const admin: Viewer = {
  kind: "staff",
  role: "admin",
  personId,
  sessionId: personId,
  name: "Ada",
  email: "ada@northstar.example",
};
const mapping: Mapping = readMapping({
  source: "list",
  label: "A list",
  files: { partners: { match: "partners.csv" }, certificates: { match: "certificates.csv", optional: true } },
  feeds: [
    {
      entity: "partner",
      from: "partners",
      fields: {
        id: { column: "Id" },
        name: { column: "Name" },
        type: { constant: "reseller" },
        joinedOn: { column: "Joined" },
      },
    },
    {
      entity: "certification",
      from: "certificates",
      fields: { id: { column: "Id" }, partner: { column: "Partner" }, name: { column: "Certificate" } },
    },
  ],
});
const written = (name: string, lines: readonly string[]) => {
  const path = join(mkdtempSync(join(tmpdir(), "import-")), name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return { path, name };
};
const partners = (...lines: string[]) => written("partners.csv", ["Id,Name,Joined", ...lines]);
const certificates = written("certificates.csv", ["Id,Partner,Certificate", "c1,2,Engineer"]);
const stage = (...files: ReturnType<typeof written>[]) =>
  withViewer(admin, (tx) => stageImport(tx, actor, mapping, files), "long");
const publish = (batch: string) => withViewer(admin, (tx) => publishImport(tx, actor, batch), "long");
const fix = (batchId: string, line: number, cells: string[], file = "partners.csv") =>
  withViewer(admin, (tx) => fixRow(tx, actor, { batchId, file, line }, cells), "long");
const held = async (batch: string) =>
  (await listRejected(admin, batch, { limit: 50, offset: 0 })).map(({ file, line, column }) => [file, line, column]);
const names = async () => (await database.sql`select name from partners order by name`).map(({ name }) => name);
const bad = () => partners("1,Acme,2024-01-01", "2,Globex,yesterday", "3,Initech,2024-02-30");

beforeAll(
  () =>
    database.sql`insert into people (id, kind, name, email, role, access) values (${personId}, 'staff', 'Ada', 'ada@northstar.example', 'admin', 'active')`,
);
beforeEach(() =>
  emptied(database, [
    "partners",
    "certifications",
    "external_ids",
    "import_batches",
    "import_rows",
    "import_items",
    "import_fixes",
    "import_inserts",
    "import_changes",
  ]).then(
    () =>
      database.sql`insert into people (id, kind, name, email, role, access) values (${personId}, 'staff', 'Ada', 'ada@northstar.example', 'admin', 'active') on conflict do nothing`,
  ),
);

describe("a row that is held back", () => {
  test("keeps what a person types, says the column while it is still bad, and is published with what it held up once it is whole", async () => {
    const batch = await stage(bad(), certificates);
    expect(await held(batch)).toEqual([
      ["certificates.csv", 2, "Partner"],
      ["partners.csv", 3, "Joined"],
      ["partners.csv", 4, "Joined"],
    ]);
    const still = await fix(batch, 3, ["2", "Globex Ltd", "tomorrow"]);
    expect(still.whole).toBe(false);
    const row = await getStagedRow(admin, batch, "partners.csv", 3);
    expect(row.cells).toEqual(["2", "Globex Ltd", "tomorrow"]);
    expect(row.faults.map(({ column, value }) => [column, value])).toEqual([["Joined", "tomorrow"]]);
    const mended = await fix(batch, 3, ["2", "Globex Ltd", "2024-03-01"]);
    expect(mended.whole).toBe(true);
    expect(mended.audit).toMatchObject({ before: { Joined: "tomorrow" }, after: { Joined: "2024-03-01" } });
    expect(await held(batch)).toEqual([["partners.csv", 4, "Joined"]]);
    const { fixes } = await getStagedRow(admin, batch, "partners.csv", 3);
    expect(fixes.map(({ by, before }) => [by, before[1]])).toEqual([
      ["Ada", "Globex Ltd"],
      ["Ada", "Globex"],
    ]);
    await publish(batch);
    expect(await names()).toEqual(["Acme", "Globex Ltd"]);
    expect((await database.sql`select name from certifications`).map(({ name }) => name)).toEqual(["Engineer"]);
  });

  test("is the only one that can be changed: not one that is taken as it came, not one that is not there, not a published one", async () => {
    const batch = await stage(bad());
    await expect(fix(batch, 2, ["1", "Somebody else", "2024-01-01"])).rejects.toThrow(Refused);
    await expect(fix(batch, 99, ["1", "x", "2024-01-01"])).rejects.toThrow(NotFound);
    await expect(fix(batch, 3, ["1", "x", "2024-01-01"], "other.csv")).rejects.toThrow(NotFound);
    await publish(batch);
    await expect(fix(batch, 3, ["2", "Globex", "2024-01-01"])).rejects.toThrow(Refused);
  });

  test("is mended after the import was published, and nothing that changed since goes back with it", async () => {
    const batch = await stage(bad());
    await publish(batch);
    await database.sql`update partners set name = 'Acme, renamed' where name = 'Acme'`;
    await publish(await stage(partners("1,Acme of the next import,2024-01-01")));
    const { id } = await withViewer(admin, (tx) => beginMending(tx, actor, batch), "long");
    const again = await withViewer(admin, (tx) => beginMending(tx, actor, batch), "long");
    expect(again.id).toBe(id);
    expect(await held(id)).toEqual([
      ["partners.csv", 3, "Joined"],
      ["partners.csv", 4, "Joined"],
    ]);
    await fix(id, 4, ["3", "Initech", "2024-02-28"]);
    const { counts } = await publish(id);
    expect(counts).toEqual({ created: 1, changed: 0, unchanged: 0, quarantined: 1 });
    expect(await names()).toEqual(["Acme of the next import", "Initech"]);
  });
});

describe("an import that is unlike those before it", () => {
  const many = (n: number) => partners(...Array.from({ length: n }, (_, i) => `${i},Partner ${i},2024-01-01`));

  test("is held when it doubles, cannot be published, and is once somebody released it with a reason", async () => {
    for (const n of [30, 31, 400, 32, 29]) {
      const batch = await stage(many(n));
      if ((await getImport(admin, batch)).held)
        await withViewer(admin, (tx) => releaseImport(tx, actor, batch, "A test"));
      await publish(batch);
    }
    const usual = await stage(many(62));
    expect((await getImport(admin, usual)).held).toBeNull();
    const doubled = await stage(many(63));
    expect((await getImport(admin, doubled)).held).toEqual([{ what: "many", rows: 63, usual: 31, of: 5 }]);
    await expect(publish(doubled)).rejects.toThrow(/held until somebody releases it/);
    await withViewer(admin, (tx) => releaseImport(tx, actor, doubled, "Two regions are new"));
    await expect(withViewer(admin, (tx) => releaseImport(tx, actor, doubled, "Again"))).rejects.toThrow(Refused);
    await publish(doubled);
    expect((await getImport(admin, doubled)).releasedWhy).toBe("Two regions are new");
  });
});
