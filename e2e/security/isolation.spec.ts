import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dataDir, expect, mailsTo, test } from "../portal";
import { actionId } from "./actions";
import {
  type Answer,
  callAction,
  filled,
  forget,
  inTurns,
  invent,
  partners,
  root,
  routes,
  rowSecurity,
  type Stranger,
  send,
  sessionOf,
  sql,
} from "./attacker";
import { crawl, leaks, secretsFrom, type Visited } from "./crawl";
import { examplesOf, ownIds, uproot } from "./examples";
import { builtWithoutScope } from "./served-copy";
import { sharedCache } from "./shared-cache";

test.describe.configure({ timeout: 240_000 });

let attacker: Stranger;
let session: string;
let a: { id: string; name: string };
let b: { id: string; name: string };
let secrets: string[];

let forgetting: NodeJS.Timeout | undefined;

test.beforeAll(async () => {
  ({ a, b } = await partners());
  attacker = await invent("partner_admin", a.id);
  session = await sessionOf(attacker.id);
  const db = await sql();
  await db`insert into certifications (partner_id, name, subject) values (${b.id}, 'CANARY-B-certification', 'CANARY-B-subject')`;
  await db`insert into activities (partner_id, kind, subject, "on") values (${b.id}, 'note', 'CANARY-B-activity', current_date)`;
  secrets = await secretsFrom(a.id);
  // Following every link takes more files in a minute than a person may.
  forgetting = setInterval(() => void db`delete from attempts`.catch(() => {}), 500);
});

test.afterAll(async () => {
  clearInterval(forgetting);
  const db = await sql();
  await uproot();
  await db`delete from report_schedules where person_id in (select id from people where partner_id = ${b.id})`;
  await db`delete from certifications where name like 'CANARY%'`;
  await db`delete from activities where subject like 'CANARY%'`;
  await forget([attacker]);
});

test("every route answers an id of another partner exactly as one that does not exist", async () => {
  const ids = await idsOf(b.id);
  const kinds = [
    "alert",
    "claim",
    "deal",
    "earning",
    "file",
    "issue",
    "partner",
    "person",
    "registration",
    "request",
    "run",
  ];
  expect([...new Set(ids.map(({ kind }) => kind))]).toEqual(expect.arrayContaining(kinds));
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
    for (const method of ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]) {
      const none = await attempt(template, nobody, method);
      // The ids of the kind that the route asks for with every verb, all others with the one that reads.
      const kind = /\[(\w+)Id\]/.exec(template)?.[1] ?? /(\w+)=\[id\]/.exec(template)?.[1] ?? "";
      const tried = ids.filter((each) => method === "GET" || each.kind === kind);
      const found = await Promise.all(tried.map(({ id }) => attempt(template, id, method)));
      for (const [n, answer] of found.entries()) {
        const id = tried[n]?.id as string;
        if (same(answer, none, id, nobody) || (await sameAgain(template, id, nobody, method))) continue;
        different.push(`${method} ${template} with ${id}: ${answer.status} instead of ${none.status}`);
      }
      if (method === "GET" && /Id\]/.test(template) && none.status !== 404)
        different.push(`${template}: ${none.status} for nobody`);
    }
  }
  expect(different).toEqual([]);
});

test("sec:T1 an id of another partner takes no longer to be refused than one that does not exist", async () => {
  const ids = await idsOf(b.id);
  const rows: Record<string, string> = {
    "/deals/[dealId]": "deal",
    "/alerts/[alertId]": "alert",
    "/funds/claims/[claimId]": "claim",
    "/incentives/lines/[earningId]": "earning",
    "/partners/[partnerId]": "partner",
    "/metrics/sourced_revenue?partner=[id]": "partner",
  };
  for (const [template, kind] of Object.entries(rows)) {
    const theirs = ids.find((each) => each.kind === kind)?.id as string;
    const [found, none]: [number[], number[]] = [[], []];
    for (let n = 0; n < 40; n++) {
      // One after the other, in turns, so that what else the machine does meets both.
      for (const [times, id] of n % 2
        ? ([
            [found, theirs],
            [none, randomUUID()],
          ] as const)
        : ([
            [none, randomUUID()],
            [found, theirs],
          ] as const)) {
        const started = performance.now();
        await attempt(template, id, "GET");
        times.push(performance.now() - started);
      }
    }
    expect(distance(found, none), `${template}: milliseconds beyond chance`).toBeLessThan(5);
  }
});

