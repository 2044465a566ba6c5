import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, patience, startDatabase, until } from "./database";
import { figure } from "./figures";
import { goesOn, lostOf, startLoad, tally } from "./load";
import { type Answer, healthy, type People, type Portal, send, signInPeople, startPortal } from "./portal";
import { startSlowLine } from "./slow-line";

/** Longer than every limit together; FAULTS_FROZEN_SECONDS=30 for a long run. */
const frozenMs = Number(process.env.FAULTS_FROZEN_SECONDS || 13) * 1_000;
const limitMs = 5_000;

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

test("a frozen PostgreSQL makes nobody wait for more than five seconds, and the portal recovers by itself (sec:O3)", async () => {
  const load = startLoad([portal], people, { readers: 12, writers: 4 });
  await goesOn(load);
  const thaw = await database.freeze();
  const frozenAt = Date.now();
  await sleep(frozenMs);
  const [live, ready] = await Promise.all([send(portal.url, "/api/health"), send(portal.url, "/api/health/ready")]);
  const thawedAt = Date.now();
  await thaw();
  const healthyAfter = await until(() => healthy(portal.url), patience(10_000), "readiness");
  await goesOn(load);
  await load.stop();
  // Whoever was still waiting when it went on is answered as usual.
  const during = tally(load.events.filter(({ at, ms }) => at + ms > frozenAt && at + ms < thawedAt));
  const lost = await lostOf(database, load.acknowledged);
  figure({ check: "O3", what: `frozen for ${frozenMs / 1000} s`, ...during, lost, healthyAfter });
  expect([live.status, ready.status]).toEqual([200, 503]);
  expect(ready.ms).toBeLessThan(patience(limitMs));
  expect(portal.lives()).toBe(true);
  expect({ lost, failed: during.reasons }).toEqual({ lost: 0, failed: {} });
  expect(during.slowestMs, JSON.stringify(during.slowest)).toBeLessThan(patience(limitMs));
});

test("more people than can wait are refused at once instead of piling up (sec:O3)", async () => {
  const thaw = await database.freeze();
  const answers: Answer[] = await Promise.all(
    Array.from({ length: 500 }, () => send(portal.url, "/home", { session: people.staff })),
  ).finally(thaw);
  const slowestMs = Math.max(...answers.map(({ ms }) => ms));
  const told = answers.filter(({ status }) => status === 503);
  // By a plain page, which costs no rendering.
  const plain = answers.filter(({ text }) => /<h1>The portal (is busy|cannot answer)/.test(text));
  figure({
    check: "O3",
    what: `500 people at once at a frozen database, ${plain.length} told without rendering`,
    tried: answers.length,
    unavailable: told.length,
    failed: answers.length - told.length,
    slowestMs,
  });
  expect([told.length, plain.length]).toEqual([500, 500]);
  expect(answers.every(({ headers }) => headers["retry-after"] === "5")).toBe(true);
  await until(() => healthy(portal.url), patience(10_000), "readiness");
});

test("over a line of 300 ms that loses one packet in twenty nobody waits beyond the limits, and a good line is noticed (sec:O3)", async () => {
  const line = await startSlowLine(database.urls.web, { delayMs: 150, loss: 0.05, resendMs: 400 });
  const far = await startPortal({ ...database, urls: { ...database.urls, web: line.url } });
  const load = startLoad([far], people);
  try {
    await until(() => load.events.length >= 12, 90_000, "answers over the bad line");
    const seen = tally(load.events);
    line.becomeGood();
    await goesOn(load);
    await load.stop();
    const lost = await lostOf(database, load.acknowledged);
    figure({ check: "O3", what: `line of 300 ms and 5 % loss: ${seen.ok} answered`, ...seen, lost });
    expect({ lost, failed: tally(load.events).reasons }).toEqual({ lost: 0, failed: {} });
    // Each has its own limit: who asks, what is changed, and the page that is drawn after a change.
    expect(seen.slowestMs).toBeLessThan(patience(3 * limitMs));
  } finally {
    await load.stop();
    await far.stop();
    await line.close();
  }
});
