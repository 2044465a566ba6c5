import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
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
import { Jar, pressSingleSignOn } from "./staff-visit";

const strangers: Stranger[] = [];
let a: { id: string };

test.beforeAll(async () => {
  ({ a } = await partners());
});
test.slow();
test.beforeEach(async () => {
  const db = await sql();
  await db`delete from attempts`;
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

test("sec:M1 of twenty attempts at once to use one link, one gets a session", async () => {
  const person = await partnerPerson();
  const token = await linkFor(person.id);
  const answers = await Promise.all(Array.from({ length: 20 }, () => press(token)));
  expect(answers.filter((answer) => cookieOf(answer) !== "")).toHaveLength(1);
  const db = await sql();
  expect(await db`select 1 from sessions where person_id = ${person.id}`).toHaveLength(1);
});

test("sec:M2 a link is not spent by reading it, however often, only by its button", async ({
  browser,
  baseURL,
  watch,
}) => {
  const person = await partnerPerson();
  const token = await linkFor(person.id);
  const path = `/sign-in/link?token=${token}`;
  for (const method of ["HEAD", "GET", "OPTIONS"]) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(path, { method })));
    expect(answers.every((answer) => cookieOf(answer) === "")).toBe(true);
  }
  const context = await browser.newContext({ baseURL });
  const page = watch(await context.newPage());
  const referrers: string[] = [];
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    referrers.push(request.headers().referer ?? "");
    if (!request.url().startsWith(portalUrl())) elsewhere.push(request.url());
  });
  await page.clock.install();
  await page.goto(path, { waitUntil: "networkidle" });
  // A scanner looks for a while: what a script would do by itself has happened by then.
  await page.clock.fastForward(30_000);
  await page.mouse.move(200, 200);
  expect((await context.cookies()).filter(({ name }) => name.endsWith("session"))).toEqual([]);
  const db = await sql();
  expect(await db`select 1 from one_time_tokens where token_hash = ${hashOf(token)} and used_at is null`).toHaveLength(
    1,
  );
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: /^Sign in to/ }).click();
  await page.waitForURL("**/home");
  await context.close();
  // sec:M13: nobody is told the link, not even the portal's own next page.
  expect(referrers.filter((referrer) => referrer.includes(token))).toEqual([]);
  expect(elsewhere).toEqual([]);
  expect(cookieOf(await press(token)), "a second use").toBe("");
});

test("sec:M6 a link opened in another browser says who and where, and is not spent without the confirmation", async () => {
  const person = await partnerPerson();
  const token = await linkFor(person.id);
  const page = (await send(`/sign-in/link?token=${token}`)).text;
  for (const said of ["This link was asked for in another browser", person.email, "Northwind Traders"])
    expect(page).toContain(said);
  expect(cookieOf(await press(token, { confirmed: "" }))).toBe("");
  expect(cookieOf(await press(token))).not.toBe("");
});

test("sec:M4 a link holds ten minutes and not a second longer", async () => {
  const person = await partnerPerson();
  const db = await sql();
  await ask(person.email);
  const token = tokenOf(await nextLinkTo(person.email, 0));
  const [row] =
    await db`select extract(epoch from expires_at - created_at)::int as seconds from one_time_tokens where token_hash = ${hashOf(token)}`;
  expect(row?.seconds).toBe(600);
  await db`update one_time_tokens set created_at = created_at - interval '10 minutes 1 second', expires_at = expires_at - interval '10 minutes 1 second'
    where token_hash = ${hashOf(token)}`;
  expect(cookieOf(await press(token))).toBe("");
  expect((await send(`/sign-in/link?token=${token}`)).text).toContain("This link does not work any more");
  await db`update one_time_tokens set created_at = now() - interval '9 minutes 50 seconds', expires_at = now() + interval '10 seconds'
    where token_hash = ${hashOf(token)}`;
  expect(cookieOf(await press(token))).not.toBe("");
});

test("sec:M6 a newer link ends the older one", async () => {
  const person = await partnerPerson();
  const first = await linkFor(person.id);
  await ask(person.email);
  const newest = tokenOf(await nextLinkTo(person.email, 0));
  expect(cookieOf(await press(first))).toBe("");
  expect(cookieOf(await press(newest))).not.toBe("");
});

