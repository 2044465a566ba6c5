import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Mailbox, startMailbox } from "@/bin/demo-services/mailbox";
import { withAuth } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/people";
import { queueMail } from "./commands";
import { deliverMail } from "./deliver";
import { letter } from "./letter";

const database = testDatabase();
let mailbox: Mailbox;

beforeAll(async () => {
  mailbox = await startMailbox({ smtpPort: 0, httpPort: 0 });
});
afterAll(() => mailbox.close());
beforeEach(async () => {
  vi.stubEnv("SMTP_URL", mailbox.smtpUrl);
  vi.spyOn(console, "error").mockImplementation(() => {});
  await database.sql`delete from mail_outbox`;
});

const message = letter("Hello", ["Hello <b>Mara</b>,"], {
  label: "Open",
  url: "https://portal.example/sign-in?a=1&b=2",
});
const queue = (to: string) => withAuth((tx) => queueMail(tx, { to, ...message }));
const caught = async (to: string) => (await fetch(`${mailbox.url}/messages.json?to=${to}`)).json();
const outbox = async () => (await database.sql`select * from mail_outbox`)[0];

test("a mail is sent once, however many deliver at once, and wiped from the outbox", async () => {
  await queue("one@x.example");
  await Promise.all(Array.from({ length: 19 }, () => queue("many@x.example")));
  const sent = await Promise.all(Array.from({ length: 8 }, () => deliverMail()));
  expect(sent.reduce((sum, count) => sum + count)).toBe(20);
  expect(await caught("many@x.example")).toHaveLength(19);
  const mails = await caught("one@x.example");
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ subject: "Hello", links: ["https://portal.example/sign-in?a=1&b=2"] });
  expect(mails[0].html).toContain("&lt;b&gt;Mara&lt;/b&gt;");
  expect(await outbox()).toMatchObject({ sealed: null, error: null, attempts: 1 });
});

test("a mail server that is away costs no mail: it is tried again later", async () => {
  vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:1");
  await queue("two@x.example");
  expect(await deliverMail()).toBe(0);
  expect(await outbox()).toMatchObject({ sent_at: null, error: expect.stringMatching(/ECONN|ESOCKET/) });
  vi.stubEnv("SMTP_URL", mailbox.smtpUrl);
  expect(await deliverMail()).toBe(0);
  await database.sql`update mail_outbox set next_attempt_at = now()`;
  expect(await deliverMail()).toBe(1);
  expect(await caught("two@x.example")).toHaveLength(1);
});

test("sec:S5 a mail that waits for someone whose access ended is wiped instead of sent", async () => {
  await makePerson(database.sql, { email: "Gone@x.example", role: "finance", access: "disabled" });
  await queue("gone@x.example");
  expect(await deliverMail()).toBe(0);
  expect(await outbox()).toMatchObject({ sealed: null, sent_at: null, error: expect.stringContaining("access") });
  expect(await caught("gone@x.example")).toHaveLength(0);
});

test("without a mail server the outbox says so", async () => {
  vi.stubEnv("SMTP_URL", "");
  await queue("three@x.example");
  expect(await deliverMail()).toBe(0);
  expect(await outbox()).toMatchObject({ error: expect.stringContaining("SMTP_URL"), attempts: 0 });
});
