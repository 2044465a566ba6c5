import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { notOfTheBuild } from "../../bin/running/build";
import { closedPolicy } from "../../lib/auth/fixed-headers";
import { dataDir, expect, portalUrl, test } from "../portal";
import {
  type Answer,
  type Attempt,
  forget,
  invent,
  partners,
  root,
  routes,
  type Stranger,
  send,
  sessionOf,
  sql,
} from "./attacker";

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

/** What is wrong with the headers of an answer. `page` says whether the policy is that of a page, with a nonce. */
function faultsOf({ headers, status }: Answer, page: boolean): string[] {
  const policy = String(headers["content-security-policy"]);
  const cache = String(headers["cache-control"]);
  const needed: [string, boolean][] = [
    [
      "a script policy with a nonce, or one that closes everything",
      /script-src 'self' 'nonce-[^']{40,}' 'strict-dynamic'(;|$)/.test(policy) || (!page && policy === closedPolicy),
    ],
    ["no unsafe source", !/unsafe-|\*|https?:\/\/(?!localhost)/.test(policy)],
    ["no frames", policy.includes("frame-ancestors 'none'") && headers["x-frame-options"] === "DENY"],
    ["no base", policy.includes("base-uri 'none'")],
    ["no plugins", /object-src 'none'|default-src 'none'/.test(policy)],
    ["a policy that the evaluator finds nothing in", weaknesses(policy).length === 0],
    ["nosniff", headers["x-content-type-options"] === "nosniff"],
    ["an opener policy", headers["cross-origin-opener-policy"] === "same-origin"],
    ["a resource policy", headers["cross-origin-resource-policy"] === "same-origin"],
    ["a permissions policy", String(headers["permissions-policy"]).includes("camera=()")],
    ["a referrer policy", /^(same-origin|no-referrer)$/.test(String(headers["referrer-policy"]))],
    ["no cache", /^private, no-(store|cache, no-store)/.test(cache) || (status >= 400 && cache.includes("no-store"))],
    ["no name of the server", headers["x-powered-by"] === undefined && headers.server === undefined],
  ];
  return needed.flatMap(([what, holds]) => (holds ? [] : [what]));
}

/** The demo's single sign-on is without TLS, as nothing outside a test may be. */
const weaknesses = (policy: string) =>
  new CspEvaluator(new CspParser(policy.replace(/http:\/\/localhost:/g, "https://id.example:")).csp)
    .evaluate()
    .filter(({ severity }) => severity <= Severity.MEDIUM_MAYBE)
    .map(({ directive, description }) => `${directive}: ${description}`);

test("sec:H1 the evaluator of policies knows a weak one", () => {
  expect(weaknesses("script-src 'self' 'unsafe-inline'; object-src 'none'")).not.toEqual([]);
  expect(weaknesses("script-src 'nonce-abcdefghijkl'")).not.toEqual([]);
});

test("sec:H1 every route sends the security headers, signed in or out, by every method", async () => {
  const wrong: string[] = [];
  for (const route of routes())
    for (const as of [undefined, session]) {
      const methods = as ? ["GET", "POST"] : ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
      const answers = await Promise.all(methods.map((method) => send(path(route), { method, session: as })));
      answers.forEach((answer, n) => {
        for (const what of faultsOf(answer, !route.endsWith("/upload")))
          wrong.push(`${methods[n]} ${route} ${as ? "signed in" : "signed out"}: ${answer.status} without ${what}`);
      });
    }
  expect(wrong).toEqual([]);
});

