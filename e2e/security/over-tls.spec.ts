import { request } from "node:https";
import { expect, mailsTo, nextLinkTo, test } from "../portal";
import { type AnotherPortal, anotherPortal, freePort } from "./another-portal";
import { forget, invent, partners, type Stranger, send, sessionOf, sql } from "./attacker";
import { startTlsProxy } from "./tls-proxy";

let portal: AnotherPortal;
let tls: { url: string; stop: () => Promise<void> };
const strangers: Stranger[] = [];

test.slow();
test.beforeAll(async () => {
  const [port, outer] = [await freePort(), await freePort()];
  tls = await startTlsProxy(outer, port);
  portal = await anotherPortal(port, { AUTH_URL: tls.url, TRUST_PROXY: "1" });
  const db = await sql();
  await db`delete from attempts`;
});
test.afterAll(async () => {
  await forget(strangers);
  await Promise.all([portal.stop(), tls.stop()]);
});

async function partnerPerson() {
  const { a } = await partners();
  const person = await invent("partner_member", a.id);
  strangers.push(person);
  return person;
}

/** One request over TLS, with the headers as they are given. */
const sendOverTls = (path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: Record<string, string | string[] | undefined> }>((done, fail) => {
    const sent = request(`${tls.url}${path}`, { headers, rejectUnauthorized: false }, (answer) => {
      answer.resume();
      answer.on("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers }));
    });
    sent.on("error", fail);
    sent.end();
  });

test("sec:M12 over TLS the cookies are of this host alone, never sent in clear, never read by a script", async ({
  browser,
  watch,
}) => {
  const person = await partnerPerson();
  const context = await browser.newContext({ baseURL: tls.url, ignoreHTTPSErrors: true });
  const page = watch(await context.newPage());
  const answer = await page.goto("/sign-in");
  expect(answer?.headers()["strict-transport-security"]).toMatch(/max-age=(6307\d{4}|[3-9]\d{7})/);
  const before = (await mailsTo(person.email)).length;
  await page.getByLabel("Your work e-mail").fill(person.email);
  await page.getByRole("button", { name: "E-mail me a sign-in link" }).click();
  await page.waitForURL("**/sign-in/check-mail");
  const link = await nextLinkTo(person.email, before);
  expect(link.startsWith(`${tls.url}/sign-in/link?token=`)).toBe(true);
  const [mark] = await context.cookies();
  expect(mark).toMatchObject({
    name: "__Host-sign-in-browser",
    secure: true,
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
  });
  await page.goto(link);
  await expect(page.getByText("asked for in another browser")).toBeHidden();
  await page.getByRole("button", { name: /^Sign in to/ }).click();
  await page.waitForURL("**/home");
  const cookies = await context.cookies();
  expect(cookies.map(({ name }) => name)).toEqual(["__Host-session"]);
  expect(cookies[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax", path: "/", domain: "localhost" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
  await context.close();
});

test("sec:M12 over TLS a cookie that another host or a plain connection could have set opens nothing", async () => {
  const session = await sessionOf((await partnerPerson()).id);
  expect((await sendOverTls("/account", { cookie: `__Host-session=${session}` })).status).toBe(200);
  for (const name of ["session", "__Secure-session", "__host-session", " session"])
    expect((await sendOverTls("/account", { cookie: `${name}=${session}` })).status, name).toBe(307);
});

test("sec:M12 over TLS every cookie of a sign-in is secure, hidden from scripts and not sent from elsewhere", async () => {
  const { startTamperingProvider } = await import("./tampering-provider");
  const { Jar, pressSingleSignOn } = await import("./staff-visit");
  const provider = await startTamperingProvider(tls.url);
  const staffPortal = await anotherPortal(await freePort(), {
    AUTH_URL: tls.url,
    AUTH_SSO_ISSUER: provider.issuer,
    AUTH_SSO_ID: provider.clientId,
    AUTH_SSO_SECRET: provider.clientSecret,
    AUTH_SSO_DOMAINS: "company.example",
    AUTH_SSO_ROLES: "portal-admins=admin",
  });
  try {
    const { answer } = await pressSingleSignOn(new Jar(), staffPortal.url, "/", {
      origin: tls.url,
      "x-forwarded-host": new URL(tls.url).host,
      "x-forwarded-proto": "https",
    });
    const cookies = [answer.headers["set-cookie"] ?? []].flat();
    expect(cookies.length).toBeGreaterThanOrEqual(3);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__(Secure|Host)-/);
      for (const part of [/;\s*Secure/i, /;\s*HttpOnly/i, /;\s*SameSite=lax/i]) expect(cookie).toMatch(part);
    }
  } finally {
    await Promise.all([staffPortal.stop(), provider.close()]);
  }
});

test("sec:M12 the address in the browser is the public one, whatever the proxy in front calls it", async () => {
  const { headers } = await send("/home", {
    at: portal.url,
    headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
  });
  expect(String(headers.location)).not.toContain("evil");
});
