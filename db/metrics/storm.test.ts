import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { withViewer, withWorker } from "@/db/client";
import { publishImport, revertImport, stageImport } from "@/db/imports/commands";
import { mergePartners, unmergePartners } from "@/db/partners/merge";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import type { Mapping } from "@/lib/imports/mapping";
import { shippedMapping } from "@/lib/imports/sources";
import type { Dimension } from "@/lib/metrics/dimensions";
import { metricKeys } from "@/lib/metrics/registry";
import { answer } from "./queries";
import { checkRollups, drainDirty } from "./rollup";
import { listFacts } from "./rows";

const database = testDatabase();
const seconds = Number(process.env.STORM_SECONDS ?? 6);
const admin = { kind: "staff", role: "admin", personId: "00000000-0000-4000-8000-000000000009", name: "Ada" } as Viewer;
const actor = { personId: null, name: "a test" };
const crm = shippedMapping("maven-crm") as Mapping;
const stagesOf = ["prospecting", "won", "lost"];
const anyOf = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)] as T;
const anyDay = () => new Date(Date.UTC(2025, 0, 1 + Math.floor(Math.random() * 600))).toISOString().slice(0, 10);
let partners: string[] = [];
let deals: string[] = [];

beforeAll(async () => {
  const { sql: owner } = database;
  partners = (
    await owner`insert into partners (name, type, region, joined_on) select 'Partner ' || n, 'reseller', 'EMEA', '2024-01-01' from generate_series(1, 12) n returning id`
  ).map(({ id }) => id);
  const [product] = await owner`insert into products (name, family) values ('Drill', 'Tools') returning id`;
  deals = (
    await owner`insert into deals (name, stage, currency) select 'Deal ' || n, 'prospecting', 'USD' from generate_series(1, 60) n returning id`
  ).map(({ id }) => id);
  for (const [index, deal] of deals.entries()) {
    await owner`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${partners[index % 12] as string}, 'sourcing')`;
    await owner`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, ${anyDay()}, 'prospecting', ${1000 + index}, 'USD')`;
    if (index % 2)
      await owner`insert into deal_lines (deal_id, line_no, product_id, amount_e4) values (${deal}, 1, ${product?.id}, 500)`;
  }
});

/** What people and systems do to the program, each in its own transaction. Two that collide: one may be refused. */
const changes: (() => Promise<unknown>)[] = [
  function moveOn() {
    return database.sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency)
      values (${anyOf(deals)}, ${anyDay()}::date + random() * interval '1 day', ${anyOf(stagesOf)}, ${Math.floor(Math.random() * 1e6)}, 'USD')`;
  },
  function correct() {
    return database.sql`update deal_versions set superseded_at = now() where id = (select id from deal_versions v where superseded_at is null
      and exists (select from deal_versions o where o.deal_id = v.deal_id and o.id <> v.id and o.superseded_at is null) order by random() limit 1)`;
  },
  function give() {
    return database.sql`update deal_partners set partner_id = ${anyOf(partners)} where deal_id = ${anyOf(deals)} and role = 'sourcing'`;
  },
  function register() {
    return database.sql`insert into registrations (partner_id, deal_id, status, submitted_on, submitted_at)
      values (${anyOf(partners)}, ${anyOf(deals)}, 'submitted', ${anyDay()}, now())`;
  },
  function promote() {
    const after = database.sql`set_config('app.effective_on', ${anyDay()}, true)`;
    return database.sql.begin(async (tx) => {
      await tx`select ${after}`;
      await tx`update partners set region = ${anyOf(["EMEA", "APAC", "AMER"])}, tier = ${anyOf(["gold", "silver"])} where id = ${anyOf(partners)}`;
    });
  },
  function renew() {
    return database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on)
      values (${anyOf(partners)}, 'renewal', ${Math.floor(Math.random() * 1e6)}, 'USD', ${anyDay()})`;
  },
  async function merge() {
    const [survivorId, mergedId] = [anyOf(partners), anyOf(partners)];
    if (survivorId === mergedId) return;
    const by = { personId: null as unknown as string };
    const { id } = await withViewer(
      admin,
      (tx) => mergePartners(tx, by, { survivorId, mergedId, reason: "A storm" }),
      "long",
    );
    await withViewer(admin, (tx) => unmergePartners(tx, by, { mergeId: id, reason: "It is over" }), "long");
  },
  async function bringIn() {
    const folder = mkdtempSync(join(tmpdir(), "storm-"));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return { path: join(folder, name), name };
    };
    const n = Math.floor(Math.random() * 50);
    const files = [
      file(
        "accounts.csv",
        "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,1999,1.0,10,Italy,\n",
      ),
      file("products.csv", "product,series,sales_price\nSaw,Tools,10\n"),
      file("sales_teams.csv", "sales_agent,manager,regional_office\nKim Storm,Storm Partners,East\n"),
      file(
        "sales_pipeline.csv",
        `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\nSTORM${n},Kim Storm,Saw,Acme,Won,2025-02-01,2025-03-${String((n % 27) + 1).padStart(2, "0")},${n}\n`,
      ),
    ];
    const batch = await withViewer(admin, (tx) => stageImport(tx, actor, crm, files), "long");
    await withViewer(admin, (tx) => publishImport(tx, actor, batch), "long");
    if (n % 2) await withViewer(admin, (tx) => revertImport(tx, actor, batch, "A storm"), "long");
  },
];

