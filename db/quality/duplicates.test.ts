import { beforeAll, describe, expect, test } from "vitest";
import { withViewer } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import type { PairKind } from "@/lib/quality/duplicates";
import { pairFilter } from "@/lib/quality/filter";
import { checkQuality } from "./check";
import { dismissPair, getPair, listPairs } from "./duplicates";
import { findDuplicatePairs } from "./duplicates-find";
import { mergePair, unmergePair } from "./pair-merge";

const database = testDatabase();
const idOf = (n: number) => `d0b1e000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [manager, polder, polderToo, alone] = [idOf(1), idOf(2), idOf(3), idOf(4)];
const [nordwind, nordwindToo, other, child] = [idOf(11), idOf(12), idOf(13), idOf(14)];
const [mira, miraToo, miraElsewhere] = [idOf(21), idOf(22), idOf(23)];
const admin: Viewer = {
  kind: "staff",
  role: "admin",
  personId: manager,
  sessionId: manager,
  name: "Ada",
  email: "ada@northstar.example",
};
const by = { personId: manager };

beforeAll(async () => {
  const { sql } = database;
  await sql`insert into people (id, kind, name, email, role, access) values (${manager}, 'staff', 'Ada', 'ada@northstar.example', 'admin', 'active')`;
  await sql`insert into partners (id, name, type, domain) values (${polder}, 'Polder IT', 'reseller', 'polder.nl'), (${polderToo}, 'Polder I.T. B.V.', 'reseller', 'www.polder.nl'), (${alone}, 'Globex', 'reseller', null)`;
  await sql`insert into accounts (id, name, domain, parent_id) values (${nordwind}, 'Nordwind', 'nordwind.com', null), (${nordwindToo}, 'NORDWIND Ltd.', 'nordwind.com', ${other}), (${other}, 'Initech', null, null), (${child}, 'A daughter', null, ${nordwindToo})`;
  await sql`insert into people (id, kind, partner_id, name, phone) values (${mira}, 'partner', ${polder}, 'Mira Holt', '+49 30 1234567'), (${miraToo}, 'partner', ${polder}, 'M. Holt', '030 1234567'), (${miraElsewhere}, 'partner', ${alone}, 'Mira Holt', null)`;
  for (const [n, account, partner, person] of [
    [31, nordwindToo, polderToo, miraToo],
    [32, nordwind, polder, mira],
  ] as const) {
    await sql`insert into deals (id, name, account_id, stage, currency, partner_person_id) values (${idOf(n)}, ${`Deal ${n}`}, ${account}, 'prospecting', 'USD', ${person})`;
    await sql`insert into deal_partners (deal_id, partner_id, role) values (${idOf(n)}, ${partner}, 'sourcing')`;
    await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${idOf(n)}, '2026-03-01', 'won', 70000, 'USD')`;
  }
  await sql`insert into revenue_lines (partner_id, account_id, kind, amount_e4, currency, invoiced_on) values (${polder}, ${nordwindToo}, 'new', 10000, 'USD', '2026-03-01')`;
  await sql`insert into certifications (partner_id, person_id, name) values (${polder}, ${miraToo}, 'Engineer')`;
  await sql`insert into external_ids (source, entity, external_id, entity_id, hash, batch_id) values ('crm', 'account', '7', ${nordwindToo}, 'x', ${idOf(90)}), ('crm', 'person', '7', ${miraToo}, 'x', ${idOf(90)})`;
  await findDuplicatePairs();
});

const pairs = async (kind: PairKind, show = "open") =>
  (await listPairs(admin, pairFilter.parse({ kind, show }))).rows.map(({ id, one, other, likely }) => ({
    id,
    names: [one, other].sort(),
    likely,
  }));
const pairOf = async (kind: PairKind) => (await pairs(kind))[0]?.id as string;
const merge = async (kind: PairKind, keptId: string) => {
  const pairId = await pairOf(kind);
  return withViewer(admin, (tx) => mergePair(tx, by, { pairId, keptId, reason: "the same" }));
};
const unmerge = async (kind: PairKind) => {
  const { merges } = await listPairs(admin, pairFilter.parse({ kind, show: "merged" }));
  const mergeId = merges[0]?.id as string;
  return withViewer(admin, (tx) => unmergePair(tx, by, { kind, mergeId, reason: "two" }));
};
/** Every row that names a partner, a customer or a person, as it is. */
async function image(): Promise<string> {
  const tables =
    "accounts people deals deal_versions deal_partners revenue_lines certifications external_ids partner_deals".split(
      " ",
    );
  const rows = tables.map(async (table) => [
    table,
    (await database.sql.unsafe(`select (to_jsonb(t) - 'updated_at')::text as row from ${table} t order by 1`)).map(
      ({ row }) => row,
    ),
  ]);
  return JSON.stringify(await Promise.all(rows));
}

