import { expect, test } from "../portal";
import { forget, invent, partners, routes, type Stranger, send, sessionOf } from "./attacker";

let person: Stranger;
let session: string;

test.beforeAll(async () => {
  const { a } = await partners();
  person = await invent("admin", a.id);
  session = await sessionOf(person.id);
});
test.afterAll(() => forget([person]));

const path = (route: string) =>
  route
    .replace("[metric]", "sourced_revenue")
    .replace("[report]", "deals")
    .replace(/\[(?:\.\.\.)?\w+\]/g, "00000000-0000-4000-8000-000000000000");

test("every route sends the security headers, and nothing of it may be kept by a cache", async () => {
  const wrong: string[] = [];
  for (const route of [...routes(), "/nowhere", "/api/nowhere"]) {
    for (const as of [undefined, session]) {
      const { headers, status } = await send(path(route), { session: as });
      const policy = String(headers["content-security-policy"]);
      const needed: [string, boolean][] = [
        ["a script policy with a nonce", /script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/.test(policy)],
        ["no unsafe source", !/unsafe-|\*|https?:\/\/(?!localhost)/.test(policy)],
        ["no frames", policy.includes("frame-ancestors 'none'") && headers["x-frame-options"] === "DENY"],
        ["no base and no plugins", policy.includes("base-uri 'none'") && policy.includes("object-src 'none'")],
        ["nosniff", headers["x-content-type-options"] === "nosniff"],
        ["an opener policy", headers["cross-origin-opener-policy"] === "same-origin"],
        ["a referrer policy", /^(same-origin|no-referrer)$/.test(String(headers["referrer-policy"]))],
        ["no cache", /^private, no-(store|cache, no-store)/.test(String(headers["cache-control"])) || status === 404],
        ["no-store", String(headers["cache-control"]).includes("no-store")],
        ["no name of the server", headers["x-powered-by"] === undefined && headers.server === undefined],
      ];
      for (const [what, holds] of needed)
        if (!holds) wrong.push(`${route} ${as ? "signed in" : "signed out"}: ${what}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("no nonce is used twice, and none that a client sent", async () => {
  const nonces = new Set<string>();
  const count = 300;
  for (let n = 0; n < count / 20; n++) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        send("/sign-in/check-mail", {
          headers: {
            "x-nonce": "c2VudA",
            "content-security-policy": "script-src 'nonce-c2VudA'",
            "content-security-policy-report-only": "script-src 'nonce-c2VudA'",
          },
        }),
      ),
    );
    for (const { headers, text } of answers) {
      const [, nonce] = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"])) ?? [];
      nonces.add(nonce as string);
      expect(text).toContain(`nonce="${nonce}"`);
      expect(text).not.toContain("c2VudA");
    }
  }
  expect(nonces.size).toBe(count);
});

test("a link's page tells nobody where it was, and reads nothing from elsewhere", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const answer = await page.goto(`/sign-in/link?token=${"x".repeat(43)}`);
  expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
  const here = new URL(page.url()).origin;
  expect(asked.filter((url) => !url.startsWith(here))).toEqual([]);
});

test("pictures of other addresses are never fetched", async () => {
  for (const url of [
    "http://169.254.169.254/latest/meta-data",
    "https://example.com/a.png",
    "/icon.svg",
    "//evil.example/x.png",
  ]) {
    const { status } = await send(`/_next/image?url=${encodeURIComponent(url)}&w=64&q=75`);
    expect([400, 404]).toContain(status);
  }
});

test("the browser gets no map of the sources and no secret of the server", async ({ page }) => {
  await page.goto("/sign-in");
  const scripts = await page
    .locator("script[src]")
    .evaluateAll((found) => found.map((script) => (script as HTMLScriptElement).src));
  expect(scripts.length).toBeGreaterThan(2);
  for (const script of scripts) {
    const { text } = await send(new URL(script).pathname);
    expect(text).not.toMatch(/sourceMappingURL|AUTH_SECRET|DATABASE_URL|portal_admin|postgres:\/\//);
    expect((await send(`${new URL(script).pathname}.map`)).status).toBe(404);
  }
});

test("the icon that browsers ask for by themselves is there", async () => {
  expect((await send("/favicon.ico")).status).toBe(200);
});
