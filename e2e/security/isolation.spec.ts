import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../portal";
import {
  type Answer,
  forget,
  invent,
  partners,
  routes,
  rowSecurity,
  type Stranger,
  send,
  sessionOf,
  sql,
} from "./attacker";
import { crawl, leaks, secretsFrom } from "./crawl";
import { builtWithoutScope } from "./without-scope";

test.describe.configure({ timeout: 120_000 });

let attacker: Stranger;
let session: string;
let a: { id: string; name: string };
let b: { id: string; name: string };
let secrets: string[];

test.beforeAll(async () => {
  ({ a, b } = await partners());
  attacker = await invent("partner_admin", a.id);
  session = await sessionOf(attacker.id);
  const db = await sql();
  await db`insert into certifications (partner_id, name, subject) values (${b.id}, 'CANARY-B-certification', 'CANARY-B-subject')`;
  await db`insert into activities (partner_id, kind, subject, "on") values (${b.id}, 'note', 'CANARY-B-activity', current_date)`;
  secrets = await secretsFrom(a.id);
});

test.afterAll(async () => {
  const db = await sql();
  await db`delete from certifications where name like 'CANARY%'`;
  await db`delete from activities where subject like 'CANARY%'`;
  await forget([attacker]);
});

test("every route answers an id of another partner exactly as one that does not exist", async () => {
  const ids = await idsOf(b.id);
  expect(ids.length).toBeGreaterThan(15);
  const nobody = randomUUID();
  const different: string[] = [];
  const templates = [
    ...routes().filter((route) => route.includes("[") && !route.includes("[...")),
    ...["/metrics/sourced_revenue?partner=[id]", "/metrics/sourced_revenue/rows?partner=[id]", "/deals?partner=[id]"],
    ...[
      "/deals?account=[id]",
      "/deals?owner=[id]",
      "/exports/deals?partner=[id]",
      "/home?partner=[id]",
      "/metrics?partner=[id]",
    ],
  ];
  for (const template of templates) {
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) {
      const none = await attempt(template, nobody, method);
      const found = await Promise.all(
        (method === "GET" ? ids : ids.slice(0, 2)).map((id) => attempt(template, id, method)),
      );
      found.forEach((answer, n) => {
        if (same(answer, none, ids[n] as string, nobody)) return;
        different.push(`${method} ${template} with ${ids[n]}: ${answer.status} instead of ${none.status}`);
      });
      if (method === "GET" && /Id\]/.test(template) && none.status !== 404)
        different.push(`${template}: ${none.status} for nobody`);
    }
  }
  expect(different).toEqual([]);
});

test("a partner person finds nothing of another partner by following every link", async () => {
  const visited = await crawl({ session });
  expect(visited.length).toBeGreaterThan(60);
  expect(visited.filter(({ status }) => status >= 400).map(({ path, status }) => `${path}: ${status}`)).toEqual([]);
  expect(visited.some(({ path }) => path.startsWith("/exports/deals"))).toBe(true);
  expect(visited.some(({ path, text }) => path === `/partners/${a.id}` && text.includes(a.name))).toBe(true);
  expect(leaks(visited, secrets)).toEqual([]);
});

test("the scope of the queries holds alone, with row-level security off", async () => {
  await rowSecurity("disable");
  try {
    const visited = await crawl({ session });
    expect(visited.length).toBeGreaterThan(60);
    expect(leaks(visited, secrets)).toEqual([]);
  } finally {
    await rowSecurity("enable");
  }
});

test("row-level security holds alone, with the scope of the built queries saying yes to every row", async () => {
  const server = await builtWithoutScope();
  try {
    const visited = await crawl({ session, at: server.url });
    expect(visited.length).toBeGreaterThan(60);
    expect(visited.filter(({ status }) => status >= 500).map(({ path }) => path)).toEqual([]);
    expect(leaks(visited, secrets)).toEqual([]);
    await rowSecurity("disable");
    expect(
      leaks(await crawl({ session, at: server.url }, ["/deals"]), secrets),
      "with neither wall, as a proof",
    ).not.toEqual([]);
  } finally {
    await rowSecurity("enable");
    await server.stop();
  }
});

test("two partners who read in turn never get each other's page", async () => {
  const other = await invent("partner_admin", b.id);
  const theirs = await sessionOf(other.id);
  const wrong: string[] = [];
  for (let n = 0; n < 12; n++) {
    for (const path of ["/home", "/deals", "/team", "/metrics"]) {
      const [mine, yours] = await Promise.all([send(path, { session }), send(path, { session: theirs })]);
      if (mine.text.includes(b.name) || yours.text.includes(a.name)) wrong.push(path);
      if (!mine.text.includes(a.name) || !yours.text.includes(b.name)) wrong.push(`${path} without the own name`);
      for (const { headers } of [mine, yours])
        if (!String(headers["cache-control"]).includes("no-store")) wrong.push(`${path}: cached`);
    }
  }
  await forget([other]);
  expect(wrong).toEqual([]);
});

