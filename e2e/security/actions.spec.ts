import type { Role } from "../../lib/access/roles";
import { expect, portalUrl, test } from "../portal";
import { listed, pageOf, roles } from "./actions";
import {
  type Answer,
  callAction,
  contents,
  filled,
  forget,
  inTurns,
  invent,
  partners,
  type Stranger,
  send,
  serverActions,
  sessionOf,
  sql,
} from "./attacker";

test.describe.configure({ timeout: 180_000 });

const people = new Map<Role, Stranger>();
let gone: Stranger;

test.beforeAll(async () => {
  const { a } = await partners();
  for (const role of roles) people.set(role, await invent(role, a.id));
  gone = await invent("admin", a.id);
  await (await sql())`update people set access = 'disabled' where id = ${gone.id}`;
});
test.afterAll(() => forget([gone, ...people.values()]));

const sessionAs = (role: Role) => sessionOf((people.get(role) as Stranger).id);

test("sec:T4 the build has exactly the listed actions", () => {
  expect(serverActions().map(({ name }) => name)).toEqual(Object.keys(listed).sort((a, b) => a.localeCompare(b)));
});

test("sec:R1 each action answers each role, the disabled and the signed-out as its line in the list says", async () => {
  const disabled = await sessionOf(gone.id);
  const callers = new Map<Role | "nobody" | "disabled", () => Promise<string | undefined>>([
    ["nobody", async () => undefined],
    ["disabled", async () => disabled],
    ...roles.map((role) => [role, () => sessionAs(role)] as const),
  ]);
  const wrong: string[] = [];
  let cells = 0;
  for (const { id, name } of serverActions()) {
    const allowed = listed[name]?.roles ?? [];
    await Promise.all(
      [...callers].map(async ([caller, session]) => {
        const answer = await callAction(
          id,
          caller === "nobody" || caller === "disabled" ? "/sign-in" : "/home",
          {},
          { session: await session() },
        );
        const signedOut = caller === "nobody" || caller === "disabled";
        const refused = signedOut ? isRedirectTo(answer, "/sign-in") : isNotFound(answer);
        const may = allowed === "everybody" || (allowed as readonly string[]).includes(caller);
        if (refused === may) wrong.push(`${name}, ${caller}: ${refused ? "refused" : "let in"} (${answer.status})`);
        if (answer.status >= 500) wrong.push(`${name}, ${caller}: ${answer.status}`);
        cells += 1;
      }),
    );
  }
  expect(wrong).toEqual([]);
  expect(cells).toBe(Object.keys(listed).length * (roles.length + 2));
});

test("sec:T3 no action reads or writes a row for a caller who may not call it, whatever the body and wherever it is sent", async () => {
  const disabled = await sessionOf(gone.id);
  const session = await sessionAs("partner_member");
  const { a } = await partners();
  const before = await contents();
  const broken: string[] = [];
  let tried = 0;
  const open = await closeTables();
  try {
    for (const [number, { id, name }] of serverActions().entries()) {
      // What a partner person may call shows them their page again, which reads.
      const own = listed[name]?.roles === "everybody" || listed[name]?.roles.includes("partner_member");
      // A page of their own answers a body that is no action at all as if it had been opened.
      const page = pageOf(id) === "/team" ? "/admin/people" : filled(pageOf(id), a.id);
      const paths = ["/", "/sign-in", page];
      // Every third body in its turn, so that each action has some and each body meets many; with ROUNDS=all every one.
      const attempts = [undefined, disabled, ...(own ? [] : [session])].flatMap((as, who) =>
        bodies
          .map(([type, body], n) => ({ as, type, body, path: paths[(n + who + number) % paths.length] as string, n }))
          .filter(({ n }) => every || (n + who + number) % 3 === 0),
      );
      await inTurns(attempts, 12, async ({ as, type, body, path }) => {
        const headers = { origin: portalUrl(), "next-action": id, "content-type": type };
        const { status } = await send(path, { method: "POST", body, session: as, headers });
        tried += 1;
        if (status >= 500) broken.push(`${name} at ${path} with ${body.slice(0, 60)}: ${status}`);
      });
    }
  } finally {
    await open();
  }
  expect(broken).toEqual([]);
  expect(await contents()).toEqual(before);
  expect(tried).toBeGreaterThan(Object.keys(listed).length * bodies.length * (every ? 2 : 0.6));
});

/**
 * Closes every table to everybody but those that tell who asks, how many alerts wait for them, what the program is called and
 * who asked too often: what reads or writes a row of another one waits until its time is over, and fails. Returns what opens them.
 */