describe("records that may be one", () => {
  test("are found of partners, customers and contacts of one partner with their reasons, and no others", async () => {
    expect((await pairs("partner")).map(({ names }) => names)).toEqual([["Polder I.T. B.V.", "Polder IT"]]);
    expect((await pairs("account")).map(({ names }) => names)).toEqual([["NORDWIND Ltd.", "Nordwind"]]);
    expect((await pairs("person")).map(({ names }) => names)).toEqual([["M. Holt", "Mira Holt"]]);
    const pair = await getPair(admin, await pairOf("account"));
    expect(pair.hits.map(({ rule }) => rule)).toEqual(["domain", "name"]);
    const moves = Object.fromEntries(pair.sides.map(({ id, rows }) => [id, rows]));
    expect(moves[nordwindToo]).toEqual({ accounts: 1, deals: 1, external_ids: 1, revenue_lines: 1 });
  });

  test("stay as they were found when they are looked for again", async () => {
    const kept = async () => JSON.stringify(await database.sql`select * from duplicate_pairs order by id`);
    const before = await kept();
    expect(await findDuplicatePairs()).toBe(0);
    expect(await kept()).toBe(before);
  });

  test.each(["account", "person"] as const)(
    "merge as a %s with all that names it, and are as before once unmerged",
    async (kind) => {
      const [keptId, goneId] = kind === "account" ? [nordwind, nordwindToo] : [mira, miraToo];
      const before = await image();
      await merge(kind, keptId);
      const left = await image();
      expect(left).not.toContain(`"${goneId}"`.replaceAll('"', '\\"'));
      expect(left).not.toBe(before);
      expect(await pairs(kind)).toEqual([]);
      if (kind === "account") {
        const won =
          await database.sql`select sum(amount_e4)::int as won from deals where account_id = ${nordwind} and outcome = 'won'`;
        expect(won[0]?.won).toBe(140_000);
      }
      await unmerge(kind);
      expect(await image()).toBe(before);
      expect((await pairs(kind)).length).toBe(1);
      await expect(unmerge(kind)).rejects.toThrow();
    },
  );

  test("merge as partners, and the score follows with the next check", async () => {
    await checkQuality();
    const twins = async () =>
      (
        await database.sql`select name from quality_findings where rule = 'partner_unique' and resolved_at is null order by 1`
      ).map(({ name }) => name);
    expect(await twins()).toEqual(["Polder I.T. B.V.", "Polder IT"]);
    const before = await image();
    await merge("partner", polder);
    await checkQuality();
    expect(await twins()).toEqual([]);
    await unmerge("partner");
    expect(await image()).toBe(before);
    expect((await pairs("partner")).length).toBe(1);
  });

  test("keep what was done after the merge where it was done, when it is undone", async () => {
    await merge("account", nordwind);
    await database.sql`update deals set account_id = ${other} where id = ${idOf(31)}`;
    await unmerge("account");
    const [deal] = await database.sql`select account_id as account from deals where id = ${idOf(31)}`;
    expect(deal?.account).toBe(other);
    await database.sql`update deals set account_id = ${nordwindToo} where id = ${idOf(31)}`;
  });
});

describe("what is refused", () => {
  test("is a contact who may sign in going into another, and anything but one of the two as the one that stays", async () => {
    await database.sql`update people set email = 'm@polder.example', role = 'partner_member', access = 'active' where id = ${miraToo}`;
    await expect(merge("person", mira)).rejects.toThrow(/access to the portal/);
    await expect(merge("person", miraElsewhere)).rejects.toThrow(Refused);
    await database.sql`update people set access = 'none' where id = ${miraToo}`;
  });

  test("is a second merge of the pair, and everything of a pair that is not there", async () => {
    const pairId = await pairOf("account");
    const input = { pairId, keptId: nordwind, reason: "the same" };
    const both = await Promise.allSettled([
      withViewer(admin, (tx) => mergePair(tx, by, input)),
      withViewer(admin, (tx) => mergePair(tx, by, input)),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await unmerge("account");
    await expect(withViewer(admin, (tx) => mergePair(tx, by, { ...input, pairId: idOf(99) }))).rejects.toThrow(
      NotFound,
    );
  });
});

test("a pair that somebody called different is never offered again, and no longer a fault", async () => {
  for (const kind of ["partner", "account", "person"] as const) {
    const pairId = await pairOf(kind);
    await withViewer(admin, (tx) => dismissPair(tx, by, { pairId, why: "Two branches" }));
    await expect(withViewer(admin, (tx) => dismissPair(tx, by, { pairId, why: "Again" }))).rejects.toThrow(Refused);
    // Also when it is found more or less likely than it was.
    await database.sql`update duplicate_pairs set likely = 51 where id = ${pairId}`;
    await findDuplicatePairs();
    expect(await pairs(kind)).toEqual([]);
    expect((await pairs(kind, "dismissed")).length).toBe(1);
  }
  await checkQuality();
  expect(
    await database.sql`select name from quality_findings where rule like '%_unique' and resolved_at is null`,
  ).toEqual([]);
});
