import { randomBytes } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { requestLink } from "@/app/sign-in/actions";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";

const seen = vi.hoisted(() => ({ done: [] as string[], later: [] as (() => Promise<unknown>)[] }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ origin: "http://localhost:3000" }),
  cookies: async () => ({ get: () => undefined, set: (name: string) => seen.done.push(`cookie ${name}`) }),
}));
vi.mock("next/server", () => ({ after: (work: () => Promise<unknown>) => seen.later.push(work) }));
vi.mock("next/navigation", () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
  notFound: () => {
    throw new Error("not found");
  },
}));
vi.mock("./sso", () => ({ singleSignOnUrl: async () => "" }));
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.mock("@/db/client", async (original) => {
  const real = await original<typeof import("@/db/client")>();
  const asLogin: typeof real.asLogin = (statement) => {
    seen.done.push("a statement of the web login");
    return real.asLogin(statement);
  };
  const withAuth: typeof real.withAuth = (work) => {
    seen.done.push("a transaction of the sign-in");
    return real.withAuth(work);
  };
  return { ...real, asLogin, withAuth };
});

const database = testDatabase();
const anyone = () => `${randomBytes(6).toString("hex")}@northwind.example`;

beforeEach(() => {
  vi.stubEnv("SMTP_URL", "");
  vi.spyOn(console, "error").mockImplementation(() => {});
});

/** What is done before the answer, and how many links come of what is done after it. */
async function ask(email: string) {
  [seen.done, seen.later] = [[], []];
  const form = new FormData();
  form.set("email", email);
  const answer = await requestLink({}, form).catch((error: Error) => error.message);
  const before = [...seen.done];
  for (const work of seen.later) await work();
  const [row] = await database.sql`select count(*)::int as n from one_time_tokens`;
  return { answer, before, later: seen.later.length, links: row?.n };
}

test("sec:M7 before the answer the same is done for every address: nothing that depends on whose it is", async () => {
  const partnerId = await makePartner(database.sql, "Northwind");
  const [known, ended, staff] = [anyone(), anyone(), "ada@acme.example"];
  await makePerson(database.sql, { partnerId, email: known, role: "partner_member" });
  await makePerson(database.sql, { partnerId, email: ended, role: "partner_member", access: "disabled" });
  await makePerson(database.sql, { email: staff, role: "admin" });
  const unknown = await ask(anyone());
  expect(unknown).toEqual({
    answer: "redirect /sign-in/check-mail",
    before: ["a statement of the web login", "a statement of the web login", "cookie sign-in-browser"],
    later: 1,
    links: 0,
  });
  expect(await ask(ended)).toEqual(unknown);
  expect(await ask(staff)).toEqual(unknown);
  expect(await ask(known)).toEqual({ ...unknown, links: 1 });
});
