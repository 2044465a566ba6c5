import { createHmac, randomBytes } from "node:crypto";
import type { DemoPerson } from "../../bin/demo-services/oidc";
import { expect, test } from "../portal";
import { type AnotherPortal, anotherPortal, freePort } from "./another-portal";
import { callAction, send, serverActions, sessionOf, sql } from "./attacker";
import { chooseAtProvider, Jar, pressSingleSignOn, sessionCookieOf, visit } from "./staff-visit";
import { signingKey, startTamperingProvider, type Tampering, type TamperingProvider } from "./tampering-provider";

let portal: AnotherPortal;
let provider: TamperingProvider;

test.beforeAll(async () => {
  const port = await freePort();
  provider = await startTamperingProvider(`http://localhost:${port}`);
  portal = await anotherPortal(port, {
    AUTH_SSO_ISSUER: provider.issuer,
    AUTH_SSO_ID: provider.clientId,
    AUTH_SSO_SECRET: provider.clientSecret,
    AUTH_SSO_DOMAINS: "company.example",
    AUTH_SSO_ROLES: "portal-admins=admin,portal-finance=finance,portal-executives=executive",
  });
});
test.slow();
test.beforeEach(async () => {
  provider.tamper = {};
  const db = await sql();
  await db`delete from attempts`;
});
test.afterAll(async () => {
  const db = await sql();
  const emails = provider.people.map(({ email }) => email);
  await db`delete from people where id in (select person_id from staff_identities where issuer = ${provider.issuer}) or email = any(${emails})`;
  await Promise.all([portal.stop(), provider.close()]);
});

/** Somebody at the provider who was never here. */
function employ(groups: string[] = ["portal-finance"]): DemoPerson {
  const id = `sub-${randomBytes(6).toString("hex")}`;
  const person = { id, name: "Nia Okafor", email: `${id}@company.example`, groups };
  provider.people.push(person);
  return person;
}

type Row = { id: string; role: string; access: string; email: string; sessions: number };

async function personOf({ id }: { id: string }): Promise<Row | undefined> {
  const db = await sql();
  const [row] = await db<Row[]>`select p.id, p.role, p.access, p.email,
      (select count(*)::int from sessions s where s.person_id = p.id) as sessions
    from staff_identities i join people p on p.id = i.person_id where i.issuer = ${provider.issuer} and i.subject = ${id}`;
  return row;
}

const holds = async (session: string | undefined) =>
  (await send("/account", { session, at: portal.url })).status === 200;

/** The sign-in page says so in words, and neither a cookie nor a row of a session came of it. */
async function expectRefused(person: DemoPerson, refused: Awaited<ReturnType<typeof visit>>, says: RegExp) {
  expect(refused.session).toBeUndefined();
  expect((await personOf(person))?.sessions ?? 0).toBe(0);
  expect(refused.answer.status).toBeLessThan(400);
  expect(new URL(refused.to, portal.url).origin).toBe(portal.url);
  const page = await send(new URL(refused.to, portal.url).pathname + new URL(refused.to, portal.url).search, {
    at: portal.url,
  });
  expect(page.text).toContain("You were not signed in");
  expect(page.text).toMatch(says);
}

const unconfirmed = /did not confirm who you are/;

test("sec:S1 what the provider confirms signs in, and with a new key as well", async () => {
  const person = employ();
  const first = await visit(portal.url, person.id);
  expect(await holds(first.session)).toBe(true);
  await provider.rotate();
  expect(await holds((await visit(portal.url, person.id)).session)).toBe(true);
  expect(await personOf(person)).toMatchObject({ role: "finance", access: "active", sessions: 2 });
});

const cookieNamed = (jar: Jar, part: string) =>
  [...jar.of(portal.url).keys()].find((name) => name.includes(part)) as string;

