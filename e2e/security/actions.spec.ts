import { readFileSync } from "node:fs";
import { join } from "node:path";
import { can, type Permission, permissions } from "../../lib/access/permissions";
import { partnerRoles, type Role, staffRoles } from "../../lib/access/roles";
import type { Viewer } from "../../lib/access/viewer";
import { expect, portalUrl, test } from "../portal";
import {
  type Answer,
  callAction,
  contents,
  forget,
  invent,
  partners,
  type Stranger,
  send,
  serverActions,
  sessionOf,
  sql,
} from "./attacker";

/** What each action asks for: the committed list. An action that is not in it, or no longer exists, fails. */
const listed = JSON.parse(readFileSync(join(import.meta.dirname, "actions.json"), "utf8")) as Record<
  string,
  Permission | "public"
>;
const roles: readonly Role[] = [...staffRoles, ...partnerRoles];
const people = new Map<Role, Stranger>();

test.beforeAll(async () => {
  const { a } = await partners();
  for (const role of roles) people.set(role, await invent(role, a.id));
});
test.afterAll(() => forget([...people.values()]));

const sessionAs = (role: Role) => sessionOf((people.get(role) as Stranger).id);

test("the build has exactly the listed actions, and each names a permission that exists", () => {
  expect(serverActions().map(({ name }) => name)).toEqual(Object.keys(listed).sort((a, b) => a.localeCompare(b)));
  for (const permission of Object.values(listed)) expect(["public", ...Object.keys(permissions)]).toContain(permission);
});

test("no action can be made to fail or to change anything by bodies that no form sends", async () => {
  const session = await sessionAs("partner_member");
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
  ];
  const before = await contents();
  const broken: string[] = [];
  for (const { id, name } of serverActions()) {
    // Whoever ends the own session needs no field for it.
    const callers = listed[name] === "account.own" ? [undefined, undefined] : [undefined, session];
    for (const path of [name.startsWith("app/sign-in") ? "/sign-in" : "/"]) {
      const answers = await Promise.all(
        bodies.flatMap(([type, body]) =>
          callers.map((as) =>
            send(path, {
              method: "POST",
              body,
              session: as,
              headers: { origin: portalUrl(), "next-action": id, "content-type": type },
            }),
          ),
        ),
      );
      answers.forEach(({ status }, n) => {
        if (status >= 500 && !undecodable.includes(bodies[Math.floor(n / 2)]?.[1] as string))
          broken.push(`${name} at ${path} with ${bodies[Math.floor(n / 2)]?.[1].slice(0, 60)}: ${status}`);
      });
    }
  }
  expect(await contents()).toEqual(before);
  expect(broken).toEqual([]);
});

/** Next itself gives up on these, before any action is looked for, and answers 500. */
const undecodable = [
  "",
  "null",
  "--x--\r\n",
  "{",
  '["$F1","$h1"]',
  '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[{},"$Kzz"]\r\n--x--\r\n',
];

test("an action answers each role as the permission table says, and nobody who is not signed in", async () => {
  const target = people.get("partner_member") as Stranger;
  const form = { person: target.id, id: target.id, partner: target.partnerId ?? "", partnerId: target.partnerId ?? "" };
  const wrong: string[] = [];
  const before = await contents();
  for (const { id, name } of serverActions()) {
    const permission = listed[name];
    if (!permission || permission === "public" || permission === "account.own") continue;
    const anonymous = await callAction(id, "/sign-in", form);
    if (!isRedirectTo(anonymous, "/sign-in")) wrong.push(`${name}, signed out: ${anonymous.status}`);
    for (const role of roles) {
      const viewer = { kind: role.startsWith("partner") ? "partner" : "staff", role } as Viewer;
      if (can(viewer, permission)) continue;
      const answer = await callAction(id, "/home", form, { session: await sessionAs(role) });
      if (!isNotFound(answer))
        wrong.push(`${name}, ${role}: ${answer.status} instead of 404 ${answer.text.slice(0, 300)}`);
    }
  }
  const { sessions: _s, ...after } = await contents();
  const { sessions: _t, ...was } = before;
  expect(wrong).toEqual([]);
  expect(after).toEqual(was);
});

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
