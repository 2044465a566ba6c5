import { createHash, randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { withAuth } from "@/db/client";
import { unseal } from "@/db/mail/seal";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";
import { startSession } from "./sessions";
import { findSignInLink, issueSignInLink, spendSignInLink } from "./sign-in-links";

const database = testDatabase();
const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const here = hash("this browser");
const staffDomains = ["acme.example", "acme.test"];
let partnerId: string;
let email: string;
let personId: string;

beforeEach(async () => {
  await database.sql`delete from mail_outbox`;
  partnerId = await makePartner(database.sql, "Northwind");
  email = `${randomBytes(6).toString("hex")}@northwind.example`;
  personId = await makePerson(database.sql, { partnerId, email, role: "partner_member", access: "invited" });
});

async function issue(to = email) {
  const token = randomBytes(32).toString("base64url");
  const url = `https://portal.example/sign-in/link?token=${token}`;
  const sent = await withAuth((tx) =>
    issueSignInLink(tx, { email: to, tokenHash: hash(token), browserHash: here, url, staffDomains }),
  );
  return { token, sent };
}

/** What the page's button does: spends the link and starts a session in one transaction. */
function enter(token: string, browserHash: string | null = here, confirmed = false) {
  return withAuth(async (tx) => {
    const person = await spendSignInLink(tx, { tokenHash: hash(token), browserHash, confirmed, staffDomains });
    const session = {
      tokenHash: hash(randomBytes(32).toString("hex")),
      via: "link",
      userAgent: null,
      seconds: 60,
    } as const;
    if (person) await startSession(tx, { ...session, personId: person.personId });
    return Boolean(person);
  });
}

const sessionCount = async () => (await database.sql`select 1 from sessions where person_id = ${personId}`).length;

describe("a sign-in link", () => {
  test("sec:M1 opens one session, however many try it at once", async () => {
    const { token } = await issue();
    const entered = await Promise.all(Array.from({ length: 20 }, () => enter(token)));
    expect(entered.filter(Boolean)).toHaveLength(1);
    expect(await sessionCount()).toBe(1);
    const [person] = await database.sql`select access from people where id = ${personId}`;
    expect(person?.access).toBe("active");
  });

  test("sec:M2 is not spent by being read", async () => {
    const { token } = await issue();
    for (let look = 0; look < 50; look++) {
      const link = await withAuth((tx) =>
        findSignInLink(tx, { tokenHash: hash(token), browserHash: null, staffDomains }),
      );
      expect(link).toMatchObject({ personName: email, partnerName: "Northwind", sameBrowser: false });
    }
    expect(await sessionCount()).toBe(0);
    expect(await enter(token)).toBe(true);
  });

  test("sec:M3 stands in no table as it is, the mail that waits included", async () => {
    const { token } = await issue();
    const tables =
      await database.sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    for (const { relname } of tables) {
      const rows = await database.sql`select 1 from ${database.sql(relname)} t where t::text like ${`%${token}%`}`;
      expect(rows, relname).toHaveLength(0);
    }
    const [mail] = await database.sql`select sealed, recipient from mail_outbox`;
    expect(mail?.recipient).toBe(email);
    expect(unseal(mail?.sealed, email).text).toContain(token);
    expect(() => unseal(mail?.sealed, "other@northwind.example")).toThrow();
  });

  test("sec:M4 holds 10 minutes by the database's clock", async () => {
    const { token } = await issue();
    await database.sql`update one_time_tokens set expires_at = expires_at - interval '9 minutes 55 seconds'`;
    expect(
      await withAuth((tx) => findSignInLink(tx, { tokenHash: hash(token), browserHash: here, staffDomains })),
    ).not.toBeNull();
    await database.sql`update one_time_tokens set expires_at = expires_at - interval '5 seconds'`;
    expect(await enter(token)).toBe(false);
  });

  test("sec:M5 is looked up with its purpose: a token of another kind opens nothing", async () => {
    const { token } = await issue();
    // The table refuses such a row by itself; the look-up does not rely on that.
    await database.sql`alter table one_time_tokens drop constraint one_time_tokens_for`;
    await database.sql`update one_time_tokens set purpose = 'application' where person_id = ${personId}`;
    expect(await enter(token)).toBe(false);
    const session = randomBytes(32).toString("base64url");
    const values = { personId, tokenHash: hash(session), via: "link", userAgent: null, seconds: 60 } as const;
    await withAuth((tx) => startSession(tx, values));
    expect(await enter(session)).toBe(false);
  });

  test("sec:M6 ends when a newer one is asked for", async () => {
    const [older, newer] = [await issue(), await issue()];
    expect(await enter(older.token)).toBe(false);
    expect(await enter(newer.token)).toBe(true);
  });

  test("sec:M6 opened in another browser waits for a confirmation, unspent", async () => {
    const { token } = await issue();
    expect(await enter(token, hash("another browser"))).toBe(false);
    expect(await enter(token, null)).toBe(false);
    expect(await enter(token, hash("another browser"), true)).toBe(true);
  });
});

describe("no link", () => {
  const refused = async (address: string) => {
    expect((await issue(address)).sent).toBe(false);
    expect(await database.sql`select 1 from mail_outbox`).toHaveLength(0);
  };

  test("is mailed to an address nobody has", () => refused("nobody@northwind.example"));

  test("sec:M14 is mailed to staff", async () => {
    await makePerson(database.sql, { email: "staff@acme.example", role: "admin" });
    await refused("staff@acme.example");
  });

  test("sec:M14 is mailed to, or opens for, an address of a staff domain, whatever the person is written down as", async () => {
    const { token } = await issue();
    await database.sql`update people set email = replace(email, 'northwind.example', 'ACME.test') where id = ${personId}`;
    await database.sql`delete from mail_outbox`;
    await refused(email.replace("northwind.example", "acme.test"));
    expect(await enter(token)).toBe(false);
  });

  test.each(["none", "disabled"])("is mailed to a person whose access is %s", async (access) => {
    await database.sql`update people set access = ${access} where id = ${personId}`;
    await refused(email);
  });

  test("is mailed to, or opens for, people of a suspended partner", async () => {
    const { token } = await issue();
    await database.sql`update partners set status = 'suspended' where id = ${partnerId}`;
    expect(await enter(token)).toBe(false);
    await database.sql`delete from mail_outbox`;
    await refused(email);
  });

  test("opens for a person who was disabled after asking", async () => {
    const { token } = await issue();
    await database.sql`update people set access = 'disabled' where id = ${personId}`;
    expect(await enter(token)).toBe(false);
  });
});
