import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson, makeSession } from "@/db/testing/people";
import { NotFound, Refused } from "@/lib/errors";
import { action } from "./action";
import { hashToken } from "./session-cookie";

const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock("react", async (original) => ({ ...(await original<object>()), cache: (work: unknown) => work }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: (name: string) => ({ value: request.cookies.get(name) }) }),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.mock("next/navigation", () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
  notFound: () => {
    throw new Error("not found");
  },
}));

const database = testDatabase();
let partnerId: string;

beforeEach(async () => {
  await database.sql`delete from people`;
  request.headers = new Headers({ origin: "http://localhost:3000" });
  request.cookies.clear();
  partnerId = await makePartner(database.sql, "Northwind");
});

async function signIn(role: string, viewAs?: string) {
  const company = role.startsWith("partner_") ? partnerId : null;
  const person = { role, email: `${randomBytes(5).toString("hex")}@x.example`, name: "Ada", partnerId: company };
  const token = randomBytes(32).toString("base64url");
  await makeSession(database.sql, await makePerson(database.sql, person), hashToken(token));
  if (viewAs)
    await database.sql`update sessions set view_as_partner_id = ${viewAs}, view_as_until = now() + interval '30 minutes'`;
  request.cookies.set("session", token);
}

const rename = action({
  name: "test.rename",
  permission: "people.manage",
  schema: z.object({ name: z.string().min(2, "Enter the name.") }),
  run: async ({ tx, input }) => {
    await tx.execute(sql`update partners set name = ${input.name}`);
    if (input.name === "taken") throw new Refused("This name is taken.", "name");
    if (input.name === "gone") throw new NotFound();
    return {
      audit: { action: "partner.changed", subject: { type: "partner", id: partnerId, name: input.name } },
      notice: "Renamed.",
    };
  },
});

const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const partnerName = async () => (await database.sql`select name from partners where id = ${partnerId}`)[0]?.name;
const audited = async () =>
  (await database.sql`select actor from audit_entries where subject_id = ${partnerId} and action = 'partner.changed'`)
    .length;

test("writes the change and exactly one audit entry", async () => {
  await signIn("admin");
  expect(await rename({}, form({ name: "Fabrikam" }))).toEqual({ notice: "Renamed." });
  expect([await partnerName(), await audited()]).toEqual(["Fabrikam", 1]);
});

test("a refusal keeps what was typed and changes nothing", async () => {
  await signIn("admin");
  expect(await rename({}, form({ name: "taken", $ACTION_KEY: "k" }))).toEqual({
    errors: { name: "This name is taken." },
    values: { name: "taken" },
  });
  expect(await rename({}, form({ name: "x" }))).toMatchObject({
    errors: { name: "Enter the name." },
    values: { name: "x" },
  });
  await expect(rename({}, form({ name: "gone" }))).rejects.toThrow("not found");
  expect([await partnerName(), await audited()]).toEqual(["Northwind", 0]);
});

const refusals = () =>
  database.sql`select actor, subject, partner_id, reason from audit_entries where action = 'access.refused' order by id`;

test.each(["finance", "partner_admin"])("is not there for %s, and the log says who tried (sec:A2)", async (role) => {
  await database.sql`truncate attempts`;
  const before = (await refusals()).length;
  await signIn(role);
  request.headers.set("x-portal-path", "/partners?q=secret");
  for (let n = 0; n < 45; n++) await expect(rename({}, form({ name: "Fabrikam" }))).rejects.toThrow("not found");
  expect(await partnerName()).toBe("Northwind");
  const noted = (await refusals()).slice(before);
  expect(noted).toHaveLength(40);
  expect(noted[0]).toEqual({
    actor: "Ada",
    subject: "/partners",
    partner_id: role === "finance" ? null : partnerId,
    reason: "Needs the permission people.manage.",
  });
});

test("sends the signed-out to the sign-in page, also with a session that is over", async () => {
  await expect(rename({}, form({ name: "Fabrikam" }))).rejects.toThrow("redirect /sign-in");
  await signIn("admin");
  await database.sql`update sessions set expires_at = now()`;
  await expect(rename({}, form({ name: "Fabrikam" }))).rejects.toThrow("redirect /sign-in");
});

test("sec:R4 staff who look as a partner can change nothing", async () => {
  await signIn("admin", partnerId);
  await expect(rename({}, form({ name: "Fabrikam" }))).rejects.toThrow("not found");
});

test("sec:R6 a role that was taken away ends what an open page could do", async () => {
  await signIn("admin");
  await database.sql`update people set role = 'executive'`;
  await expect(rename({}, form({ name: "Fabrikam" }))).rejects.toThrow("not found");
});

test.each([{ origin: "https://evil.test" }, { origin: "null" }, {}])(
  "sec:H2 a form sent with %j is refused",
  async (sent) => {
    await signIn("admin");
    request.headers = new Headers(sent as Record<string, string>);
    expect(await rename({}, form({ name: "Fabrikam" }))).toMatchObject({
      message: expect.stringContaining("not sent from"),
    });
    expect(await partnerName()).toBe("Northwind");
  },
);

test("sec:T3 what is no form is refused without a fault", async () => {
  await signIn("admin");
  for (const body of [undefined, null, "x", { name: "Fabrikam" }, []])
    expect(await rename({}, body as unknown as FormData)).toMatchObject({
      message: expect.stringContaining("incomplete"),
    });
});

test("sec:T3 a text that no database can keep is refused in the form, not by a fault", async () => {
  await signIn("admin");
  expect(await rename({}, form({ name: "Fabri\0kam" }))).toMatchObject({
    message: expect.stringContaining("cannot be kept"),
  });
  expect(await partnerName()).toBe("Northwind");
});
