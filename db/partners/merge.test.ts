import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { mergePartners, unmergePartners } from "@/db/partners/merge";
import { cast, plantCanaries, staffViewer } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { NotFound, Refused } from "@/lib/errors";

const database = testDatabase();
const by = { personId: staffViewer.personId };
const bothRegistered = "aaaaaaaa-0000-4000-8000-000000000004";
const third = "99999999-0000-4000-8000-000000000001";

const merge = (survivorId: string, mergedId: string) =>
  withViewer(staffViewer, (tx) => mergePartners(tx, by, { survivorId, mergedId, reason: "The same company" }));
const undo = (mergeId: string) =>
  withViewer(staffViewer, (tx) => unmergePartners(tx, by, { mergeId, reason: "They are two" }));

/** Every row of every table, but for what tells of the merge itself. */
async function everything(): Promise<Record<string, string[]>> {
  const { sql } = database;
  const told = ["partner_merges", "audit_entries", "incentive_dirty", "jobs"];
  const tables = await sql<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all(${told}) and relname not like 'metric%' order by 1`;
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const found = await sql.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${name} t order by 1`);
    rows[name] = found.map(({ row }) => row);
  }
  return rows;
}

beforeAll(async () => {
  const { sql } = database;
  await plantCanaries(sql);
  await sql`insert into registrations (partner_id, deal_id, status, submitted_on, submitted_at)
    values (${cast.b}, ${bothRegistered}, 'submitted', '2026-05-01', '2026-05-01T10:11:12.345678Z')`;
  await sql`insert into deal_partners (deal_id, partner_id, role) values (${bothRegistered}, ${cast.b}, 'influencing')`;
  await sql`insert into external_ids (source, entity, external_id, entity_id, hash, batch_id)
    values ('crm', 'partner', 'B "quoted", \\ 1', ${cast.b}, 'h', gen_random_uuid())`;
  await sql`insert into partners (id, name, type) values (${third}, 'Third', 'reseller')`;
});

describe("a merge", () => {
  it("moves every row of the merged partner, and undoing it restores every table as it was", async () => {
    const before = await everything();
    const { id } = await merge(cast.a, cast.b);
    const left = await database.sql`select
      (select count(*)::int from deal_partners where partner_id = ${cast.b}) as deals,
      (select count(*)::int from people where partner_id = ${cast.b}) as people,
      (select count(*)::int from registrations where partner_id = ${cast.b}) as registrations,
      (select count(*)::int from revenue_lines where partner_id = ${cast.b}) as lines,
      (select count(*)::int from external_ids where entity_id = ${cast.b}) as ids`;
    expect(left[0]).toEqual({ deals: 0, people: 0, registrations: 0, lines: 0, ids: 0 });
    expect(await everything()).not.toEqual(before);
    await undo(id);
    expect(await everything()).toEqual(before);
  });

  it("takes scorecards, reviews, plans and changes of tier along to a survivor that has none, and back again", async () => {
    const { sql } = database;
    const tables = [
      "scorecards",
      "scorecard_metrics",
      "scorecard_values",
      "scorecard_reviews",
      "review_figures",
    ].concat([
      "review_items",
      "joint_plans",
      "plan_goals",
      "plan_targets",
      "plan_activities",
      "tier_moves",
      "data_issues",
    ]);
    const held = (partner: string) =>
      Promise.all(
        tables.map(async (name) => (await sql.unsafe(`select 1 from ${name} where partner_id = '${partner}'`)).length),
      );
    const [before, own] = [await everything(), await held(cast.b)];
    expect(own.every((n) => n > 0)).toBe(true);
    const { id } = await merge(third, cast.b);
    expect([await held(third), await held(cast.b)]).toEqual([own, tables.map(() => 0)]);
    await undo(id);
    expect(await everything()).toEqual(before);
  });

  it("leaves a second scorecard with the merged record, where it can still be read", async () => {
    const cards = () => database.sql`select id, partner_id from scorecards order by id`;
    const before = await cards();
    const { id } = await merge(cast.a, cast.b);
    expect(await cards()).toEqual(before);
    await undo(id);
  });

  it("counts a deal of both once, as sourced when either sourced it", async () => {
    const { id } = await merge(cast.a, cast.b);
    const parts =
      await database.sql`select role, partner_id as partner from deal_partners where deal_id = ${cast.shared}`;
    expect([...parts]).toEqual([{ role: "sourcing", partner: cast.a }]);
    const deal = await database.sql`select partner_id as partner from deals where id = ${cast.shared}`;
    expect(deal[0]).toEqual({ partner: cast.a });
    await undo(id);
  });

  it("keeps what both registered: what was submitted and decided stays counted", async () => {
    const before = await everything();
    const { id } = await merge(cast.b, cast.a);
    const kept = await database.sql`select status, partner_id as partner from registrations
      where deal_id = ${bothRegistered} order by status`;
    expect([...kept]).toEqual([
      { status: "approved", partner: cast.b },
      { status: "submitted", partner: cast.b },
    ]);
    await undo(id);
    expect(await everything()).toEqual(before);
  });

  it("of the same pair, asked for in both directions at once, happens once", async () => {
    const results = await Promise.allSettled([
      ...[1, 2, 3].map(() => merge(cast.a, cast.b)),
      ...[1, 2, 3].map(() => merge(cast.b, cast.a)),
    ]);
    const done = results.filter((result) => result.status === "fulfilled");
    expect(done).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Refused);
    await undo((done[0] as PromiseFulfilledResult<{ id: string }>).value.id);
  });

  it("is undone from the latest back: an earlier one is refused while a later one stands", async () => {
    const before = await everything();
    const earlier = await merge(cast.a, cast.b);
    const later = await merge(cast.a, third);
    await expect(undo(earlier.id)).rejects.toThrow(/took in another partner since/);
    await undo(later.id);
    await undo(earlier.id);
    await expect(undo(earlier.id)).rejects.toBeInstanceOf(Refused);
    expect(await everything()).toEqual(before);
  });

  it("refuses a partner with itself, and does not know one that is not there", async () => {
    await expect(merge(cast.a, cast.a)).rejects.toBeInstanceOf(Refused);
    await expect(merge(cast.a, "00000000-0000-4000-8000-000000000000")).rejects.toBeInstanceOf(NotFound);
  });
});