test("whoever is not signed in gets no protected byte, however the address or the headers are turned", async () => {
  const protectedBytes = [...secrets, a.name];
  const [deal] = await (await sql())`select deal_id as id from deal_partners where partner_id = ${a.id} limit 1`;
  const paths = routes().map((route) => filled(route, route.includes("dealId") ? deal?.id : a.id));
  const turned = (path: string) => [
    path,
    `${path}/`,
    `/${path}`,
    path.toUpperCase(),
    path.replace("/", "/%2f"),
    `/.${path}`,
    `${path}.rsc`,
    `${path}.segments/_full.segment.rsc`,
    `/en${path}`,
    `${path}?nxtPdealId=${deal?.id}`,
    `${path}?_rsc=abcde`,
  ];
  const tricks: Record<string, string>[] = [
    {},
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
    { rsc: "1", "next-router-state-tree": "%5B%22%22%5D" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy", "x-nextjs-data": "1" },
    { "x-invoke-path": "/deals", "x-matched-path": "/deals", "x-portal-path": "/home" },
    { "x-forwarded-host": "localhost", "x-original-url": "/home", "x-rewrite-url": "/home" },
  ];
  const wrong: string[] = [];
  for (const path of paths) {
    const attempts = [
      ...turned(path).map((turn) => [turn, {}] as const),
      ...tricks.map((headers) => [path, headers] as const),
    ];
    const answers = await Promise.all(attempts.map(([turn, headers]) => send(turn, { headers })));
    answers.forEach((answer, n) => {
      const [turn, headers] = attempts[n] as (typeof attempts)[number];
      const hits = leaks([{ path: turn, ...answer }], protectedBytes);
      if (hits.length || answer.status >= 500)
        wrong.push(`${turn} ${JSON.stringify(headers)}: ${answer.status} ${hits[0] ?? ""}`);
    });
  }
  expect(wrong).toEqual([]);
});

test("no word in an address breaks a page or asks the database for more", async () => {
  const payloads = [
    "'",
    "' or 1=1 --",
    "');select pg_sleep(9)--",
    "{",
    "\\",
    "%00",
    "%ff",
    "-1",
    "999999999999999999999",
    "1e9",
    "NaN",
    "null",
    "[]",
    "../../etc/passwd",
    "<script>",
    "${7*7}",
    "$gt",
    "a".repeat(3000),
    "2026-02-30",
    "0000-00-00",
    "infinity",
    "%F0%9F%92%A9",
  ];
  const pages: Record<string, string[]> = {
    "/deals": [
      "q",
      "sort",
      "dir",
      "after",
      "before",
      "from",
      "to",
      "min",
      "max",
      "stage",
      "owner",
      "account",
      "family",
      "industry",
      "partner",
      "tier",
      "region",
      "role",
      "by",
    ],
    "/metrics/sourced_revenue": [
      "period",
      "from",
      "to",
      "by",
      "component",
      "page",
      "partner",
      "book",
      "industry",
      "family",
      "stage",
    ],
    "/home": ["period", "from", "to", "book"],
    "/metrics": ["period", "industry"],
  };
  const wrong: string[] = [];
  const log = await refusals();
  for (const [page, names] of Object.entries(pages)) {
    for (const payload of payloads) {
      const value = payload.includes("%") ? payload : encodeURIComponent(payload);
      // One after the other in turn, and all at once.
      const name = names[payloads.indexOf(payload) % names.length];
      const queries = [`${name}=${value}`, names.map((each) => `${each}=${value.slice(0, 300)}`).join("&")];
      const answers = await Promise.all(queries.map((query) => send(`${page}?${query}`, { session })));
      answers.forEach(({ status, text }, n) => {
        if (status >= 500 || leaks([{ path: page, status, text }], secrets).length)
          wrong.push(`${page}?${queries[n]?.slice(0, 60)}: ${status}`);
      });
    }
  }
  expect(wrong).toEqual([]);
  expect(await refusals(), "errors that the database logged").toEqual(log);
});

/** How many statements the database refused, by its log. */
async function refusals(): Promise<number> {
  const db = await sql();
  const [row] = await db`show data_directory`;
  return readFileSync(join(row?.data_directory as string, "server.log"), "utf8").split(" ERROR: ").length;
}

async function attempt(template: string, id: string, method: string): Promise<Answer> {
  return send(filled(template, id), { method, session });
}

const filled = (route: string, id: string) =>
  route
    .replace("[metric]", "sourced_revenue")
    .replace("[report]", "deals")
    .replace("[tierKey]", id)
    .replace(/\[\.\.\.\w+\]/, "session")
    .replace(/\[\w+\]/, id);

/** Whether the answers differ in nothing but the id that was asked for and what is random in each. */
function same(one: Answer, other: Answer, id: string, nobody: string): boolean {
  const plain = ({ text }: Answer, asked: string) =>
    text
      .replaceAll(asked, "ID")
      .replace(/nonce(\\?["']?[=:]\\?["']?)[\w+/=-]+/g, "nonce$1N")
      .replace(/[A-Za-z0-9+/]{48}(?:==)?/g, "N")
      .replace(/\d{1,2} \w{3} \d{4}, \d{2}:\d{2}/g, "TIME");
  return one.status === other.status && plain(one, id) === plain(other, nobody);
}

/** Ids of every kind that belong to the partner and not to the attacker's. */
async function idsOf(partnerId: string): Promise<string[]> {
  const db = await sql();
  const rows = await db<{ id: string }[]>`
    select id::text from partners where id = ${partnerId}
    union all (select p.deal_id::text from deal_partners p where p.partner_id = ${partnerId}
      and not exists (select 1 from deal_partners o where o.deal_id = p.deal_id and o.partner_id = ${a.id}) limit 5)
    union all (select id::text from people where partner_id = ${partnerId} limit 4)
    union all (select id::text from registrations where partner_id = ${partnerId} limit 2)
    union all (select id::text from revenue_lines where partner_id = ${partnerId} limit 2)
    union all (select id::text from certifications where partner_id = ${partnerId} limit 2)
    union all (select v.id::text from partner_versions v where partner_id = ${partnerId} limit 2)`;
  return rows.map(({ id }) => id);
}
