import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dataDir, expect, mailsTo, nextLinkTo, portalUrl, test } from "../portal";
import {
  type Answer,
  callAction,
  forget,
  hashOf,
  invent,
  linkFor,
  partners,
  type Stranger,
  send,
  serverActions,
  sessionOf,
  sql,
} from "./attacker";

const strangers: Stranger[] = [];
let a: { id: string };

test.beforeAll(async () => {
  ({ a } = await partners());
});
test.afterAll(() => forget(strangers));

async function partnerPerson(): Promise<Stranger> {
  const stranger = await invent("partner_member", a.id);
  strangers.push(stranger);
  return stranger;
}

const action = (name: string) => serverActions().find((found) => found.name.endsWith(` ${name}`))?.id as string;

/** Asks for a link as the sign-in page's form does. */
const ask = (email: string, headers: Record<string, string> = {}, next = "/") =>
  callAction(action("requestLink"), "/sign-in", { email, next }, { headers });

/** Presses the button of a link's page, in a browser of its own. */
const press = (token: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  send("/sign-in/link/use", {
    method: "POST",
    body: new URLSearchParams({ token, confirmed: "yes", next: "/", ...more }).toString(),
    headers: { origin: portalUrl(), "content-type": "application/x-www-form-urlencoded", ...headers },
  });

const cookieOf = (answer: Answer) =>
  ([answer.headers["set-cookie"] ?? []].flat().find((cookie) => /^(__Host-)?session=[^;]/.test(cookie)) ??
    "") as string;
const tokenOf = (link: string) => new URL(link).searchParams.get("token") as string;
const holds = async (session: string) => (await send("/account", { session })).status === 200;

test("of twenty attempts at once to use one link, one gets a session", async () => {
  const person = await partnerPerson();
  const token = await linkFor(person.id);
  const answers = await Promise.all(Array.from({ length: 20 }, () => press(token)));
  expect(answers.filter((answer) => cookieOf(answer) !== "")).toHaveLength(1);
  const db = await sql();
  expect(await db`select 1 from sessions where person_id = ${person.id}`).toHaveLength(1);
});

test("a link is not spent by reading it, however often, only by its button", async ({ browser, baseURL, watch }) => {
  const person = await partnerPerson();
  const token = await linkFor(person.id);
  const path = `/sign-in/link?token=${token}`;
  for (const method of ["HEAD", "GET", "OPTIONS"]) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(path, { method })));
    expect(answers.every((answer) => cookieOf(answer) === "")).toBe(true);
  }
  const context = await browser.newContext({ baseURL });
  const page = watch(await context.newPage());
  await page.goto(path, { waitUntil: "networkidle" });
  expect((await context.cookies()).filter(({ name }) => name.endsWith("session"))).toEqual([]);
  const db = await sql();
  expect(await db`select 1 from one_time_tokens where token_hash = ${hashOf(token)} and used_at is null`).toHaveLength(
    1,
  );
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: /^Sign in to/ }).click();
  await page.waitForURL("**/home");
  await context.close();
  expect(cookieOf(await press(token)), "a second use").toBe("");
});

test("a link opened in another browser says so, and is not spent without the confirmation", async () => {
  const person = await partnerPerson();
  const token = await linkFor(person.id);
  expect((await send(`/sign-in/link?token=${token}`)).text).toContain("This link was asked for in another browser");
  expect(cookieOf(await press(token, { confirmed: "" }))).toBe("");
  expect(cookieOf(await press(token))).not.toBe("");
});

test("a link is dead after ten minutes, and when a newer one was asked for", async () => {
  const person = await partnerPerson();
  const db = await sql();
  const old = await linkFor(person.id);
  await db`update one_time_tokens set expires_at = now() - interval '1 second' where token_hash = ${hashOf(old)}`;
  expect(cookieOf(await press(old))).toBe("");
  const first = await linkFor(person.id);
  await ask(person.email);
  const newest = tokenOf(await nextLinkTo(person.email, 0));
  expect(cookieOf(await press(first))).toBe("");
  const [row] =
    await db`select extract(epoch from expires_at - created_at)::int as seconds from one_time_tokens where token_hash = ${hashOf(newest)}`;
  expect(row?.seconds).toBe(600);
  expect(cookieOf(await press(newest))).not.toBe("");
});

