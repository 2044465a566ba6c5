import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { withAuth } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson, makeSession } from "@/db/testing/people";
import type { StaffRole } from "@/lib/access/roles";
import { admitStaff } from "./staff-sign-in";

const database = testDatabase();
const issuer = "https://id.acme.example";
const anyone = () => randomBytes(5).toString("hex");

function admit(subject: string, email: string, role: StaffRole | null = "finance") {
  return withAuth((tx) => admitStaff(tx, { issuer, subject, email, name: subject, role }));
}

const personOf = async (id: string) => (await database.sql`select * from people where id = ${id}`)[0];
const admitted = async (admission: ReturnType<typeof admit>) => (await admission) as { personId: string };

test("a first sign-in makes a staff person with the role of the group", async () => {
  const name = anyone();
  const { personId } = await admitted(admit(name, `${name}@acme.example`));
  expect(await personOf(personId)).toMatchObject({
    kind: "staff",
    role: "finance",
    access: "active",
    partner_id: null,
  });
});

test("sec:S2 the same subject with a changed address is the same person; another subject with their address is refused", async () => {
  const name = anyone();
  const first = await admitted(admit(name, `${name}@acme.example`));
  expect(await admit(name, `${name}.new@acme.example`)).toEqual(first);
  expect(await personOf(first.personId)).toMatchObject({ email: `${name}.new@acme.example` });
  expect(await admit(anyone(), `${name}.new@acme.example`)).toEqual({ refused: "address" });
});

test("sec:M14 a partner person's address never becomes staff", async () => {
  const email = `${anyone()}@acme.example`;
  const partnerId = await makePartner(database.sql, "Northwind");
  const personId = await makePerson(database.sql, { partnerId, email, role: "partner_admin" });
  expect(await admit(anyone(), email)).toEqual({ refused: "address" });
  expect(await personOf(personId)).toMatchObject({ kind: "partner", role: "partner_admin" });
});

test("sec:M14 an invited staff person is linked, and inherits neither role nor session made before", async () => {
  const email = `${anyone()}@acme.example`;
  const invited = await makePerson(database.sql, { email, role: "admin", access: "invited" });
  await makeSession(database.sql, invited, anyone());
  expect(await admit(anyone(), email, "executive")).toEqual({ personId: invited });
  expect(await personOf(invited)).toMatchObject({ role: "executive", access: "active" });
  expect(await database.sql`select 1 from sessions where person_id = ${invited}`).toHaveLength(0);
});

test("sec:S4 another group is another role at the next sign-in, and the older sessions end", async () => {
  const name = anyone();
  const { personId } = await admitted(admit(name, `${name}@acme.example`, "admin"));
  await makeSession(database.sql, personId, anyone());
  await admit(name, `${name}@acme.example`, "admin");
  expect(await database.sql`select 1 from sessions where person_id = ${personId}`).toHaveLength(1);
  await admit(name, `${name}@acme.example`, "executive");
  expect(await personOf(personId)).toMatchObject({ role: "executive" });
  expect(await database.sql`select 1 from sessions where person_id = ${personId}`).toHaveLength(0);
});

test("sec:S4 no group means no access: nobody is made, and a known person's access and sessions end", async () => {
  const name = anyone();
  expect(await admit(name, `${name}@acme.example`, null)).toEqual({ refused: "no-role" });
  expect(await database.sql`select 1 from people where name = ${name}`).toHaveLength(0);
  const { personId } = await admitted(admit(name, `${name}@acme.example`));
  await makeSession(database.sql, personId, anyone());
  expect(await admit(name, `${name}@acme.example`, null)).toEqual({ refused: "no-role" });
  expect(await personOf(personId)).toMatchObject({ access: "none" });
  expect(await database.sql`select 1 from sessions where person_id = ${personId}`).toHaveLength(0);
});

test("sec:S5 a disabled person stays out, whatever the provider says", async () => {
  const name = anyone();
  const { personId } = await admitted(admit(name, `${name}@acme.example`));
  await database.sql`update people set access = 'disabled' where id = ${personId}`;
  expect(await admit(name, `${name}@acme.example`, "admin")).toEqual({ refused: "disabled" });
  const email = `${anyone()}@acme.example`;
  await makePerson(database.sql, { email, role: "finance", access: "disabled" });
  expect(await admit(anyone(), email, "admin")).toEqual({ refused: "disabled" });
});

test("two first sign-ins of one subject at once make one person", async () => {
  const name = anyone();
  const both = await Promise.allSettled([1, 2].map(() => admit(name, `${name}@acme.example`)));
  expect(both.some(({ status }) => status === "fulfilled")).toBe(true);
  expect(await database.sql`select 1 from people where name = ${name}`).toHaveLength(1);
});
