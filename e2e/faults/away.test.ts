import postgres from "postgres";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Database, patience, startDatabase, until } from "./database";
import { figure } from "./figures";
import { partnerNamed } from "./load";
import { type Answer, callAction, healthy, type People, type Portal, send, signInPeople, startPortal } from "./portal";

const limitMs = 5_000;

let database: Database;
let portal: Portal;
let people: People;

beforeAll(async () => {
  database = await startDatabase();
  people = await signInPeople(database);
  await database.end("SIGINT");
  // It must start without a database.
  portal = await startPortal(database);
});

afterAll(async () => {
  await portal?.stop();
  await database?.remove();
});

/** What a person and a load balancer see while the database is away: told, soon, and nothing written. */
async function seesTrouble(what: string, reason: string) {
  const { url } = portal;
  const page = (path: string) => send(url, path, { session: people.staff });
  const write = () => callAction(portal, "createPartner", "/partners/new", partnerNamed("Never"), people.staff);
  const signIn = () => callAction(portal, "requestLink", "/sign-in", { email: "pat@partner.example", next: "/" }, "");
  const live = await send(url, "/api/health");
  const [ready, ...answers] = (await Promise.all([
    send(url, "/api/health/ready"),
    ...["/home", "/partners", "/deals", "/home", "/partners", "/deals"].map(page),
    ...[write(), write(), signIn()],
  ])) as [Answer, ...Answer[]];
  const told = (answer: Answer) => answer.status === 503 || /"message":"[^"]*just now/.test(answer.text);
  const failed = answers.filter((answer) => !told(answer)).length;
  const slowestMs = Math.max(live.ms, ready.ms, ...answers.map(({ ms }) => ms));
  const counts = { tried: answers.length, unavailable: answers.length - failed, failed, slowestMs };
  figure({ check: "O2", what, ...counts });
  expect([live.status, ready.status, JSON.parse(ready.text).reason]).toEqual([200, 503, reason]);
  expect(ready.text).not.toMatch(/portal_|postgres|127\.0\.0\.1|ECONN/);
  expect(failed).toBe(0);
  expect(slowestMs).toBeLessThan(patience(limitMs));
  expect(answers[0]?.headers["x-request-id"]).toBeTruthy();
}

const recovers = async () => {
  const seconds = await until(() => healthy(portal.url), patience(10_000), "readiness");
  expect((await send(portal.url, "/home", { session: people.staff })).status).toBe(200);
  return seconds;
};

test("without a database the portal starts, lives, says that it is not ready, and recovers by itself (sec:O2)", async () => {
  await seesTrouble("no database at boot", "unreachable");
  await database.start();
  figure({ check: "O2", what: "the database came", tried: 1, failed: 0, healthyAfter: await recovers() });
});

test("a database that can only be read makes the portal say so, and nothing hangs (sec:O2)", async () => {
  const setReadOnly = (on: boolean) =>
    database.asOwner(async (sql) => {
      await sql.unsafe("set default_transaction_read_only = off");
      await sql.unsafe(`alter system set default_transaction_read_only = ${on ? "on" : "off"}`);
      await sql`select pg_reload_conf()`;
    });
  await setReadOnly(true);
  onTestFinished(() => setReadOnly(false));
  await until(async () => !(await healthy(portal.url)), 10_000, "the setting to hold");
  const page = await send(portal.url, "/home", { session: people.staff });
  const write = await callAction(portal, "createPartner", "/partners/new", partnerNamed("Never"), people.staff);
  const ready = await send(portal.url, "/api/health/ready");
  expect([ready.status, JSON.parse(ready.text).reason]).toEqual([503, "read-only"]);
  expect((await send(portal.url, "/api/health")).status).toBe(200);
  // Pages that only read go on; what writes is told.
  expect(page.status).toBe(200);
  expect(write.text).toMatch(/can only be read just now/);
  const slowestMs = Math.max(page.ms, write.ms, ready.ms);
  expect(slowestMs).toBeLessThan(patience(limitMs));
  await setReadOnly(false);
  figure({
    check: "O2",
    what: "read-only database",
    tried: 2,
    unavailable: 1,
    failed: 0,
    slowestMs,
    healthyAfter: await recovers(),
  });
});

test("a database without a free connection is told as such, and nothing hangs (sec:O2)", async () => {
  const hoard = postgres(database.urls.owner, { max: 100, onnotice: () => {}, connect_timeout: 5 });
  const control = postgres(database.urls.owner, { max: 1, onnotice: () => {} });
  await control`select 1`;
  await control`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_web'`;
  const held = Array.from({ length: 100 }, () => hoard`select pg_sleep(600)`.catch(() => {}));
  try {
    await until(async () => !(await healthy(portal.url)), 15_000, "the connections to be used up");
    await control`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_web'`;
    await until(
      async () => JSON.parse((await send(portal.url, "/api/health/ready")).text).reason === "full",
      10_000,
      "it to be full",
    );
    await seesTrouble("no free connection", "full");
  } finally {
    await control`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`;
    await Promise.all(held);
    await hoard.end({ timeout: 1 });
    await control.end();
  }
  figure({ check: "O2", what: "a connection is free again", tried: 1, failed: 0, healthyAfter: await recovers() });
});

test("a database of an older build makes it not ready; one of a newer build does not", async () => {
  const applied = (migrations: number) =>
    database.asOwner((sql) => sql.unsafe(`comment on table settings is 'applied by a test migrations ${migrations}'`));
  await applied(0);
  await until(async () => !(await healthy(portal.url)), 5_000, "it to be noticed");
  expect(JSON.parse((await send(portal.url, "/api/health/ready")).text)).toEqual({
    status: "not ready",
    reason: "schema is behind",
  });
  await applied(999);
  await recovers();
});

test("whoever asks for readiness, and however often, the database is asked at most about once a second", async () => {
  const asked = () =>
    database.asOwner(async (sql) => {
      const [row] = await sql`select xact_commit::int n from pg_stat_database where datname = current_database()`;
      return row?.n as number;
    });
  await database.asOwner((sql) => sql`select pg_stat_reset()`);
  const started = Date.now();
  for (let n = 0; n < 5; n++)
    await Promise.all(Array.from({ length: 20 }, () => send(portal.url, "/api/health/ready")));
  const seconds = (Date.now() - started) / 1000;
  // Statistics arrive up to a second late; the owner's own questions count as well.
  expect(await asked()).toBeLessThan(2 * seconds + 20);
});

test("the number on a page that failed is in the log, with where it was and what kind of error, and nothing secret", async () => {
  await database.asOwner((sql) => sql`alter table deals rename to deals_away`);
  const answer = await send(portal.url, "/deals?token=secret-in-the-address", { session: people.staff });
  await database.asOwner((sql) => sql`alter table deals_away rename to deals`);
  expect(answer.status).toBe(500);
  const number = answer.headers["x-request-id"] as string;
  // The page's script draws it from what came with the page.
  expect(answer.text).toContain(number);
  const lines = portal
    .log()
    .split("\n")
    .filter((line) => line.includes(number))
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ request: number, number, path: "/deals", method: "GET", kind: "render" });
  expect(lines[0].code).toMatch(/^(42P01|25P02)$/);
  expect(portal.log()).not.toMatch(/secret-in-the-address|params:/);
  expect(portal.log()).not.toContain(people.staff);
});
