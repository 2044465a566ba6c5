import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "@/bin/commands/database";
import { installChromium } from "@/bin/running/chromium";
import { findChromium } from "../browser";
import { type Database, patience, startDatabase, until } from "./database";
import { figure } from "./figures";
import { goesOn, lostOf, partnerNamed, startLoad, tally } from "./load";
import { actionId, callAction, healthy, multipart, type People, send, signInPeople, startPortal } from "./portal";

const longestStopMs = 15_000;

let database: Database;
let people: People;

beforeAll(async () => {
  database = await startDatabase();
  people = await signInPeople(database);
});

afterAll(() => database?.remove());

test("told to stop under load, the portal finishes what is on its way, closes connections politely and is gone within 15 seconds (sec:O5)", async () => {
  const portal = await startPortal(database);
  const balanced = [portal];
  let signalledAt = 0;
  const load = startLoad(balanced, people);
  await goesOn(load);
  const slow = await database.asOwner(async (sql) => {
    // A write that waits for a lock when the signal comes.
    const answer = sql.begin(async (tx) => {
      await tx`lock table partners in share mode`;
      const sent = callAction(portal, "createPartner", "/partners/new", partnerNamed("On its way"), people.staff);
      await until(async () => (await tx`select from pg_locks where not granted`).length > 0, 10_000, "it to wait");
      signalledAt = Date.now();
      portal.child.kill("SIGTERM");
      await until(async () => !(await healthy(portal.url)), 5_000, "it to say that it stops");
      // A balancer sends nobody there any more; those on their way stay.
      balanced.pop();
      const ready = await send(portal.url, "/api/health/ready");
      expect([ready.status, JSON.parse(ready.text).reason, ready.headers.connection]).toEqual([
        503,
        "stopping",
        "close",
      ]);
      await sleep(700);
      return { sent };
    });
    return (await answer).sent;
  });
  const { code, at } = await portal.ended;
  await load.stop();
  const seen = tally(load.events);
  const lost = await lostOf(database, [...load.acknowledged, "On its way"]);
  figure({
    check: "O5",
    what: `SIGTERM under load, gone after ${((at - signalledAt) / 1000).toFixed(1)} s`,
    ...seen,
    lost,
  });
  expect(String(slow.headers["x-action-redirect"])).toMatch(/^\/partners\//);
  expect({ lost, failed: seen.reasons }).toEqual({ lost: 0, failed: {} });
  expect(at - signalledAt).toBeLessThan(patience(longestStopMs));
  expect(code).toBe(143);
});

test("told to stop, the worker leaves its loop, its connections and its locks within 15 seconds (sec:O5)", async () => {
  const sessions = () =>
    database.asOwner(async (sql) => {
      const [row] = await sql`select count(*)::int n from pg_stat_activity where usename = 'portal_worker'`;
      return row?.n as number;
    });
  const env = {
    PATH: process.env.PATH,
    DATABASE_WORKER_URL: database.urls.worker,
    DATABASE_WEB_URL: database.urls.web,
  };
  const given = { ...env, AUTH_SECRET: "x".repeat(40), DATA_DIR: database.dataDir };
  const args = ["--conditions=react-server", "--import", "tsx", "bin/portal.ts", "work"];
  const work = () => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: given as unknown as NodeJS.ProcessEnv,
      stdio: "ignore",
    });
    return { child, ended: new Promise<number | null>((done) => child.once("close", done)) };
  };
  for (const frozen of [false, true]) {
    const { child, ended } = work();
    await until(async () => (await sessions()) > 0, 30_000, "the worker to connect");
    const thaw = frozen ? await database.freeze() : undefined;
    const started = Date.now();
    child.kill("SIGTERM");
    const code = await ended;
    const ms = Date.now() - started;
    await thaw?.();
    figure({
      check: "O5",
      what: `worker stopped${frozen ? " while the database is frozen" : ""}`,
      tried: 1,
      failed: code === 0 || frozen ? 0 : 1,
      slowestMs: ms,
    });
    if (!frozen) expect(code).toBe(0);
    expect(ms).toBeLessThan(patience(longestStopMs));
    await until(async () => (await sessions()) === 0, 15_000, "the worker's sessions to end");
  }
});

test("two instances serve one portal, and replacing one under load fails nobody (sec:O6)", async () => {
  const first = await startPortal(database);
  const shared = { AUTH_URL: first.origin };
  const second = await startPortal(database, shared);
  const both = [first, second];
  const load = startLoad(both, people, { readers: 4, writers: 2 });
  await goesOn(load);
  const third = await startPortal(database, shared);
  both.push(third);
  first.child.kill("SIGTERM");
  await until(async () => !(await healthy(first.url)), 5_000, "it to say that it stops");
  // A balancer sends nobody there any more.
  both.shift();
  await first.ended;
  await goesOn(load);
  await load.stop();
  const seen = tally(load.events);
  const lost = await lostOf(database, load.acknowledged);
  figure({ check: "O6", what: "one of two instances replaced", ...seen, lost });
  await Promise.all([second.stop(), third.stop()]);
  expect({ lost, failed: seen.reasons }).toEqual({ lost: 0, failed: {} });
});

test("a form of an older build is told politely to reload, keeps what was typed, and changes nothing (sec:O6)", async () => {
  installChromium();
  const portal = await startPortal(database);
  const browser = await chromium.launch({ executablePath: findChromium() });
  try {
    const context = await browser.newContext({ baseURL: portal.url });
    await context.addCookies([{ name: "session", value: people.staff, url: portal.url }]);
    const page = await context.newPage();
    await page.goto("/partners/new");
    await page.getByLabel("Name", { exact: true }).fill("Typed in an old tab");
    await page.route("**/partners/new", async (route) => {
      const headers = await route.request().allHeaders();
      const id = headers["next-action"];
      return id ? route.continue({ headers: { ...headers, "next-action": older(id) } }) : route.continue();
    });
    await page.getByRole("button", { name: /^(Create|Add) / }).click();
    await page.getByText("The portal was updated since you opened this page").waitFor({ timeout: 20_000 });
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Typed in an old tab");
    await page.unrouteAll();
    await page.route("**/partners/new", (route) => route.abort("connectionreset"));
    await page.getByRole("button", { name: /^(Create|Add) / }).click();
    await page.getByText("The portal could not be reached").waitFor({ timeout: 20_000 });
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Typed in an old tab");
  } finally {
    await browser.close();
  }
  const { body, type } = multipart([{ name: `$ACTION_ID_${older(actionId("createPartner"))}`, value: "" }]);
  const headers = { origin: portal.origin, "content-type": type, "accept-encoding": "gzip" };
  const plain = await send(portal.url, "/partners/new", { method: "POST", body, headers, session: people.staff });
  expect([plain.status, plain.headers["content-type"]]).toEqual([409, "text/html; charset=utf-8"]);
  expect(plain.text).toContain("The portal was updated");
  await portal.stop();
  figure({ check: "O6", what: "forms of an older build, told to reload", tried: 2, failed: 0 });
  expect(await lostOf(database, ["Typed in an old tab"])).toBe(1);
});

/** An action's id as another build would have it. */
const older = (id: string) => id.slice(0, -4) + [...id.slice(-4)].map((digit) => (digit === "0" ? "1" : "0")).join("");
