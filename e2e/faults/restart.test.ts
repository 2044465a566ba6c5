import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, patience, startDatabase, until } from "./database";
import { figure } from "./figures";
import { goesOn, lostOf, startLoad, tally } from "./load";
import { healthy, type People, type Portal, signInPeople, startPortal } from "./portal";

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

test.each([
  ["a fast restart", "SIGINT"],
  ["an immediate restart", "SIGQUIT"],
  ["a crash", "SIGKILL"],
] as const)(
  "%s of PostgreSQL under load ends no process, loses no acknowledged write, and passes within ten seconds (sec:O1)",
  async (what, signal) => {
    const load = startLoad([portal], people);
    await goesOn(load);
    await database.end(signal);
    await sleep(500);
    await database.start();
    const healthyAfter = await until(() => healthy(portal.url), patience(10_000), "readiness");
    await goesOn(load);
    await load.stop();
    const seen = tally(load.events);
    const lost = await lostOf(database, load.acknowledged);
    figure({ check: "O1", what: `${what} of PostgreSQL`, ...seen, lost, healthyAfter });
    expect(portal.lives()).toBe(true);
    expect({ lost, failed: seen.reasons }).toEqual({ lost: 0, failed: {} });
    expect(seen.unavailable).toBeGreaterThan(0);
    expect(seen.seconds).toBeLessThan(patience(10_000) / 1_000);
  },
);