const wrongReturns: [what: string, change: (callback: URL, jar: Jar) => void | Promise<void>][] = [
  ["without a state", (callback) => callback.searchParams.delete("state")],
  ["with another state", (callback) => callback.searchParams.set("state", randomBytes(32).toString("base64url"))],
  ["with a state of another sign-in", async (callback) => callback.searchParams.set("state", await stateOfAnother())],
  ["without the cookie of the state", (_, jar) => void jar.of(portal.url).delete(cookieNamed(jar, "state"))],
  ["without the cookie of the nonce", (_, jar) => void jar.of(portal.url).delete(cookieNamed(jar, "nonce"))],
  ["without the cookie of PKCE", (_, jar) => void jar.of(portal.url).delete(cookieNamed(jar, "pkce"))],
  ["with the PKCE secret of another sign-in", (_, jar) => exchange(jar, "pkce")],
  ["with the nonce of another sign-in", (_, jar) => exchange(jar, "nonce")],
  [
    "with a state cookie of one's own making",
    (_, jar) => void jar.of(portal.url).set(cookieNamed(jar, "state"), "e30"),
  ],
  ["without a code", (callback) => callback.searchParams.delete("code")],
  [
    "with a code that never was",
    (callback) => callback.searchParams.set("code", randomBytes(32).toString("base64url")),
  ],
  [
    "with the code of someone else's sign-in",
    async (callback) => callback.searchParams.set("code", await codeOfAnother()),
  ],
  ["in the name of another issuer", (callback) => callback.searchParams.set("iss", "https://evil.example")],
  ["without the name of the issuer", (callback) => callback.searchParams.delete("iss")],
  ["with an error", (callback) => callback.searchParams.set("error", "access_denied")],
  ["with the code twice", (callback) => callback.searchParams.append("code", "x")],
];

async function callbackOfAnother() {
  const jar = new Jar();
  const { to } = await pressSingleSignOn(jar, portal.url);
  return { jar, callback: new URL(await chooseAtProvider(jar, to, employ().id)) };
}
const stateOfAnother = async () => (await callbackOfAnother()).callback.searchParams.get("state") as string;
const codeOfAnother = async () => (await callbackOfAnother()).callback.searchParams.get("code") as string;
async function exchange(jar: Jar, part: string) {
  const { jar: other } = await callbackOfAnother();
  const name = cookieNamed(jar, part);
  jar.of(portal.url).set(name, other.of(portal.url).get(name) as string);
}

test("sec:S1 a return from the provider that is not the answer to this browser's question opens nothing", async () => {
  for (const [what, change] of wrongReturns)
    await test.step(what, async () => {
      const person = employ();
      await expectRefused(person, await visit(portal.url, person.id, change), unconfirmed);
    });
});

test("sec:S1 a code is used once, whatever cookies come with it", async () => {
  const person = employ();
  let cookies = new Map<string, string>();
  const first = await visit(portal.url, person.id, (_, jar) => {
    cookies = new Map(jar.of(portal.url));
  });
  expect(await holds(first.session)).toBe(true);
  const again = new Jar();
  for (const [name, value] of cookies) again.of(portal.url).set(name, value);
  await again.send(first.callback);
  expect(sessionCookieOf(again, portal.url)).toBeUndefined();
  const elsewhere = new Jar();
  await elsewhere.send(first.callback);
  expect(sessionCookieOf(elsewhere, portal.url)).toBeUndefined();
  expect((await personOf(person))?.sessions).toBe(1);
});

