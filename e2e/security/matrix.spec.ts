import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partnerRoles, type Role, staffRoles } from "../../lib/access/roles";
import { expect, test } from "../portal";
import { forget, invent, partners, routes, type Stranger, send, sessionOf } from "./attacker";
import { examplesOf, pathOf, uproot } from "./examples";

test.describe.configure({ timeout: 180_000 });

type Matrix = Record<string, Record<string, number>>;
const file = join(import.meta.dirname, "matrix.json");
const roles = [...staffRoles, ...partnerRoles];

const people = new Map<Role, Stranger>();
test.afterAll(async () => {
  await uproot();
  await forget([...people.values()]);
});

/** With MATRIX=write the committed answers are replaced by today's, to be read before they are committed. */
test("every route answers every role as the committed matrix says", async () => {
  const { a } = await partners();
  for (const role of roles) people.set(role, await invent(role, a.id));
  const found: Matrix = Object.fromEntries(routes().map((route) => [route, {}]));
  for (const role of ["signed out", ...roles] as const) {
    const person = people.get(role === "signed out" ? "admin" : role) as Stranger;
    const session = role === "signed out" ? undefined : await sessionOf(person.id);
    const ids = await examplesOf(a.id, person.id);
    for (const route of routes()) {
      const { status, headers } = await send(pathOf(route, ids), { session });
      const home = String(headers.location ?? "");
      if (status === 307) expect(home, `${route} as ${role}`).toMatch(session ? /^\/(?!\/)/ : /^\/(sign-in|home)/);
      (found[route] as Record<string, number>)[role] = status;
    }
  }
  if (process.env.MATRIX === "write") writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  expect(found).toEqual(JSON.parse(readFileSync(file, "utf8")));
});
