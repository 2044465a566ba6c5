import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, portalUrl, test } from "../portal";
import { actionId, listed } from "./actions";
import {
  type Answer,
  callAction,
  contents,
  filled,
  forget,
  invent,
  partners,
  routes,
  type Stranger,
  send,
  serverActions,
  sessionOf,
  sql,
} from "./attacker";
import { examplesOf, pathOf, uproot } from "./examples";

const matrix = JSON.parse(readFileSync(join(import.meta.dirname, "matrix.json"), "utf8")) as Record<
  string,
  Record<string, number>
>;
const invented: Stranger[] = [];
let a: { id: string; name: string };

test.beforeAll(async () => {
  ({ a } = await partners());
});
test.afterAll(async () => {
  await uproot();
  await forget(invented);
});

async function person(role: Stranger["role"]): Promise<{ id: string; session: string }> {
  const stranger = await invent(role, a.id);
  invented.push(stranger);
  return { id: stranger.id, session: await sessionOf(stranger.id) };
}

const isNotFound = ({ status, text }: Answer) => status === 404 || text.includes("NEXT_HTTP_ERROR_FALLBACK;404");
const toSignIn = ({ status, headers }: Answer) =>
  [200, 303, 307].includes(status) && String(headers["x-action-redirect"] ?? headers.location).startsWith("/sign-in");