/** How far the medians differ beyond what chance makes of them: four standard errors, from the spread of each. */
function distance(one: number[], other: number[]): number {
  const at = (values: number[], part: number) =>
    [...values].sort((x, y) => x - y)[Math.floor(values.length * part)] as number;
  const error = (values: number[]) => (1.25 * (at(values, 0.75) - at(values, 0.25))) / 1.35 / Math.sqrt(values.length);
  return Math.abs(at(one, 0.5) - at(other, 0.5)) - 4 * Math.hypot(error(one), error(other));
}

test("a partner person finds nothing of another partner by following every link", async () => {
  const before = logsOf().map(({ text }) => text.length);
  const visited = await crawl({ session });
  expect(leaks(visited, secrets)).toEqual([]);
  expect(visited.filter(({ status }) => status >= 400).map(({ path, status }) => `${path}: ${status}`)).toEqual([]);
  expect(visited.some(({ path, text }) => path === `/partners/${a.id}` && text.includes(a.name))).toBe(true);
  everyKind(visited);
  const invitation = { name: "Guest", email: `guest-${attacker.id}@partner.example`, role: "partner_member" };
  await callAction(actionId("inviteColleague"), "/team", invitation, { session });
  await expect.poll(async () => (await mailsTo(invitation.email)).length, { timeout: 15_000 }).toBe(1);
  const mails = (await mailsTo(invitation.email)).map((mail) => ({
    path: "mail",
    status: 200,
    text: JSON.stringify(mail),
  }));
  expect(leaks(mails, secrets)).toEqual([]);
  await (await sql())`delete from people where email = ${invitation.email}`;
  const logs = logsOf().map(({ name, text }, n) => ({ path: name, status: 200, text: text.slice(before[n]) }));
  expect(leaks(logs, secrets)).toEqual([]);
});

test("the scope of the queries holds alone, with row-level security off", async () => {
  await rowSecurity("disable");
  try {
    const visited = await crawl({ session });
    everyKind(visited);
    expect(leaks(visited, secrets)).toEqual([]);
  } finally {
    await rowSecurity("enable");
  }
});

