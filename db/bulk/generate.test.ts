import { beforeAll, expect, test } from "vitest";
import { checkDatabase } from "@/db/check";
import { rebuildSums } from "@/db/metrics/rollup";
import { testDatabase } from "@/db/testing/database";
import { generateProgram } from "./generate";

const database = testDatabase();
const size = { partners: 30, deals: 900, activities: 2500, today: "2026-02-17" };

const made = () => database.sql`select indexdef as what from pg_indexes where schemaname = 'public'
  union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace order by 1`;
const rows = () => database.sql`select (select md5(string_agg(d::text, '|' order by d.id)) from deals d) as deals,
  (select md5(string_agg(v::text, '|' order by v.id)) from deal_versions v) as versions,
  (select md5(string_agg(r::text, '|' order by r.id)) from revenue_lines r) as revenue,
  (select md5(string_agg(c::text, '|' order by c.id)) from channel_costs c) as costs,
  (select md5(string_agg(a::text, '|' order by a.id)) from activities a) as activities`;
let migrated: unknown;

beforeAll(async () => {
  migrated = await made();
  await generateProgram(database.url, size);
  await rebuildSums();
});

test("a generated program is what the triggers would have made: every check of the database holds", async () => {
  const checks = await checkDatabase();
  expect(checks.flatMap(({ name, problems }) => problems.slice(0, 3).map((problem) => `${name}: ${problem}`))).toEqual(
    [],
  );
});

test("deriving everything again changes no deal, no version and no amount", async () => {
  const { sql } = database;
  const before = await rows();
  await sql`select refresh_deals(array(select id from deals))`;
  await sql`update revenue_lines set amount_e4 = amount_e4`;
  await sql`update channel_costs set amount_e4 = amount_e4`;
  await sql`update deal_versions set amount_e4 = amount_e4`;
  await sql`update deal_partners set role = role`;
  expect(await rows()).toEqual(before);
});

test("indexes, keys and foreign keys are those of the migrations, and every row's reference exists", async () => {
  expect(await made()).toEqual(migrated);
  const keys = await database.sql`select conrelid::regclass::text as of, confrelid::regclass::text as to,
      (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as column,
      (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) as key
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and cardinality(conkey) = 1`;
  for (const { of, to, column, key } of keys) {
    const [{ lost }] = (await database.sql`select count(*)::int as lost from ${database.sql(of)} x
      where ${database.sql(column)} is not null and not exists (select 1 from ${database.sql(to)} y where y.${database.sql(key)} = x.${database.sql(column)})`) as unknown as [
      { lost: number },
    ];
    expect(lost, `${of}.${column}`).toBe(0);
  }
});

test("the same size and day give the same rows, with as many deals and activities as asked for", async () => {
  const before = await rows();
  await generateProgram(database.url, size);
  expect(await rows()).toEqual(before);
  const [counted] =
    await database.sql`select (select count(*)::int from partners) as partners, (select count(*)::int from deals) as deals,
    (select count(*)::int from activities) as activities, (select max("on")::text < ${size.today} from activities) as past`;
  expect(counted).toEqual({ partners: 30, deals: 900, activities: 2500, past: true });
});
