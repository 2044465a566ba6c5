import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { asLogin, withAuth } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { makePerson, makeSession } from "@/db/testing/people";
import { endProviderSessions, type ProviderLogout, startSession } from "./sessions";

const database = testDatabase();
const issuer = "https://id.acme.example";
const anything = () => randomBytes(8).toString("hex");
let subject: string;
let person: string;

beforeEach(async () => {
  subject = anything();
  person = await makePerson(database.sql, { email: `${subject}@acme.example`, role: "finance" });
  await database.sql`insert into staff_identities (issuer, subject, person_id) values (${issuer}, ${subject}, ${person})`;
});

async function signIn(providerSession: string | null): Promise<string> {
  const hash = await makeSession(database.sql, person, anything());
  await database.sql`update sessions set provider_session = ${providerSession} where token_hash = ${hash}`;
  return hash;
}
const end = (logout: Partial<ProviderLogout>) =>
  withAuth((tx) => endProviderSessions(tx, { issuer, tokenId: anything(), ...logout }));
const left = async () =>
  (await database.sql`select token_hash from sessions where person_id = ${person}`).map((row) => row.token_hash);

test("sec:S5 a logout of one sign-in at the provider ends what came of that one", async () => {
  const [first, second] = [await signIn("one"), await signIn("two")];
  await end({ providerSession: "one" });
  expect(await left()).toEqual([second]);
  await end({ subject, providerSession: "two" });
  expect(await left()).toEqual([]);
  expect(first).not.toBe(second);
});

test("sec:S5 a logout of a person ends all, also what never learned its name at the provider", async () => {
  const unnamed = await signIn(null);
  await signIn("one");
  await end({ providerSession: "two" });
  expect(await left()).toHaveLength(2);
  await end({ subject, providerSession: "one" });
  expect(await left()).toEqual([]);
  await signIn("one");
  await signIn(null);
  await end({ subject });
  expect(await left()).toEqual([]);
  expect(unnamed).toBeTruthy();
});

test("sec:S5 another issuer's or another person's logout ends nothing", async () => {
  await signIn("one");
  await end({ issuer: "https://evil.example", subject, providerSession: "one" });
  await end({ subject: "someone-else" });
  await end({ subject: "someone-else", providerSession: "one" });
  expect(await left()).toHaveLength(1);
});

test("sec:S5 a token is used once, and one audit entry says what it did", async () => {
  const tokenId = anything();
  await signIn("one");
  expect(await end({ subject, tokenId })).toBe(true);
  await signIn("one");
  expect(await end({ subject, tokenId })).toBe(false);
  expect(await left()).toHaveLength(1);
  const entries = await database.sql`select actor, action, after from audit_entries where subject_id = ${person}`;
  expect(entries).toEqual([{ actor: "Single sign-on", action: "session.ended_all", after: { sessions: 1 } }]);
});

test("sec:M12 a sign-in ends the session that the browser brought, whoever's it was", async () => {
  const brought = await signIn(null);
  const other = await makePerson(database.sql, { email: `${anything()}@acme.example`, role: "finance" });
  const session = { personId: other, tokenHash: anything(), via: "sso", userAgent: null, seconds: 60 } as const;
  await withAuth((tx) => startSession(tx, { ...session, replaces: brought }));
  expect(await left()).toEqual([]);
});

test("req:O5 what the worker reads for somebody's report is no visit of theirs", async () => {
  const hash = await makeSession(database.sql, person, anything());
  const open = async () => {
    await database.sql`update sessions set last_seen_at = created_at where token_hash = ${hash}`;
    return (await asLogin((db) => db.execute(sql`select via from open_session(${hash})`)))[0]?.via;
  };
  const visits = async () => (await database.sql`select 1 from visits where person_id = ${person}`).length;
  await database.sql`update sessions set via = 'report' where token_hash = ${hash}`;
  expect([await open(), await visits()]).toEqual(["report", 0]);
  await database.sql`update sessions set via = 'link' where token_hash = ${hash}`;
  expect([await open(), await visits()]).toEqual(["link", 1]);
});