test("no raw token of a link or session is kept in the database or written to a log", async () => {
  const raw: string[] = [];
  for (let n = 0; n < 20; n++) {
    const person = await partnerPerson();
    await ask(person.email);
    const token = tokenOf(await nextLinkTo(person.email, 0));
    const session = /session=([^;]+)/.exec(cookieOf(await press(token)))?.[1] as string;
    await send(`/sign-in/link?token=${token}`);
    expect(await holds(session)).toBe(true);
    raw.push(token, session);
  }
  const everywhere = [
    await everyRow(),
    ...["web.log", "worker.log"].map((log) => readFileSync(join(dataDir(), log), "utf8")),
  ].join("\n");
  expect(raw.every((token) => token.length >= 43)).toBe(true);
  expect(raw.filter((token) => everywhere.includes(token))).toEqual([]);
  expect(raw.filter((token) => !everywhere.includes(hashOf(token))).length, "the hashes are what is kept").toBeLessThan(
    21,
  );
});

test("every address gets the same answer in the same time: known, unknown, ended, staff", async () => {
  const known = await Promise.all(Array.from({ length: 12 }, () => partnerPerson()));
  const ended = await partnerPerson();
  const db = await sql();
  await db`update people set access = 'disabled' where id = ${ended.id}`;
  const answers = {
    known: await ask((await partnerPerson()).email),
    unknown: await ask(`nobody-${randomUUID()}@nowhere.example`),
    ended: await ask(ended.email),
    staff: await ask("ada.brandt@northstar.example"),
  };
  const plain = ({ status, text, headers }: Answer) => ({
    status,
    to: headers["x-action-redirect"],
    cookies: [headers["set-cookie"] ?? []]
      .flat()
      .map((cookie) => cookie.replace(/=[^;]*/, "=…").replace(/Expires=[^;]*/i, "")),
    // The parts of a page are sent in the order in which they are ready.
    words: (text.replace(/nonce\\?":\\?"[^"]*/g, "").match(/[\w ,.'-]{4,}/g) ?? [])
      .filter((word) => !/^[\w-]{20,}$/.test(word))
      .sort(),
  });
  for (const answer of Object.values(answers)) expect(plain(answer)).toEqual(plain(answers.known));
  const times = { known: [] as number[], unknown: [] as number[] };
  for (const { email } of known) {
    times.known.push(await timeOf(() => ask(email)));
    times.unknown.push(await timeOf(() => ask(`nobody-${randomUUID()}@nowhere.example`)));
  }
  expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(25);
  expect(await mailsTo(ended.email)).toEqual([]);
});

test("an address is sent ten links in a quarter of an hour at most, whoever asks and wherever from", async () => {
  const person = await partnerPerson();
  const refused: Answer[] = [];
  for (let n = 0; n < 14; n++) {
    const answer = await ask(n % 2 ? person.email : person.email.toUpperCase(), { "x-forwarded-for": `10.0.0.${n}` });
    if (answer.text.includes("Too many attempts")) refused.push(answer);
  }
  expect(refused).toHaveLength(4);
  await expect.poll(async () => (await mailsTo(person.email)).length).toBe(10);
});

test("a mailed link starts with the portal's own address, whatever the request calls the host", async () => {
  const lies: Record<string, string>[] = [
    { host: "evil.example" },
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    { forwarded: "host=evil.example;proto=https" },
    { host: "evil.example", "x-forwarded-host": "evil.example", "x-original-host": "evil.example" },
  ];
  for (const headers of lies) {
    const person = await partnerPerson();
    const answer = await ask(person.email, headers);
    expect(String(answer.headers["x-action-redirect"] ?? answer.headers.location ?? "")).not.toContain("evil");
    // Next refuses a form whose origin is not the host it was sent to; then there is no mail at all.
    const mails = answer.status < 400 && !answer.text.includes("digest") ? [await nextLinkTo(person.email, 0)] : [];
    for (const link of mails) expect(link.startsWith(`${portalUrl()}/sign-in/link?token=`), link).toBe(true);
    expect(JSON.stringify(await mailsTo(person.email))).not.toContain("evil");
  }
});

test("the way on after signing in never leaves the portal", async () => {
  const person = await partnerPerson();
  const session = await sessionOf(person.id);
  const payloads = [
    "//evil.example",
    "/\\evil.example",
    "/%5cevil.example",
    "/%09/evil.example",
    "https:evil.example",
    "https://evil.example",
    "\\\\evil.example",
    "/@evil.example",
    "//evil.example@localhost",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\r\nSet-Cookie: a=b",
    "/%0d%0aSet-Cookie:a=b",
    "/%252f%252fevil.example",
    "/..//evil.example",
    "/.//evil.example",
    "http:/evil.example",
    "///evil.example",
    `/${"a".repeat(10_000)}`,
    "/home/../../../evil",
    "\t//evil.example",
    "/sign-in?next=//evil.example",
  ];
  for (const next of payloads) {
    const answers = [
      await press(await linkFor(person.id), { next }),
      await send(`/sign-in?next=${encodeURIComponent(next)}`, { session }),
      await send(`/api/auth/signin?callbackUrl=${encodeURIComponent(next)}`),
      await ask((await partnerPerson()).email, {}, next),
    ];
    for (const { status, headers, text } of answers) {
      expect(status, next).toBeLessThan(500);
      const to = String(headers.location ?? headers["x-action-redirect"] ?? "/").split(";")[0] as string;
      expect(new URL(to, portalUrl()).origin, `${next} leads to ${to}`).toBe(portalUrl());
      expect(headers["set-cookie"] ?? []).not.toContain("a=b");
      expect(text).not.toMatch(/href="(https?:)?\/\/evil|href="javascript:/);
    }
  }
});

test("signing in gives a new session and ends the one that the browser brought", async () => {
  const person = await partnerPerson();
  const chosen = randomBytes(32).toString("base64url");
  const brought = await sessionOf(person.id);
  const first = await press(await linkFor(person.id), {}, { cookie: `session=${chosen}` });
  const cookie = cookieOf(first);
  expect(cookie).not.toContain(chosen);
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(cookie).toMatch(/Path=\/(;|$)/);
  expect(await holds(chosen)).toBe(false);
  await press(await linkFor(person.id), {}, { cookie: `session=${brought}` });
  expect(await holds(brought)).toBe(false);
});

test("a session ends in the moment the person's access does, and with it every open link", async () => {
  const person = await partnerPerson();
  const [session, token] = [await sessionOf(person.id), await linkFor(person.id)];
  expect(await holds(session)).toBe(true);
  const db = await sql();
  await db`update people set access = 'disabled' where id = ${person.id}`;
  expect(await holds(session)).toBe(false);
  expect(cookieOf(await press(token))).toBe("");
  await db`update people set access = 'active', role = 'partner_admin' where id = ${person.id}`;
  expect((await send("/admin/people", { session })).status).not.toBe(200);
});

test("what opens another door opens none here: a session, a hash, another purpose", async () => {
  const person = await partnerPerson();
  const token = await linkFor(person.id);
  const session = await sessionOf(person.id);
  for (const wrong of [session, hashOf(token), person.id, "", "x".repeat(43), `${token}x`, token.slice(0, -1)]) {
    expect(cookieOf(await press(wrong))).toBe("");
    expect(await holds(hashOf(session))).toBe(false);
  }
  expect(await holds(token)).toBe(false);
  const staff = await invent("finance", a.id);
  strangers.push(staff);
  expect(cookieOf(await press(await linkFor(staff.id))), "staff never enter by a link").toBe("");
});

async function everyRow(): Promise<string> {
  const db = await sql();
  const tables = await db<
    { name: string }[]
  >`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
  const texts = await Promise.all(
    tables.map(({ name }) => db`select string_agg(t::text, ' ') as text from ${db(name)} t`),
  );
  return texts.map(([row]) => row?.text ?? "").join("\n");
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (times: number[]) => [...times].sort((x, y) => x - y)[Math.floor(times.length / 2)] as number;