test("sec:M3 sec:M13 no raw token of a link or session is kept in the database or written to a log", async () => {
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

test("sec:M7 every address gets the same answer in the same time: known, unknown, ended, staff", async () => {
  const db = await sql();
  const known = await Promise.all(Array.from({ length: 10 }, () => partnerPerson()));
  const ended = await Promise.all(Array.from({ length: 10 }, () => partnerPerson()));
  await db`update people set access = 'disabled' where id = any(${ended.map(({ id }) => id)})`;
  const kinds = {
    known: (n: number) => (known[n % 10] as Stranger).email,
    unknown: () => `nobody-${randomUUID()}@nowhere.example`,
    ended: (n: number) => (ended[n % 10] as Stranger).email,
    staff: () => "ada.brandt@northstar.example",
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
  const first = plain(await ask(kinds.known(0)));
  for (const address of Object.values(kinds)) expect(plain(await ask(address(1)))).toEqual(first);
  // The same kind again, twice: as far apart as these three are, the machine is uneven by itself.
  const timed = { ...kinds, "unknown, again": kinds.unknown, "unknown, once more": kinds.unknown };
  const apart = async () => {
    const slower = Object.fromEntries(Object.keys(timed).map((kind) => [kind, [] as number[]]));
    for (let n = 0; n < 36; n++) {
      await db`delete from attempts`;
      // In another order each time: what one leaves to be done after its answer is felt by each of the others alike.
      const order = Object.entries(timed).sort(() => Math.random() - 0.5);
      const round: [kind: string, ms: number][] = [];
      for (const [kind, address] of order) round.push([kind, await timeOf(() => ask(address(n)))]);
      const usual = median(round.map(([, ms]) => ms));
      for (const [kind, ms] of round) slower[kind]?.push(ms - usual);
    }
    const medians = Object.entries(slower).map(([kind, times]) => [kind, median(times)] as const);
    const spread = (of: readonly (readonly [string, number])[]) => {
      const values = of.map(([, ms]) => ms);
      return Math.max(...values) - Math.min(...values);
    };
    return spread(medians) - spread(medians.filter(([kind]) => kind.startsWith("unknown")));
  };
  const tries = [await apart()];
  while ((tries.at(-1) as number) >= 5 && tries.length < 3) tries.push(await apart());
  expect(Math.min(...tries), `medians apart by ${tries.map((ms) => ms.toFixed(1)).join(", ")} ms`).toBeLessThan(5);
  for (const { email } of ended) expect(await mailsTo(email)).toEqual([]);
  expect(await mailsTo("ada.brandt@northstar.example")).toEqual([]);
});

test("sec:M9 a mailed link starts with the portal's own address, whatever the request calls the host", async () => {
  const lies: Record<string, string>[] = [
    { host: "evil.example" },
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    { forwarded: "host=evil.example;proto=https" },
    { host: "evil.example", "x-forwarded-host": "evil.example", "x-original-host": "evil.example" },
  ];
  for (const headers of lies) {
    const person = await partnerPerson();
    await ask(person.email, headers);
    await expectOwnLinkOrNone(person);
  }
  const person = await partnerPerson();
  // The request line may name a host as well, and there may be two of them.
  await callAction(action("requestLink"), "http://evil.example/sign-in", { email: person.email, next: "/" });
  await expectOwnLinkOrNone(person);
  const second = await partnerPerson();
  const answer = await twoHosts(second.email);
  expect(answer).toMatch(/^HTTP\/1.1 (200|303|400|403)/);
  expect(answer).not.toMatch(/^location: .*evil/im);
  await expectOwnLinkOrNone(second);
});

/** Waits until the request was dealt with to its end, and reads what was mailed. */
async function expectOwnLinkOrNone(person: Stranger) {
  const db = await sql();
  await db`delete from attempts`;
  const before = (await mailsTo(person.email)).length;
  await ask(person.email);
  await nextLinkTo(person.email, before);
  const mails = await mailsTo(person.email);
  for (const link of mails.flatMap(({ links }) => links))
    expect(link.startsWith(`${portalUrl()}/sign-in/link?token=`), link).toBe(true);
  expect(JSON.stringify(mails)).not.toContain("evil");
}

/** A request with two Host headers, as no client library sends it. */
function twoHosts(email: string): Promise<string> {
  const { hostname, port, host } = new URL(portalUrl());
  const part = (name: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${part("_1_email", email)}${part("_1_next", "/")}${part("0", '[{},"$K1"]')}--x--\r\n`;
  const lines = [
    "POST /sign-in HTTP/1.1",
    "Host: evil.example",
    `Host: ${host}`,
    `Origin: ${portalUrl()}`,
    `Next-Action: ${action("requestLink")}`,
    "Content-Type: multipart/form-data; boundary=x",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  return new Promise((done, fail) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => done(answer));
    socket.on("error", fail);
  });
}

/** Ways to write an address that some browser, server or library once took for another site. */
function leavingPaths(): string[] {
  const evil = "evil.example";
  const starts = [
    "//",
    "///",
    "/\\",
    "\\\\",
    "/\\/",
    "\\/",
    "/\t/",
    "\t//",
    "/\n/",
    "/\r/",
    "/ /",
    " //",
    "/./",
    "/.//",
    "/..//",
    "//./",
    "/;//",
  ];
  const encoded = [
    "/%5c",
    "/%5C%5C",
    "/%2f",
    "/%2F%2F",
    "/%09/",
    "/%0a/",
    "/%0d/",
    "/%00/",
    "/%20//",
    "/%252f%252f",
    "/%25%32%66",
    "/%c0%af",
    "/%ef%bc%8f",
    "/\u2044",
    "/\uff0f",
    "\uff0f\uff0f",
    "/\u3002",
  ];
  const schemes = [
    "https:",
    "https:/",
    "https://",
    "http:///",
    "HTTPS://",
    "hTTp:",
    "ftp://",
    "ws://",
    "view-source:https://",
    "blob:https://",
    "jar:https://",
  ];
  return [
    ...[...starts, ...encoded, ...schemes].map((start) => start + evil),
    ...[
      `//${evil}@localhost`,
      `//localhost@${evil}`,
      `/@${evil}`,
      `@${evil}`,
      evil,
      `.${evil}`,
      `https://localhost.${evil}`,
    ],
    ...[
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "java\tscript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc/passwd",
    ],
    ...[
      "/\r\nSet-Cookie: a=b",
      "/%0d%0aSet-Cookie:a=b",
      "/home%0d%0aLocation:%20https://evil.example",
      `/${"a".repeat(10_000)}`,
    ],
    ...[
      "/sign-in?next=//evil.example",
      "/api/auth/callback/sso?code=x",
      "/home/../../../evil",
      "",
      "?//evil.example",
      "#//evil.example",
    ],
  ];
}

test("sec:M10 the way on after signing in never leaves the portal", async () => {
  const person = await partnerPerson();
  const session = await sessionOf(person.id);
  const paths = leavingPaths();
  expect(paths.length).toBeGreaterThanOrEqual(60);
  const db = await sql();
  for (const next of paths) {
    await db`delete from attempts`;
    const answers = await Promise.all([
      linkFor(person.id).then((token) => press(token, { next })),
      send(`/sign-in?next=${encodeURIComponent(next)}`, { session }),
      send(`/sign-in/link?token=x&next=${encodeURIComponent(next)}`),
      send(`/api/auth/signin?callbackUrl=${encodeURIComponent(next)}`),
      ask(person.email, {}, next),
      callAction(action("startSingleSignOn"), "/sign-in", { next }),
    ]);
    for (const [n, { status, headers, text }] of answers.entries()) {
      expect(status, next).toBeLessThan(500);
      const to = String(headers.location ?? headers["x-action-redirect"] ?? "/").split(";")[0] as string;
      // The last one leads to the provider on purpose, and must tell it nothing of where to go on.
      if (n === 5) expect(to, next).toMatch(/^http:\/\/localhost:\d+\/auth\?/);
      else expect(new URL(to, portalUrl()).origin, `${next} leads to ${to}`).toBe(portalUrl());
      const read = to.replace(/%([0-7][0-9a-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
      expect(read, next).not.toMatch(/(^|[=:])\s*([a-z]*:)?[\\/]{2,}evil|javascript:/i);
      for (const cookie of [headers["set-cookie"] ?? []].flat()) {
        expect(cookie).not.toMatch(/^a=b/);
        const kept = /^authjs\.callback-url=([^;]*)/.exec(cookie)?.[1];
        if (kept) expect(new URL(decodeURIComponent(kept)).origin, next).toBe(portalUrl());
      }
      expect(text).not.toMatch(/href="(https?:)?\/\/evil|href="javascript:/);
    }
  }
  const links = (await mailsTo(person.email)).flatMap(({ text }) => text.match(/\S*:\/\/\S+/g) ?? []);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) {
    expect(new URL(link).origin, link).toBe(portalUrl());
    expect(new URL(new URL(link).searchParams.get("next") ?? "/", portalUrl()).origin, link).toBe(portalUrl());
  }
});

test("sec:M11 an address that is written with tricks reaches its owner's mailbox alone, or nobody's", async () => {
  const person = await partnerPerson();
  const { email } = person;
  const [mailbox, domain] = email.split("@") as [string, string];
  const refused = [
    `${email},thief@evil.example`,
    `${email};thief@evil.example`,
    `${email} thief@evil.example`,
    `${email}\r\nBcc: thief@evil.example`,
    `${email}%0d%0aBcc: thief@evil.example`,
    `${email}\0@evil.example`,
    `${email}@evil.example`,
    `thief@evil.example,${email}`,
    `"${email}"@evil.example`,
    `${mailbox}@evil.example(${domain})`,
    `<${email}>`,
    `Owner <${email}>`,
    `mailto:${email}`,
    `${mailbox}+thief@${domain}`,
    `${mailbox}@${domain}.`,
    `${mailbox}@${domain}.evil.example`,
    `${mailbox}@[127.0.0.1]`,
    email.replace("@", "＠"),
    email.replace("a", "а"),
    email.replace("e", "ｅ"),
    email.replace("test-", "te\u017ft-"),
    email.replace("partner", "pаrtner"),
    email.replace("i", "ı").replace("t", "ť"),
    `\u202e${email}`,
    `${email}\u200b`,
    `${"x".repeat(300)}${email}`,
  ];
  const accepted = [email, ` ${email} `, email.toUpperCase(), `\t${email}`];
  const db = await sql();
  const started = (await db`select count(*)::int as n from mail_outbox`)[0]?.n as number;
  for (const address of refused) {
    await db`delete from attempts`;
    const { status } = await ask(address);
    expect(status, address).toBeLessThan(500);
  }
  const twice = await callAction(action("requestLink"), "/sign-in", {
    email,
    next: "/",
    " email": "thief@evil.example",
  });
  expect(twice.status).toBeLessThan(500);
  await db`delete from attempts`;
  for (const [n, address] of accepted.entries()) {
    await ask(address);
    await nextLinkTo(email, n + (twice.headers["x-action-redirect"] ? 1 : 0));
  }
  const rows =
    await db`select recipient from mail_outbox order by created_at desc limit greatest(0, (select count(*) from mail_outbox) - ${started})`;
  expect(new Set(rows.map(({ recipient }) => recipient))).toEqual(new Set([email]));
  for (const mail of await mailsTo(email)) expect(mail.to).toEqual([email]);
  for (const thief of ["thief@evil.example", `${mailbox}+thief@${domain}`]) expect(await mailsTo(thief)).toEqual([]);
});

test("sec:M12 signing in gives a new session and ends the one that the browser brought", async () => {
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

test("sec:S5 a session ends in the moment the person's access does, and with it every open link", async () => {
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

test("sec:M5 what opens another door opens none here, and a link opens no other", async () => {
  const person = await partnerPerson();
  const db = await sql();
  const token = await linkFor(person.id);
  const session = await sessionOf(person.id);
  const jar = new Jar();
  const { to } = await pressSingleSignOn(jar);
  const [state, challenge] = ["state", "code_challenge"].map((name) => new URL(to).searchParams.get(name) as string);
  const asked = await ask(person.email);
  const mark = /sign-in-browser=([^;]+)/.exec(String(asked.headers["set-cookie"]))?.[1] as string;
  const newest = tokenOf(await nextLinkTo(person.email, 0));
  const ids =
    await db`select id::text from one_time_tokens where person_id = ${person.id} union select id::text from sessions where person_id = ${person.id}`;
  const other = [session, state, challenge, mark, ...jar.of(portalUrl()).values(), action("requestLink")] as string[];
  const shapes = [
    token,
    hashOf(newest),
    person.id,
    "",
    "x".repeat(43),
    `${newest}x`,
    newest.slice(0, -1),
    newest.toUpperCase(),
  ];
  for (const wrong of [...other, ...shapes, ...ids.map(({ id }) => id)])
    expect(cookieOf(await press(wrong)), wrong).toBe("");
  for (const wrong of [newest, token, hashOf(session), mark, state as string])
    expect(await holds(wrong), wrong).toBe(false);
  const callback = `/api/auth/callback/sso?code=${newest}&state=${newest}`;
  const cookie = [...jar.of(portalUrl()).keys()].map((name) => `${name}=${newest}`).join("; ");
  expect(cookieOf(await send(callback, { headers: { cookie } }))).toBe("");
  expect(cookieOf(await press(newest)), "untouched by all of it").not.toBe("");
  const staff = await invent("finance", a.id);
  strangers.push(staff);
  expect(cookieOf(await press(await linkFor(staff.id))), "sec:M14: staff never enter by a link").toBe("");
});

test("sec:M14 an address of the staff's domain gets no link, whoever it was written down for", async () => {
  const db = await sql();
  const email = `planted-${randomBytes(6).toString("hex")}@northstar.example`;
  const [planted] =
    await db`insert into people (kind, partner_id, name, email, role, access) values ('partner', ${a.id}, 'Planted', ${email}, 'partner_admin', 'active') returning id`;
  strangers.push({ id: planted?.id, email, role: "partner_admin", partnerId: a.id });
  await ask(email);
  const somebody = await partnerPerson();
  await ask(somebody.email);
  await nextLinkTo(somebody.email, 0);
  expect(await mailsTo(email)).toEqual([]);
  expect(cookieOf(await press(await linkFor(planted?.id)))).toBe("");
});

test("sec:S5 mail that waits for someone whose access ended is never sent", async () => {
  const [person, other] = [await partnerPerson(), await partnerPerson()];
  const db = await sql();
  // Sealed by nobody: the attempt to send it would be noted as a failure.
  const wait = (email: string) =>
    db`insert into mail_outbox (recipient, sealed, next_attempt_at) values (${email}, 'x', now() + interval '1 hour')`;
  await wait(person.email);
  await wait(other.email);
  await db`update people set access = 'disabled' where id = ${person.id}`;
  await db`update mail_outbox set next_attempt_at = now() where recipient in (${person.email}, ${other.email})`;
  const rowOf = async (email: string) =>
    (await db`select sealed, attempts, sent_at from mail_outbox where recipient = ${email}`)[0];
  await expect.poll(async () => (await rowOf(other.email))?.attempts).toBe(1);
  expect(await rowOf(person.email)).toEqual({ sealed: null, attempts: 0, sent_at: null });
  await db`delete from mail_outbox where recipient in (${person.email}, ${other.email})`;
});

test("sec:S7 after signing out the cookie opens nothing, and the way back shows nothing", async ({
  browser,
  baseURL,
  watch,
}) => {
  const person = await partnerPerson();
  const session = await sessionOf(person.id);
  const context = await browser.newContext({ baseURL });
  await context.addCookies([{ name: "session", value: session, url: portalUrl(), httpOnly: true, sameSite: "Lax" }]);
  const page = watch(await context.newPage());
  await page.goto("/deals");
  const [deal] = await page.locator("tbody a").allTextContents();
  expect(deal?.length).toBeGreaterThan(3);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(/\/sign-in/);
  for (let back = 0; back < 2; back++) {
    await page.goBack();
    await page.waitForLoadState("networkidle");
    await expect(page.getByLabel("Your work e-mail")).toBeVisible();
    for (const shown of ["Northwind Traders", person.email, deal as string])
      await expect(page.locator("body")).not.toContainText(shown, { useInnerText: true });
  }
  await context.close();
  const answers = await Promise.all(
    ["/home", "/deals", "/account", "/exports/deals", "/metrics/sourced_revenue"].map((path) =>
      send(path, { session }),
    ),
  );
  for (const { status, headers, text } of answers) {
    expect([status, String(headers.location)]).toEqual([307, expect.stringMatching(/^\/sign-in/)]);
    expect(text).not.toContain("Northwind Traders");
  }
  const acted = await callAction(action("signOutEverywhere"), "/account", {}, { session });
  expect(String(acted.headers["x-action-redirect"])).toMatch(/^\/sign-in/);
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
