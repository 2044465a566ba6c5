import { expect, test } from "../portal";
import { filled, forget, inTurns, invent, partners, routes, type Stranger, send, sessionOf, sql } from "./attacker";
import { leaks, secretsFrom } from "./crawl";
import { examplesOf, uproot } from "./examples";
import { builtWithoutProxy } from "./served-copy";

test.describe.configure({ timeout: 120_000 });

let person: Stranger;
let paths: string[];
let secrets: string[];

test.beforeAll(async () => {
  const { a } = await partners();
  person = await invent("admin", a.id);
  const ids = await examplesOf(a.id, person.id);
  paths = routes()
    .filter((route) => route !== "/icon.svg")
    .map((route) => filled(route, ids));
  secrets = [...(await secretsFrom(a.id)), a.name, person.email];
});
test.afterAll(async () => {
  await uproot();
  await forget([person]);
});

const turned = (path: string) => [
  path,
  `${path}/`,
  `/${path}`,
  path.toUpperCase(),
  path.replace("/", "/%2f"),
  path.replace(/\/(\w)/, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`),
  `/.${path}`,
  `/x/..${path}`,
  `${path};x=1`,
  `${path}%00`,
  `${path}.rsc`,
  `${path}.json`,
  `${path}.segments/_full.segment.rsc`,
  `${path}.segments/_tree.segment.rsc`,
  `/_next/data/x${path}.json`,
  `/en${path}`,
  `${path}?nxtPdealId=x&nxtPpartnerId=x`,
  `${path}?_rsc=abcde`,
  `${path}?__nextLocale=en&__nextDefaultLocale=en`,
];

const tricks: Record<string, string>[] = [
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-prefetch": "2", "next-router-segment-prefetch": "/_full" },
  { rsc: "1", "next-router-state-tree": "%5B%22%22%5D" },
  { purpose: "prefetch", "sec-purpose": "prefetch", "x-middleware-prefetch": "1" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy", "x-nextjs-data": "1" },
  { "x-middleware-rewrite": "/home", "x-middleware-next": "1", "x-middleware-override-headers": "cookie" },
  { "x-invoke-path": "/deals", "x-matched-path": "/deals", "x-portal-path": "/home", "x-now-route-matches": "1" },
  { "x-forwarded-host": "localhost", "x-original-url": "/home", "x-rewrite-url": "/home" },
  { "x-prerender-revalidate": "1", "x-next-revalidated-tags": "x" },
  { cookie: "session=; session=undefined; __prerender_bypass=1; __next_preview_data=1" },
  { authorization: "Bearer admin", cookie: `session=${"A".repeat(43)}` },
];

type Attempt = { path: string; headers: Record<string, string> };

/** Which of the attempts get what only people who are signed in may, or break the server. */
async function reached(attempts: Attempt[], at?: string): Promise<string[]> {
  const wrong: string[] = [];
  await inTurns(attempts, 12, async ({ path, headers }) => {
    const answer = await send(path, { headers, at });
    const [hit] = leaks([{ path, ...answer }], secrets);
    const broken = answer.status >= 500 && !path.startsWith("/api/health");
    if (hit || broken) wrong.push(`${path} ${JSON.stringify(headers)}: ${answer.status} ${hit ?? ""}`);
  });
  return wrong;
}

test("sec:T6 whoever is not signed in gets no protected byte, however the address or the headers are turned", async () => {
  const attempts = paths.flatMap((path) => [
    ...turned(path).map((turn) => ({ path: turn, headers: {} })),
    ...tricks.map((headers) => ({ path, headers })),
  ]);
  expect(attempts.length).toBeGreaterThan(1000);
  expect(await reached(attempts)).toEqual([]);
});

test("sec:T6 nor where there is no proxy at all, which decides nothing: who is signed in still gets every page", async () => {
  const server = await builtWithoutProxy();
  try {
    const policy = (await send("/sign-in", { at: server.url })).headers["content-security-policy"];
    expect(policy, "the proxy's mark").not.toContain("nonce-");
    // What only a proxy would look at is left out.
    const attempts = paths.flatMap((path) => [
      ...[path, `${path}.rsc`, `${path}.segments/_full.segment.rsc`, `${path}?_rsc=abcde`].map((turn) => ({
        path: turn,
        headers: {},
      })),
      ...tricks.slice(0, 4).map((headers) => ({ path, headers })),
    ]);
    expect(await reached(attempts, server.url)).toEqual([]);
    const session = await sessionOf(person.id);
    for (const path of ["/home", "/deals", "/partners", "/admin/people"]) {
      expect((await send(path, { at: server.url })).status, `${path} signed out`).toBe(307);
      expect((await send(path, { at: server.url, session })).status, path).toBe(200);
    }
    await (await sql())`update people set access = 'disabled' where id = ${person.id}`;
    expect((await send("/home", { at: server.url, session })).status, "disabled").toBe(307);
  } finally {
    await server.stop();
  }
});
