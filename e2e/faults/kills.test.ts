import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, startDatabase, until } from "./database";
import { figure } from "./figures";
import { goesOn, lostOf, startLoad, tally } from "./load";
import { healthy, type People, type Portal, signInPeople, startPortal } from "./portal";

const seconds = Number(process.env.FAULTS_KILL_SECONDS || 60);

let database: Database;
let portal: Portal;
let people: People;

beforeAll(async () => {
  database = await startDatabase();
  people = await signInPeople(database);
  portal = await startPortal(database);
});

afterAll(async () => {
  await portal?.stop();
  await database?.remove();
});

test(
  "a minute of connections killed in mid-transaction ends no process, loses no acknowledged write and leaves nothing hanging (sec:T10)",
  async () => {
    const load = startLoad([portal], people, { readers: 4, writers: 3 });
    await goesOn(load);
    const killed = await killFor(seconds);
    await goesOn(load);
    await load.stop();
    const healthyAfter = await until(() => healthy(portal.url), 10_000, "readiness");
    const seen = tally(load.events);
    const lost = await lostOf(database, load.acknowledged);
    const foreign = load.events.filter(({ why }) => why === "foreign").length;
    figure({
      check: "T10",
      what: `${killed.all} connections killed, ${killed.inTransaction} in a transaction`,
      ...seen,
      lost,
      healthyAfter,
    });
    expect(portal.lives()).toBe(true);
    expect({ lost, foreign, failed: seen.reasons }).toEqual({ lost: 0, foreign: 0, failed: {} });
    expect(killed.inTransaction).toBeGreaterThan(seconds / 6);
    expect(seen.ok).toBeGreaterThan(20);
    expect(await forgotten()).toBe(0);
  },
  (seconds + 300) * 1_000,
);

/** Ends the web process's connections one after the other, those in a transaction first. */
async function killFor(wanted: number) {
  const sql = postgres(database.urls.owner, { max: 1, onnotice: () => {} });
  const killed = { all: 0, inTransaction: 0 };
  for (const end = Date.now() + wanted * 1_000; Date.now() < end; await sleep(20 + 130 * Math.random())) {
    const [row] = await sql`select xact_start is not null as inside, pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'portal_web' order by xact_start is null, random() limit 1`;
    if (row) killed.all++;
    if (row?.inside) killed.inTransaction++;
  }
  await sql.end();
  return killed;
}

/** Transactions that nobody goes on with. */
const forgotten = () =>
  database.asOwner(async (sql) => {
    await sleep(1_000);
    const [row] = await sql`select count(*)::int n from pg_stat_activity
      where usename = 'portal_web' and state like 'idle in transaction%' and state_change < now() - interval '1 second'`;
    return row?.n as number;
  });