test("row-level security holds alone, with the scope of the built queries saying yes to every row", async () => {
  const server = await builtWithoutScope();
  await rowSecurity("enable");
  try {
    const visited = await crawl({ session, at: server.url });
    everyKind(visited);
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

test("sec:T12 two partners who read in turn through a cache that all share never get each other's page", async () => {
  const other = await invent("partner_admin", b.id);
  const readers = [
    { session, own: a, other: b },
    { session: await sessionOf(other.id), own: b, other: a },
  ];
  const cache = await sharedCache();
  const wrong: string[] = [];
  const paths = [
    "/home",
    "/deals",
    "/metrics",
    "/metrics/sourced_revenue",
    "/team",
    "/account",
    "/exports/deals",
    "/metrics/sourced_revenue/rows",
  ];
  const turns = paths.flatMap((path) => Array.from({ length: 50 }, () => path));
  try {
    await inTurns(turns, 3, async (path) => {
      for (const { session, own, other } of readers) {
        const { text, headers, status } = await send(path, { session, at: cache.url });
        if (status !== 200) wrong.push(`${path}: ${status}`);
        if (text.includes(other.name)) wrong.push(`${path} names another`);
        if (!/rows$|exports/.test(path) && !text.includes(own.name)) wrong.push(`${path} without the own name`);
        if (headers["cache-control"] !== "private, no-store") wrong.push(`${path}: ${headers["cache-control"]}`);
      }
    });
    expect({ wrong: [...new Set(wrong)], givenByCache: cache.hits() }).toEqual({ wrong: [], givenByCache: 0 });
    const [script] = (await send("/sign-in")).text.match(/\/_next\/static\/[^"]+\.js/) ?? [];
    for (let n = 0; n < 2; n++) await send(script as string, { at: cache.url });
    expect(cache.hits(), "of a script, which it may keep").toBe(1);
  } finally {
    await cache.stop();
    await forget([other]);
  }
});

test("sec:T12 the build has made no page in advance but the one for faults", () => {
  const made = JSON.parse(readFileSync(join(root, ".next/prerender-manifest.json"), "utf8"));
  expect(Object.keys(made.routes).sort()).toEqual(["/_global-error", "/icon.svg"]);
  expect(made.dynamicRoutes).toEqual({});
});

const logsOf = () =>
  ["web.log", "worker.log"].map((name) => ({ name, text: readFileSync(join(dataDir(), name), "utf8") }));

/** Pages, what the browser's router reads, a list's file, and the file of the rows behind a figure. */
function everyKind(visited: Visited[]) {
  expect(visited.length).toBeGreaterThan(60);
  for (const kind of [/^\/home$/, /^\/deals\/[\w-]{36} \(data\)$/, /^\/exports\/deals/, /^\/metrics\/\w+\/rows/])
    expect(
      visited.filter(({ path, status }) => kind.test(path) && status === 200).length,
      String(kind),
    ).toBeGreaterThan(0);
}

async function attempt(template: string, id: string, method: string): Promise<Answer> {
  return send(filled(template, id), { method, session });
}

/** React writes parts of a page in the order in which they were ready: a difference that comes by chance is gone at once. */
async function sameAgain(template: string, id: string, nobody: string, method: string): Promise<boolean> {
  for (let n = 0; n < 5; n++) {
    const [one, other] = await Promise.all([attempt(template, id, method), attempt(template, nobody, method)]);
    if (same(one, other, id, nobody)) return true;
  }
  return false;
}

/** Whether the answers differ in nothing but the id that was asked for and what is random in each. */
function same(one: Answer, other: Answer, id: string, nobody: string): boolean {
  const plain = ({ text }: Answer, asked: string) =>
    text
      .replaceAll(asked, "ID")
      .replace(/nonce(\\?["']?[=:]\\?["']?)[\w+/=-]+/g, "nonce$1N")
      .replace(/[A-Za-z0-9+/]{48}(?:==)?/g, "N")
      .replace(/\d{1,2} \w{3} \d{4}, \d{2}:\d{2}/g, "TIME")
      .replaceAll(/"\]\)<\/script><script nonce="N">self\.__next_f\.push\(\[1,"/g, "")
      .split("\\n")
      .sort()
      .join("\n");
  return one.status === other.status && plain(one, id) === plain(other, nobody);
}

/** Ids of every kind that belong to the partner and not to the attacker's. */
async function idsOf(partnerId: string): Promise<{ id: string; kind: string }[]> {
  const db = await sql();
  const [person] =
    await db`select id from people where partner_id = ${partnerId} and access = 'active' order by id limit 1`;
  const own = ownIds(await examplesOf(partnerId, person?.id)).filter(({ kind }) => kind !== "deal");
  const others = await db<{ id: string; kind: string }[]>`
    (select p.deal_id::text as id, 'deal' as kind from deal_partners p where p.partner_id = ${partnerId}
      and not exists (select 1 from deal_partners o where o.deal_id = p.deal_id and o.partner_id = ${a.id}) limit 3)
    union all (select id::text, '' from revenue_lines where partner_id = ${partnerId} limit 1)
    union all (select id::text, '' from certifications where partner_id = ${partnerId} limit 1)
    union all (select d.account_id::text, 'account' from deals d join deal_partners p on p.deal_id = d.id where p.partner_id = ${partnerId}
      and not exists (select 1 from deals o join deal_partners q on q.deal_id = o.id where o.account_id = d.account_id and q.partner_id = ${a.id}) limit 1)
    union all (select v.id::text, '' from partner_versions v where partner_id = ${partnerId} limit 1)`;
  return [...own, ...others];
}