const unsigned = (header: object, claims: object, key = "") => {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${key && createHmac("sha256", key).update(text).digest("base64url")}`;
};
const now = () => Math.floor(Date.now() / 1000);

const wrongTokens: [what: string, tampering: () => Tampering | Promise<Tampering>][] = [
  ["not signed", () => ({ idToken: (claims) => unsigned({ alg: "none" }, claims) })],
  ["not signed, though it says so", () => ({ idToken: (claims, header) => unsigned(header, claims) })],
  [
    "signed with the client's secret",
    () => ({ idToken: (claims) => unsigned({ alg: "HS256" }, claims, provider.clientSecret) }),
  ],
  [
    "signed with the public key as a secret",
    () => ({ idToken: (claims) => unsigned({ alg: "HS256" }, claims, JSON.stringify(provider.key.public)) }),
  ],
  [
    "signed with a key that the issuer does not publish",
    async () => {
      const foreign = { ...(await signingKey(provider.key.kid)), kid: provider.key.kid };
      return { idToken: (claims) => provider.sign(claims, {}, foreign) };
    },
  ],
  ["changed after it was signed", () => ({ idToken: (claims, header) => forged(claims, header) })],
  ["of another issuer", changing({ iss: "https://evil.example" })],
  ["for another client", changing({ aud: "another-client" })],
  ["for several clients, and made for another", changing({ aud: ["the-portal", "other"], azp: "other" })],
  ["for several clients, and made for nobody", changing({ aud: ["the-portal", "other"] })],
  ["made for another client", changing({ azp: "other" })],
  ["over since ten minutes", () => changing({ iat: now() - 1200, exp: now() - 600 })()],
  ["without an end", changing({ exp: undefined })],
  ["with another nonce", changing({ nonce: "another" })],
  ["without a nonce", changing({ nonce: undefined })],
  ["of another person than the one asked about", changing({ sub: "someone-else" })],
  ["without a person", changing({ sub: undefined })],
  ["a logout token", () => ({ idToken: (claims) => provider.sign(claims, { typ: "logout+jwt" }) })],
  ["no token at all", () => ({ idToken: () => "x.y.z" })],
  ["missing", () => ({ tokens: ({ id_token: _, ...answer }) => answer })],
  [
    "from a description of another issuer",
    () => ({ discovery: (metadata) => ({ ...metadata, issuer: "https://evil.example" }) }),
  ],
];

function changing(change: object) {
  return (): Tampering => ({ idToken: (claims, header) => provider.sign({ ...claims, ...change }, header) });
}
async function forged(claims: object, header: object) {
  const signed = await provider.sign(claims as Record<string, unknown>, header);
  const [head, , signature] = signed.split(".");
  const body = Buffer.from(JSON.stringify({ ...claims, groups: ["portal-admins"] })).toString("base64url");
  return `${head}.${body}.${signature}`;
}

test("sec:S1 an ID token that does not hold opens nothing", async () => {
  for (const [what, tampering] of wrongTokens)
    await test.step(what, async () => {
      const person = employ();
      const refused = await visit(portal.url, person.id, async () => {
        provider.tamper = await tampering();
      });
      provider.tamper = {};
      await expectRefused(person, refused, unconfirmed);
      expect(await personOf(person)).toBeUndefined();
    });
});

test("sec:S2 another subject never gets the account of its address; a changed address keeps the subject's", async () => {
  const person = employ();
  await visit(portal.url, person.id);
  const first = await personOf(person);
  const thief = { ...employ(["portal-admins"]), email: person.email };
  provider.people.push(thief);
  provider.people.splice(provider.people.length - 2, 1);
  await expectRefused(thief, await visit(portal.url, thief.id), /belongs to another account/);
  expect(await personOf(person)).toEqual(first);
  person.email = `married-${person.email}`;
  expect(await holds((await visit(portal.url, person.id)).session)).toBe(true);
  expect(await personOf(person)).toMatchObject({ id: first?.id, email: person.email, sessions: 2 });
});

test("sec:S3 only a verified address of exactly our domain opens", async () => {
  const wrong: Record<string, unknown>[] = [
    { email_verified: false },
    { email_verified: undefined },
    { email_verified: "true" },
    { email: "nia@evilcompany.example" },
    { email: "nia@company.example.evil.io" },
    { email: "nia@sub.company.example" },
    { email: "nia@company.example@evil.io" },
    { email: "nia@company.example." },
    { email: "nia＠company.example" },
    { email: undefined },
  ];
  for (const claims of wrong)
    await test.step(JSON.stringify(claims), async () => {
      const person = employ(["portal-admins"]);
      provider.tamper = { userinfo: (answer) => ({ ...answer, ...claims }) };
      await expectRefused(person, await visit(portal.url, person.id), /no verified address of this company/);
      expect(await personOf(person)).toBeUndefined();
    });
});

test("sec:S4 a group that was taken away takes the role and the sessions with it", async () => {
  const person = employ(["portal-admins"]);
  const admin = await visit(portal.url, person.id);
  expect((await send("/admin/people", { session: admin.session, at: portal.url })).status).toBe(200);
  person.groups = ["portal-executives"];
  const demoted = await visit(portal.url, person.id);
  expect(await holds(admin.session)).toBe(false);
  expect(await personOf(person)).toMatchObject({ role: "executive", sessions: 1 });
  expect((await send("/admin/people", { session: demoted.session, at: portal.url })).status).toBe(404);
  person.groups = [];
  await expectRefused(person, await visit(portal.url, person.id), /in no group that may use this portal/);
  expect(await holds(demoted.session)).toBe(false);
  expect(await personOf(person)).toMatchObject({ access: "none" });
});

test("sec:S4 groups that mean nothing here, or too many to be told, give no access", async () => {
  const overage = {
    _claim_names: { groups: "src1" },
    _claim_sources: { src1: { endpoint: provider.issuer } },
    hasgroups: true,
  };
  const wrong: Record<string, unknown>[] = [
    { groups: ["everyone"] },
    { groups: ["Portal-Admins", " portal-admins", "portal-admins,portal-finance"] },
    { groups: { admin: "portal-admins" } },
    { groups: "admin" },
    { groups: undefined, ...overage },
    { groups: undefined, role: "admin", roles: ["portal-admins"] },
  ];
  for (const claims of wrong)
    await test.step(JSON.stringify(claims), async () => {
      const person = employ();
      provider.tamper = { userinfo: (answer) => ({ ...answer, ...claims }) };
      await expectRefused(person, await visit(portal.url, person.id), /in no group that may use this portal/);
      expect(await personOf(person)).toBeUndefined();
    });
});

const event = { "http://schemas.openid.net/event/backchannel-logout": {} };
const logoutClaims = (subject: string | undefined, more: object = {}) => ({
  iss: provider.issuer,
  aud: provider.clientId,
  sub: subject,
  iat: now(),
  exp: now() + 120,
  jti: randomBytes(12).toString("hex"),
  events: event,
  ...more,
});
const logoutToken = (subject: string | undefined, more: object = {}, header: object = { typ: "logout+jwt" }) =>
  provider.sign(logoutClaims(subject, more), header);
const tellPortal = (token: string, type = "application/x-www-form-urlencoded") =>
  send("/api/auth/backchannel-logout", {
    at: portal.url,
    method: "POST",
    headers: { "content-type": type },
    body: type.includes("json") ? JSON.stringify({ logout_token: token }) : `logout_token=${encodeURIComponent(token)}`,
  });

test("sec:S5 signing out at the provider signs out here, within the same breath", async () => {
  const person = employ();
  const { session, jar } = await visit(portal.url, person.id);
  const other = await visit(portal.url, person.id);
  const page = await jar.send(`${provider.issuer}/session/end`);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] as string;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  await jar.send(`${provider.issuer}/session/end/confirm`, {
    method: "POST",
    headers: form,
    body: `xsrf=${xsrf}&logout=yes`,
  });
  expect(await holds(session)).toBe(false);
  expect(await holds(other.session), "a sign-in of another browser there").toBe(true);
  const db = await sql();
  const [entry] =
    await db`select actor, action from audit_entries where subject_id = ${(await personOf(person))?.id as string} order by id desc limit 1`;
  expect(entry).toEqual({ actor: "Single sign-on", action: "session.ended" });
});

test("sec:S5 a logout token of a person ends all their sessions and nobody else's, once", async () => {
  const [person, bystander] = [employ(), employ()];
  const sessions = [await visit(portal.url, person.id), await visit(portal.url, person.id)];
  const others = await visit(portal.url, bystander.id);
  const token = await logoutToken(person.id);
  const told = await tellPortal(token);
  expect(told.status).toBe(200);
  expect(told.headers["cache-control"]).toContain("no-store");
  for (const { session } of sessions) expect(await holds(session)).toBe(false);
  expect(await holds(others.session)).toBe(true);
  const again = await visit(portal.url, person.id);
  const replayed = await tellPortal(token);
  expect([replayed.status, await holds(again.session)]).toEqual([400, true]);
});

test("sec:S5 what is no logout token of our provider ends nothing", async () => {
  const person = employ();
  let idToken = "";
  const { session } = await visit(portal.url, person.id, () => {
    provider.tamper = { idToken: async (claims, header) => (idToken = await provider.sign(claims, header)) };
  });
  const [row] = [await personOf(person)];
  const foreign = { ...(await signingKey(provider.key.kid)), kid: provider.key.kid };
  const claims = logoutClaims(person.id);
  const wrong: [what: string, token: string][] = [
    ["an ID token", idToken],
    ["the type of an ID token", await logoutToken(person.id, {}, { typ: "JWT" })],
    ["no type", await logoutToken(person.id, {}, {})],
    ["not signed", unsigned({ alg: "none", typ: "logout+jwt" }, claims)],
    ["signed with our secret", unsigned({ alg: "HS256", typ: "logout+jwt" }, claims, provider.clientSecret)],
    ["signed by someone else", await provider.sign(claims, { typ: "logout+jwt" }, foreign)],
    ["another issuer", await logoutToken(person.id, { iss: "https://evil.example" })],
    ["another client", await logoutToken(person.id, { aud: "another-client" })],
    ["over", await logoutToken(person.id, { iat: now() - 200, exp: now() - 100 })],
    ["old", await logoutToken(person.id, { iat: now() - 900, exp: now() + 900 })],
    ["of tomorrow", await logoutToken(person.id, { iat: now() + 86_400, exp: now() + 90_000 })],
    ["no time", await logoutToken(person.id, { iat: undefined })],
    ["no name of its own", await logoutToken(person.id, { jti: undefined })],
    ["no event", await logoutToken(person.id, { events: undefined })],
    ["another event", await logoutToken(person.id, { events: { "https://evil.example/event": {} } })],
    ["an event that is none", await logoutToken(person.id, { events: { [Object.keys(event)[0] as string]: true } })],
    ["a nonce", await logoutToken(person.id, { nonce: "x" })],
    ["nobody", await logoutToken(undefined)],
    ["a list of people", await logoutToken(undefined, { sub: [person.id] })],
    ["nothing", ""],
    ["no token", "x.y.z"],
    ["a megabyte", "x".repeat(1_000_000)],
  ];
  for (const [what, token] of wrong) {
    const { status, headers } = await tellPortal(token);
    expect([400, 413], what).toContain(status);
    expect(headers["cache-control"], what).toContain("no-store");
  }
  expect((await tellPortal(await logoutToken(person.id), "application/json")).status).toBe(400);
  expect((await send("/api/auth/backchannel-logout", { at: portal.url })).status).toBe(405);
  expect(await holds(session)).toBe(true);
  expect(await personOf(person)).toEqual(row);
  expect((await tellPortal(await logoutToken("nobody-of-ours"))).status, "somebody who was never here").toBe(200);
  expect(await holds(session)).toBe(true);
});

test("sec:S5 logout tokens are counted, and answered 429 when there are too many", async () => {
  const db = await sql();
  await tellPortal("x");
  await db`update attempts set count = 300 where key like 'logouts %'`;
  const { status, headers } = await tellPortal("x");
  expect([status, Number(headers["retry-after"]) > 0]).toEqual([429, true]);
});

test("sec:S5 a person whose access ended is out with the next request, and the provider cannot bring them back", async () => {
  const person = employ();
  const { session } = await visit(portal.url, person.id);
  const row = await personOf(person);
  const db = await sql();
  await db`update people set access = 'disabled' where id = ${row?.id as string}`;
  const page = await send("/home", { session, at: portal.url });
  expect([page.status, page.headers.location]).toEqual([307, "/sign-in?next=%2Fhome"]);
  expect((await send("/exports/deals", { session, at: portal.url })).status).toBe(307);
  await db`delete from sessions where person_id = ${row?.id as string}`;
  await expectRefused(person, await visit(portal.url, person.id), /access to this portal was ended/);
});

test("sec:S6 while the provider is away sessions live, the page says so in time, and nothing weaker opens", async () => {
  const person = employ();
  const { session } = await visit(portal.url, person.id);
  for (const away of ["closes", "503", "hangs"] as const)
    await test.step(away, async () => {
      const db = await sql();
      await db`delete from attempts`;
      const late = new Jar();
      const { to } = await pressSingleSignOn(late, portal.url);
      const callback = await chooseAtProvider(late, to, person.id);
      provider.tamper = { away };
      const started = Date.now();
      const [{ answer }, returned] = await Promise.all([
        pressSingleSignOn(new Jar(), portal.url),
        late.send(callback),
        send("/home", { session, at: portal.url }).then(({ status }) => expect(status).toBe(200)),
      ]);
      // Five seconds are the limit; a machine that is slow has some more.
      expect(Date.now() - started).toBeLessThan(9_000);
      expect(answer.text).toContain("The single sign-on provider does not answer");
      expect([returned.headers.location, sessionCookieOf(late, portal.url)]).toEqual([
        expect.stringMatching(/\/sign-in\?error=/),
        undefined,
      ]);
      expect(await holds(session)).toBe(true);
      // Staff have no other way in: no link is made for them, whatever the provider does.
      await askForLink(person.email);
      expect(
        await db`select 1 from one_time_tokens where person_id = ${(await personOf(person))?.id as string}`,
      ).toEqual([]);
      expect(await db`select 1 from mail_outbox where recipient = ${person.email}`).toEqual([]);
      provider.tamper = {};
    });
  expect(await holds((await visit(portal.url, person.id)).session), "when it is back").toBe(true);
});

async function askForLink(email: string) {
  const id = serverActions().find(({ name }) => name.endsWith(" requestLink"))?.id as string;
  const answer = await callAction(
    id,
    "/sign-in",
    { email, next: "/" },
    { at: portal.url, headers: { origin: portal.url } },
  );
  expect(String(answer.headers["x-action-redirect"])).toContain("/sign-in/check-mail");
}

test("sec:M14 whoever was invited before starts with nothing but what the provider says", async () => {
  const person = employ(["portal-executives"]);
  const db = await sql();
  const [invited] =
    await db`insert into people (kind, name, email, role, access) values ('staff', 'Planted', ${person.email}, 'admin', 'invited') returning id`;
  const planted = await sessionOf(invited?.id);
  await visit(portal.url, person.id);
  expect(await holds(planted)).toBe(false);
  expect(await personOf(person)).toMatchObject({ id: invited?.id, role: "executive", sessions: 1 });
  const [partner] = await db`select id from partners limit 1`;
  const guest = employ(["portal-admins"]);
  const [held] = await db`insert into people (kind, partner_id, name, email, role, access)
    values ('partner', ${partner?.id}, 'Guest', ${guest.email}, 'partner_admin', 'active') returning id`;
  await expectRefused(guest, await visit(portal.url, guest.id), /belongs to another account/);
  await db`delete from people where id = ${held?.id}`;
});
