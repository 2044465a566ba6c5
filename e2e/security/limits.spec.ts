import { createHash, randomUUID } from "node:crypto";
import { expect, mailsTo, nextLinkTo, portalUrl, test } from "../portal";
import { type AnotherPortal, anotherPortal, freePort } from "./another-portal";
import {
  type Answer,
  callAction,
  forget,
  invent,
  partners,
  type Stranger,
  send,
  serverActions,
  sessionOf,
  sql,
} from "./attacker";

/** The same build behind a reverse proxy that tells who asks: with the portal itself, two processes. */
let second: AnotherPortal;
const strangers: Stranger[] = [];
let person: Stranger;

test.beforeAll(async () => {
  second = await anotherPortal(await freePort(), { AUTH_URL: portalUrl(), TRUST_PROXY: "1" });
});
test.slow();
test.beforeEach(async () => {
  const db = await sql();
  await db`delete from attempts`;
  const { a } = await partners();
  person = await invent("partner_member", a.id);
  strangers.push(person);
});
test.afterAll(async () => {
  await forget(strangers);
  await second.stop();
});

const requestLink = () => serverActions().find(({ name }) => name.endsWith(" requestLink"))?.id as string;
const form = () => ({ origin: portalUrl(), "x-forwarded-host": new URL(portalUrl()).host });

/** Asks for a link at one of the two processes, from the address that the proxy in front of the second one saw. */
const ask = (email: string, at = portalUrl(), from?: string) =>
  callAction(
    requestLink(),
    "/sign-in",
    { email, next: "/" },
    {
      at,
      headers: { ...form(), ...(from ? { "x-forwarded-for": from } : {}) },
    },
  );

const accepted = ({ headers }: Answer) => String(headers["x-action-redirect"]).startsWith("/sign-in/check-mail");

/** Everything else was answered 429, with the seconds to wait. */
function expectRefusals(answers: Answer[], allowed: number) {
  expect(answers.filter(accepted)).toHaveLength(allowed);
  const refused = answers.filter((answer) => !accepted(answer));
  // Two that pass the proxy at once are counted by the action: its refusal is a message in the form.
  const late = refused.filter(({ status, text }) => status === 200 && text.includes("Too many attempts"));
  expect(late.length).toBeLessThan(40);
  for (const { status, headers, text } of refused.filter((answer) => !late.includes(answer))) {
    expect(status).toBe(429);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(text).toContain("Too many attempts");
  }
}

async function flood(count: number, one: (n: number) => Promise<Answer>, atOnce = 20): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let n = 0; n < count; n += atOnce)
    answers.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, count - n) }, (_, k) => one(n + k)))));
  return answers;
}

test("sec:M8 a thousand requests for one address bring it ten mails, whichever process is asked and wherever from", async () => {
  const answers = await flood(1000, (n) =>
    ask(n % 3 ? person.email : person.email.toUpperCase(), n % 2 ? portalUrl() : second.url, `10.0.${n % 200}.1`),
  );
  expectRefusals(answers, 10);
  const db = await sql();
  const unsent = () => db`select 1 from mail_outbox where recipient = ${person.email} and sent_at is null`;
  // What a crowd turns away from the database after its answer is never mailed: ten at most.
  await nextLinkTo(person.email, 0);
  await expect.poll(async () => (await unsent()).length, { timeout: 30_000 }).toBe(0);
  expect((await mailsTo(person.email)).length).toBeLessThanOrEqual(10);
  expect((await db`select 1 from mail_outbox where recipient = ${person.email}`).length).toBeLessThanOrEqual(10);
  const [counted] = await db`select count from attempts where key like 'address %'`;
  expect(counted?.count, "a flood is not written down").toBeLessThan(50);
});

test("sec:M8 sec:H6 one sender gets a hundred attempts, whatever it writes in front of its address", async () => {
  const answers = await flood(160, (n) =>
    ask(`${randomUUID()}@x.example`, second.url, `10.9.8.${n % 250}, 203.0.113.7`),
  );
  expectRefusals(answers, 100);
  expect(accepted(await ask(person.email, second.url, "203.0.113.7, 203.0.113.8")), "another sender").toBe(true);
  const without = await send("/sign-in", {
    method: "POST",
    at: second.url,
    headers: { ...form(), "x-forwarded-for": "203.0.113.7", "content-type": "multipart/form-data; boundary=x" },
    body: '--x\r\nContent-Disposition: form-data; name="1_email"\r\n\r\na@x.example\r\n--x--\r\n',
  });
  expect([without.status, Number(without.headers["retry-after"]) > 0], "a form without scripts").toEqual([429, true]);
});