test.describe("sec:R4 staff who look at the portal as a partner", () => {
  const reason = "They asked what they see, says ticket 4711";

  async function looking() {
    const { id, session } = await person("program_owner");
    const form = { partner: a.id, reason };
    const started = await callAction(actionId("viewAsPartner"), `/partners/${a.id}/view-as`, form, { session });
    expect(started.status).toBeLessThan(400);
    return { id, session };
  }

  /** Pages that are there to change something: nobody who only looks gets them. */
  const forms = new Set([
    ...["/registrations/new", "/registrations/[registrationId]/edit", "/funds/requests/new", "/issues/new"],
    ...["/incentives/payout-details", "/reports", "/reports/[runId]/file", "/webhooks"],
  ]);

  test("have to say why, are told so on every page, for half an hour at most, and stand in the log with both names", async () => {
    const { id: unsaid, session: without } = await person("program_owner");
    await callAction(
      actionId("viewAsPartner"),
      `/partners/${a.id}/view-as`,
      { partner: a.id, reason: " " },
      { session: without },
    );
    const { id, session } = await looking();
    const db = await sql();
    const seen = await db`select person_id, view_as_partner_id, view_as_until - now() <= interval '30 minutes' as short
      from sessions where person_id in (${unsaid}, ${id}) order by view_as_partner_id nulls last`;
    expect([...seen]).toEqual([
      { person_id: id, view_as_partner_id: a.id, short: true },
      { person_id: unsaid, view_as_partner_id: null, short: null },
    ]);
    const entries =
      await db`select actor_id, partner_id, subject_id, reason from audit_entries where actor_id in (${unsaid}, ${id})`;
    expect([...entries]).toEqual([{ actor_id: id, partner_id: a.id, subject_id: a.id, reason }]);
    const ids = await examplesOf(a.id, id);
    for (const route of pagesOf("partner_admin")) {
      const path = pathOf(route, ids);
      const { status, text } = await send(path, { session });
      if (forms.has(route)) {
        expect([path, status]).toEqual([path, 404]);
        continue;
      }
      expect([
        path,
        status,
        text.includes(`You see the portal as <!-- -->`) ||
          text.includes(`You see the portal as ${a.name} does, read only`),
      ]).toEqual([path, 200, true]);
    }
  });

  test("can call no action that changes anything, and open no page or way in of staff", async () => {
    const { id: staff, session } = await looking();
    const ids = await examplesOf(a.id, staff);
    const before = await contents();
    const wrong: string[] = [];
    const own = ["signOut", "signOutEverywhere", "endOwnSession", "stopViewing", "saveDigest"];
    for (const { id, name } of serverActions()) {
      if (listed[name]?.roles === "everybody" || own.some((each) => name.endsWith(` ${each}`))) continue;
      const answer = await callAction(id, "/home", { partner: a.id, person: a.id, reason: "because" }, { session });
      if (!isNotFound(answer)) wrong.push(`${name}: ${answer.status}`);
    }
    for (const route of routes()) {
      if (matrix[route]?.partner_admin !== 404) continue;
      for (const method of ["GET", "POST"]) {
        const { status } = await send(filled(route, ids), { method, session, headers: { origin: portalUrl() } });
        if (![303, 400, 404, 405].includes(status)) wrong.push(`${method} ${route}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  test("are themselves again when the half hour is over, or when they lose the right to look", async () => {
    const db = await sql();
    const late = await looking();
    await db`update sessions set view_as_until = now() - interval '1 second' where person_id = ${late.id}`;
    expect((await send("/partners", { session: late.session })).status).toBe(200);
    const demoted = await looking();
    expect((await send("/team", { session: demoted.session })).status).toBe(200);
    await db`update people set role = 'finance' where id = ${demoted.id}`;
    expect((await send("/team", { session: demoted.session })).status).toBe(404);
  });

  test("can be seen by the company they looked at, and by no other", async () => {
    await looking();
    const { b } = await partners();
    const colleague = await person("partner_member");
    const other = await invent("partner_admin", b.id);
    invented.push(other);
    expect((await send("/team", { session: colleague.session })).text).toContain(reason);
    expect((await send("/team", { session: await sessionOf(other.id) })).text).not.toContain(reason);
  });
});

const pagesOf = (role: string) =>
  routes().filter(
    (route) => matrix[route]?.[role] === 200 && !/\[(fileId|report)\]|\/rows$|^\/(api|apply|sign-in)|icon/.test(route),
  );

test.describe("sec:R6 whoever loses a role in an open tab", () => {
  test("has no next page and no next action, though the session still holds", async () => {
    const { id, session } = await person("admin");
    const other = await person("finance");
    expect((await send("/admin/people", { session })).status).toBe(200);
    const db = await sql();
    await db`update people set role = 'executive' where id = ${id}`;
    expect((await send("/admin/people", { session })).status).toBe(404);
    const form = { person: other.id, role: "admin" };
    expect(isNotFound(await callAction(actionId("setRole"), `/admin/people/${other.id}`, form, { session }))).toBe(
      true,
    );
    expect((await db`select role from people where id = ${other.id}`)[0]).toEqual({ role: "finance" });
  });

  test("is signed out when another admin took it", async () => {
    const [tab, other, target] = [await person("admin"), await person("admin"), await person("finance")];
    const demote = { person: tab.id, role: "executive" };
    await callAction(actionId("setRole"), `/admin/people/${tab.id}`, demote, { session: other.session });
    expect(toSignIn(await send("/admin/people", { session: tab.session }))).toBe(true);
    const form = { person: target.id, role: "admin" };
    const answer = await callAction(actionId("setRole"), `/admin/people/${target.id}`, form, { session: tab.session });
    expect(toSignIn(answer)).toBe(true);
    expect((await (await sql())`select role from people where id = ${target.id}`)[0]).toEqual({ role: "finance" });
  });
});

type Change = (person: string, other: string) => Promise<unknown>;
const losses: Record<string, Change> = {
  "has lost the access": async (id) => (await sql())`update people set access = 'disabled' where id = ${id}`,
  "has signed out": async (id) => (await sql())`delete from sessions where person_id = ${id}`,
  "has another role": async (id) => (await sql())`update people set role = 'partner_admin' where id = ${id}`,
  "is of another company": async (id, other) => (await sql())`update people set partner_id = ${other} where id = ${id}`,
};
for (const [loss, change] of Object.entries(losses))
  test(`sec:T15 a download that runs breaks off once its reader ${loss}`, async () => {
    expect(await downloadDuring(change)).toMatch(/^broken off after \d{2,3} characters$/);
  });

test("sec:T15 a download that runs is whole when its reader loses nothing", async () => {
  const whole = await downloadDuring(async (id) => (await sql())`update people set title = 'Buyer' where id = ${id}`);
  expect(whole).toMatch(/^complete, \d{5,} characters$/);
});

/** How the download of a list ends for a person who is changed while it runs. */
async function downloadDuring(change: Change): Promise<string> {
  const { id, session } = await person("partner_member");
  const { b } = await partners();
  const db = await sql();
  const closing = await db.reserve();
  await closing`begin`;
  // The heading leaves before the rows are read, which wait here.
  await closing`lock table deals in access exclusive mode`;
  const { begun, outcome } = download("/exports/deals", session);
  try {
    await begun;
    await change(id, b.id);
  } finally {
    await closing`rollback`;
    closing.release();
  }
  return outcome;
}

/** Reads a file as it comes: `begun` once its first bytes are there. */
function download(path: string, session: string): { begun: Promise<void>; outcome: Promise<string> } {
  let text = "";
  let begin = () => {};
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const outcome = new Promise<string>((done) => {
    const sent = request(new URL(path, portalUrl()), { headers: { cookie: `session=${session}` } }, (answer) => {
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        text += chunk;
        begin();
      });
      answer.on("end", () => done(`complete, ${text.length} characters`));
      answer.on("error", () => done(`broken off after ${text.length} characters`));
    });
    sent.on("error", (error) => done(error.message));
    sent.end();
  });
  return { begun, outcome };
}
