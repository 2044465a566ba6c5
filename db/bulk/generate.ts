import { readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { catalog } from "@/db/seed/catalog";
import { ratesBetween } from "@/db/seed/rates";

export type ProgramSize = { partners: number; deals: number; activities: number; today: string };
type Say = (step: string) => void;

const msOfDay = 86_400_000;

/**
 * Fills a migrated database with a program of the given size, three years up to `today`, the same for the same size and
 * day. Everything that was there is removed. Rows are made by the database in sets, with triggers off, and equal what the
 * triggers would have made; the monthly sums are not made here. `url` must be the superuser's.
 */
export async function generateProgram(url: string, size: ProgramSize, say: Say = () => {}): Promise<void> {
  const [first, second] = [connect(url), connect(url)];
  const step = async (sql: postgres.Sql, name: string) => {
    const started = Date.now();
    await sql.unsafe(await readFile(join(import.meta.dirname, `${name}.sql`), "utf8"));
    say(`${name}: ${secondsSince(started)} s`);
  };
  try {
    for (const sql of [first, second]) await settle(sql, size);
    await emptyTables(first);
    await insertCatalog(first, size.today);
    for (const name of ["setup", "indexes", "partners", "deals"]) await step(first, name);
    await Promise.all([
      step(first, "activities"),
      (async () => {
        for (const name of ["history", "revenue", "service"]) await step(second, name);
      })(),
    ]);
    await makeIndexes(first, second, say);
  } finally {
    await Promise.all([first, second].map((sql) => sql.end({ timeout: 5 })));
  }
}

function connect(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: "bulk" } });
}

/** Makes the session one that fires no trigger and checks no foreign key, in the program's time zone. */
async function settle(sql: postgres.Sql, { partners, deals, activities, today }: ProgramSize): Promise<void> {
  await sql`select set_config('session_replication_role', 'replica', false), set_config('timezone', 'UTC', false),
    set_config('work_mem', '256MB', false), set_config('maintenance_work_mem', '512MB', false), set_config('statement_timeout', '0', false),
    set_config('synchronize_seqscans', 'off', false), set_config('bulk.partners', ${String(partners)}, false),
    set_config('bulk.deals', ${String(deals)}, false), set_config('bulk.activities', ${String(activities)}, false), set_config('bulk.today', ${today}, false)`;
}

/** Removes every row but those that a fresh database starts with. */
async function emptyTables(sql: postgres.Sql): Promise<void> {
  const tables = await sql<
    { name: string }[]
  >`select relname as name from pg_class where relnamespace = 'public'::regnamespace
    and relkind = 'r' and relname not in ('settings', 'stages', 'tiers', '__drizzle_migrations')`;
  await sql`truncate ${sql(tables.map(({ name }) => name))}`;
}

async function insertCatalog(sql: postgres.Sql, today: string): Promise<void> {
  const day = Date.parse(today) / msOfDay;
  const { rows } = catalog(day - 1096);
  await sql`insert into products ${sql(rows as Record<string, string>[])}`;
  const rates = ratesBetween(day - 1096 - 31 - 150, day) as Record<string, string>[];
  for (let from = 0; from < rates.length; from += 5000)
    await sql`insert into fx_rates ${sql(rates.slice(from, from + 5000))}`;
}

/** Makes the indexes, then the statistics, the largest table's first, two at a time. */
async function makeIndexes(first: postgres.Sql, second: postgres.Sql, say: Say): Promise<void> {
  const started = Date.now();
  const indexes = await first<
    { make: string }[]
  >`select make from bulk.later order by pg_relation_size(tbl::regclass) desc, idx`;
  await inTurn(
    [first, second],
    indexes.map(({ make }) => make),
  );
  say(`made indexes: ${secondsSince(started)} s`);
  const analyzed = Date.now();
  await first`drop schema bulk cascade`;
  const tables = await first<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by pg_relation_size(oid) desc`;
  await inTurn(
    [first, second],
    tables.map(({ name }) => `vacuum (analyze) public."${name}"`),
  );
  say(`statistics: ${secondsSince(analyzed)} s`);
}

async function inTurn(lanes: postgres.Sql[], statements: string[]): Promise<void> {
  const left = [...statements];
  await Promise.all(
    lanes.map(async (sql) => {
      for (let next = left.shift(); next; next = left.shift()) await sql.unsafe(next);
    }),
  );
}

const secondsSince = (started: number) => Math.round((Date.now() - started) / 100) / 10;