test("sec:M8 many addresses from many senders are three hundred a minute together", async () => {
  const answers = await flood(350, (n) =>
    ask(`${randomUUID()}@x.example`, n % 2 ? portalUrl() : second.url, `198.51.100.${n % 250}`),
  );
  expectRefusals(answers, 300);
  const [signIn, page] = [await send("/sign-in"), await send("/sign-in/check-mail")];
  expect([signIn.status, page.status], "reading is no attempt").toEqual([200, 200]);
});

test("sec:H6 without a proxy that is trusted, nobody can use up another's attempts or hide behind a header", async () => {
  const db = await sql();
  const exhausted = `client ${createHash("sha256").update("203.0.113.7").digest("hex")}`;
  await db`insert into attempts (key, count, ends_at) values (${exhausted}, 100, now() + interval '10 minutes')`;
  expect(accepted(await ask(person.email, portalUrl(), "203.0.113.7"))).toBe(true);
  expect((await ask(person.email, second.url, "203.0.113.7")).status).toBe(429);
  for (const header of ["x-real-ip", "forwarded", "x-client-ip", "cf-connecting-ip", "true-client-ip"]) {
    const headers = { ...form(), [header]: "8.8.8.8", "x-forwarded-for": "203.0.113.7" };
    const answer = await callAction(
      requestLink(),
      "/sign-in",
      { email: person.email, next: "/" },
      { at: second.url, headers },
    );
    expect(answer.status, header).toBe(429);
  }
});

test("sec:M8 using links and returning from the provider are counted too", async () => {
  const db = await sql();
  const used = () =>
    send("/sign-in/link/use", {
      method: "POST",
      headers: { origin: portalUrl(), "content-type": "application/x-www-form-urlencoded" },
      body: "token=x",
    });
  expect((await used()).status).toBe(303);
  await db`update attempts set count = 600 where key like 'uses %'`;
  for (const answer of [await used(), await send("/api/auth/callback/sso?code=x&state=y")])
    expect([answer.status, Number(answer.headers["retry-after"]) > 0]).toEqual([429, true]);
});

test("sec:H6 each person's changes, exports and uploads have a limit of their own", async () => {
  const db = await sql();
  const { a } = await partners();
  const [one, other] = [await invent("admin", a.id), await invent("admin", a.id)];
  strangers.push(one, other);
  const [mine, theirs] = [await sessionOf(one.id), await sessionOf(other.id)];
  const hash = createHash("sha256").update(one.id).digest("hex");
  for (const [what, most] of [
    ["changes", 600],
    ["exports", 300],
    ["uploads", 120],
  ] as const)
    await db`insert into attempts (key, count, ends_at) values (${`${what} ${hash}`}, ${most}, now() + interval '1 minute')`;
  const upload = (session: string) =>
    send("/imports/upload", {
      method: "POST",
      session,
      headers: { origin: portalUrl(), "content-type": "multipart/form-data; boundary=x" },
      body: "--x--\r\n",
    });
  for (const answer of [await send("/exports/deals", { session: mine }), await upload(mine)])
    expect([answer.status, Number(answer.headers["retry-after"]) > 0]).toEqual([429, true]);
  expect((await send("/exports/partners", { session: theirs })).status).toBe(200);
  expect((await upload(theirs)).status, "counted, and refused for what it is").toBe(400);
  const invite = serverActions().find(({ name }) => name.endsWith("admin/people/actions.ts invite"))?.id as string;
  const guest = { name: "Guest", email: `guest-${randomUUID()}@northstar.example`, role: "finance" };
  const refused = await callAction(invite, "/admin/people", guest, { session: mine });
  expect(refused.text).toContain("Too many attempts");
  expect(await db`select 1 from people where email = ${guest.email}`).toHaveLength(0);
  await callAction(invite, "/admin/people", guest, { session: theirs });
  expect(await db`delete from people where email = ${guest.email} returning 1`).toHaveLength(1);
});