it(
  "eight writers who edit, move back in time, merge, import and revert while sums are made leave every kept sum right (req:K1)",
  async () => {
    const until = Date.now() + seconds * 1000;
    const done: Record<string, number> = {};
    const unexpected: string[] = [];
    const writer = async () => {
      while (Date.now() < until) {
        const change = anyOf(changes);
        await change().then(
          () => {
            done[change.name] = (done[change.name] ?? 0) + 1;
          },
          (error: Error & { code?: string; cause?: { code?: string } }) => {
            // Deadlocks, unique keys and rules: one of two that collide is refused as a whole.
            const code = error.code ?? error.cause?.code ?? error.name;
            if (!["40P01", "23505", "40001", "Refused", "NotFound", "23514"].includes(code))
              unexpected.push(`${change.name}: ${code} ${error.message} ${error.cause}`);
          },
        );
      }
    };
    const drainer = async () => {
      while (Date.now() < until) await drainDirty();
    };
    await Promise.all([...Array.from({ length: 8 }, writer), drainer(), drainer()]);
    expect(unexpected).toEqual([]);
    for (const change of changes) expect(done[change.name], change.name).toBeGreaterThan(0);
    await drainDirty();
    expect((await checkRollups()).differences).toEqual([]);
    if (process.env.VERBOSE) console.log(done);
  },
  (seconds + 60) * 1000,
);

it("the rows behind a figure can be narrowed to a product family", async () => {
  const question = { component: "won_amount" as const, span: { from: "2025-01-01", to: "2027-01-01" } };
  const { rows } = await listFacts(admin, { ...question, where: { family: ["Tools"] } });
  expect(rows.length).toBeGreaterThan(0);
});

it("and every figure of the program is the same from the sums, from the rows, and from both", async () => {
  const span = { from: "2025-02-10", to: "2026-04-01" };
  const cuts: (Dimension | null)[] = [null, "region", "family", "stage", "month", "partner"];
  const read = () =>
    withWorker((tx) =>
      Promise.all(
        metricKeys.flatMap((metric) =>
          cuts.map(async (by) => [metric, by, (await answer(tx, "operator", { metric, span, by })) as unknown]),
        ),
      ),
    );
  const mark = (how: string) =>
    withWorker((tx) =>
      tx.execute(sql`insert into metric_dirty (partner_id) select id from partners where ${sql.raw(how)}`),
    );
  const fromSums = await read();
  await mark("name like 'Partner 1%'");
  const fromBoth = await read();
  await mark("true");
  const fromRows = await read();
  const values = (answers: unknown[][]) =>
    JSON.parse(
      JSON.stringify(answers, (key, part) =>
        key === "facts" ? undefined : typeof part === "bigint" ? `${part}` : part,
      ),
    );
  expect(values(fromBoth)).toEqual(values(fromRows));
  expect(values(fromSums)).toEqual(values(fromRows));
}, 60_000);