test("sec:H1 refusals, redirects, errors, files and what does not exist send them as well", async () => {
  const form = { origin: new URL(portalUrl()).origin, "content-type": "multipart/form-data; boundary=x" };
  const asked: [path: string, page: boolean, attempt?: Attempt][] = [
    ["/nowhere", true],
    ["/api/nowhere", true],
    ["/%zz", true],
    ["/%00", true],
    ["/_next/image?url=%2Ficon.svg&w=64&q=75", true],
    ["/_next/nowhere", true],
    ["/_next/static/nowhere.js", false],
    ["/_next/data/x/home.json", true],
    ["/samples/partner-list.csv", true],
    ["/samples/nowhere.csv", true],
    [`/${"x".repeat(4_000)}`, true],
    ["/admin/tiers/%00", true, { session }],
    ["/imports/mappings/%00", true, { session }],
    ["/home", true, { headers: { rsc: "1" }, session }],
    ["/home", true, { session: "x".repeat(43) }],
    ["/files/upload", false, { method: "POST" }],
    ["/imports/upload", false, { method: "POST" }],
    ["/imports/upload", false, { method: "POST", headers: { origin: "https://evil.example" }, session }],
    ["/imports/upload", false, { method: "POST", headers: form }],
    ["/imports/upload", false, { method: "POST", headers: form, session, body: "--x--\r\n" }],
    ["/sign-in", true, { method: "POST", headers: { ...form, "next-action": "0".repeat(42) }, body: "--x--\r\n" }],
  ];
  const wrong: string[] = [];
  for (const [path, page, attempt] of asked) {
    const answer = await send(path, attempt);
    if (answer.status >= 500) wrong.push(`${path}: ${answer.status}`);
    for (const what of faultsOf(answer, page)) wrong.push(`${path.slice(0, 60)}: ${answer.status} without ${what}`);
  }
  const db = await sql();
  await db`alter table tiers rename to tiers_away`;
  try {
    const failed = await send("/admin/tiers", { session });
    expect(failed.status).toBeGreaterThanOrEqual(500);
    for (const what of faultsOf(failed, true)) wrong.push(`a page that fails: without ${what}`);
    expect(failed.text).not.toMatch(/tiers_away|relation "|select "|at async|\.next\/server/);
  } finally {
    await db`alter table tiers_away rename to tiers`;
  }
  expect(wrong).toEqual([]);
});

test("sec:H1 a built file may be kept by everybody, and is taken for nothing but what it is", async () => {
  const folder = join(root, ".next/static");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file));
  const kinds = new Map(files.map((file) => [file.split(".").at(-1), file]));
  expect([...kinds.keys()]).toEqual(expect.arrayContaining(["js", "css", "woff2"]));
  for (const file of kinds.values()) {
    const { headers, status } = await send(`/_next/static/${file}`);
    expect([file, status]).toEqual([file, 200]);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": closedPolicy,
    });
  }
});

test("sec:H1 no nonce is used twice, and none that a client sent", async () => {
  const nonces = new Set<string>();
  const count = 1_000;
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

test("sec:H8 the browser gets no map of the sources, and nothing of the server's environment", async () => {
  const folder = join(root, ".next/static");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(2);
  expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
  const kept = JSON.parse(readFileSync(join(dataDir(), "secret.json"), "utf8")) as Record<string, string>;
  const secrets = [...Object.values(kept), notOfTheBuild, "AUTH_SECRET", "AUTH_SSO_SECRET", "DATABASE_", "SMTP_URL"];
  expect(secrets.every((secret) => secret.length > 7)).toBe(true);
  for (const file of files.filter((name) => /\.(js|css|json|txt|html)$/.test(name))) {
    const text = readFileSync(join(folder, file), "utf8");
    expect(text, file).not.toMatch(/sourceMappingURL|postgres:\/\/|portal_(admin|owner|web)|BEGIN [A-Z ]*PRIVATE KEY/);
    expect(
      secrets.filter((secret) => text.includes(secret)),
      file,
    ).toEqual([]);
    if (file.endsWith(".js")) expect((await send(`/_next/static/${file}.map`)).status, file).toBe(404);
  }
});

test("the icon that browsers ask for by themselves is there", async () => {
  expect((await send("/favicon.ico")).status).toBe(200);
});

test("sec:H8 a build takes no secret of its environment in, not even for the server", () => {
  const folder = join(root, ".next/server");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(js|json|html|rsc)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => readFileSync(join(folder, file), "utf8").includes(notOfTheBuild))).toEqual([]);
});