async function closeTables(): Promise<() => Promise<void>> {
  const db = await sql();
  const who = ["sessions", "people", "partners", "visits", "settings", "attempts", "alerts"];
  // It is noted in these that somebody was there, and by the worker that it lives.
  const open = [...who, "metric_dirty", "metric_changes", "page_views", "job_workers", "job_looks"];
  const tables = await db<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all(${open})`;
  expect(tables.length).toBeGreaterThan(25);
  const closing = await db.reserve();
  await closing`begin`;
  await closing.unsafe(`lock table ${tables.map(({ name }) => name).join(", ")} in access exclusive mode`);
  return async () => {
    await closing`rollback`;
    closing.release();
  };
}

const every = process.env.ROUNDS === "all";

/** What no form sends. */
const bodies: [type: string, body: string][] = [
  ["text/plain;charset=UTF-8", ""],
  ["text/plain;charset=UTF-8", "[]"],
  ["text/plain;charset=UTF-8", "{"],
  ["text/plain;charset=UTF-8", "null"],
  ["text/plain;charset=UTF-8", '["$undefined","$undefined"]'],
  ["text/plain;charset=UTF-8", '[{},{"email":"a@b.example"}]'],
  ["text/plain;charset=UTF-8", '["$K1"]'],
  ["text/plain;charset=UTF-8", '["$F1","$h1"]'],
  ["text/plain;charset=UTF-8", '[{"__proto__":{"x":1}},{"constructor":{"prototype":{}}}]'],
  ["text/plain;charset=UTF-8", `[${"[".repeat(2000)}${"]".repeat(2000)}]`],
  ["text/plain;charset=UTF-8", `["${"x".repeat(100_000)}"]`],
  ["application/json", '{"0":"[]"}'],
  ["application/x-www-form-urlencoded", "person=1&role=admin"],
  ["multipart/form-data; boundary=x", ""],
  ["multipart/form-data; boundary=x", "--x--\r\n"],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$K1","$K1","$K1"]\r\n--x--\r\n',
  ],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[{},"$Kzz"]\r\n--x--\r\n',
  ],
  ["text/plain;charset=UTF-8", '["$@1","$Q2","$W3"]'],
  ["text/plain;charset=UTF-8", '[{},{"then":"$1:constructor:constructor"}]'],
  ["application/octet-stream", "\u0000\u0001\u0002"],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="1_person"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$undefined","$K1"]\r\n--x--\r\n',
  ],
];

test("a form from elsewhere is refused by every action and handler, and writes nothing", async () => {
  const session = await sessionAs("admin");
  const target = people.get("executive") as Stranger;
  const form = {
    person: target.id,
    role: "admin",
    reason: "a reason",
    email: "x@northstar.example",
    name: "X",
    theme: "dark",
  };
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    { origin: portalUrl().replace("localhost", "localhost.evil.example") },
    { origin: portalUrl(), "sec-fetch-site": "cross-site" },
  ];
  const before = await contents();
  for (const { id } of serverActions())
    for (const headers of foreign) {
      const answer = await callAction(id, "/home", form, { session, headers });
      expect(answer.headers["set-cookie"] ?? []).toEqual([]);
    }
  const posted = foreign.map((headers) =>
    send("/sign-in/link/use", {
      method: "POST",
      body: "token=x&confirmed=yes",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    }),
  );
  expect((await Promise.all(posted)).map(({ status }) => status)).toEqual(foreign.map(() => 403));
  expect(await contents()).toEqual(before);
});

test("an invitation takes nothing from the form but name, address and role, and never leads outside the own company", async () => {
  const { b } = await partners();
  const session = await sessionAs("partner_admin");
  const invite = serverActions().find(({ name }) => name.endsWith(" inviteColleague"))?.id as string;
  const email = `guest-${Date.now()}@partner.example`;
  const more = {
    partnerId: b.id,
    partner_id: b.id,
    kind: "staff",
    access: "active",
    managerId: b.id,
    id: b.id,
    invitedById: b.id,
  };
  const asStaff = await callAction(invite, "/team", { name: "Guest", email, role: "admin", ...more }, { session });
  expect(asStaff.status).toBe(200);
  const db = await sql();
  expect(await db`select 1 from people where email = ${email}`).toHaveLength(0);
  await callAction(invite, "/team", { name: "Guest", email, role: "partner_member", ...more }, { session });
  const [guest] = await db`select kind, role, access, partner_id from people where email = ${email}`;
  expect(guest).toEqual({
    kind: "partner",
    role: "partner_member",
    access: "invited",
    partner_id: people.get("partner_admin")?.partnerId,
  });
  await db`delete from people where email = ${email}`;
});

test("a partner admin cannot end, restore or invite people of another company", async () => {
  const { b } = await partners();
  const db = await sql();
  const [other] = await db`select id from people where partner_id = ${b.id} and access = 'active' limit 1`;
  const session = await sessionAs("partner_admin");
  const before = await contents();
  for (const name of ["disableColleague", "enableColleague"]) {
    const id = serverActions().find((action) => action.name.endsWith(` ${name}`))?.id as string;
    expect((await callAction(id, "/team", { person: other?.id }, { session })).status, name).toBe(404);
  }
  expect(await contents()).toEqual(before);
});

/** An action that is called at another page than its own is passed on by Next, which loses the status on the way. */
const isNotFound = ({ status, text }: Answer) => status === 404 || text.includes("NEXT_HTTP_ERROR_FALLBACK;404");

function isRedirectTo(
  { status, headers }: { status: number; headers: Record<string, unknown> },
  path: string,
): boolean {
  const to = String(headers["x-action-redirect"] ?? headers.location ?? "");
  return [200, 303, 307].includes(status) && to.startsWith(path);
}
