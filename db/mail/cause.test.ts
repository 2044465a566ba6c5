import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Mailbox, startMailbox } from "@/bin/demo-services/mailbox";
import { withViewer } from "@/db/client";
import { invitePerson } from "@/db/people/commands";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";
import type { PartnerViewer } from "@/lib/access/viewer";
import { deliverMail } from "./deliver";

const database = testDatabase();
let mailbox: Mailbox;
let inviter: PartnerViewer;
let n = 0;

beforeAll(async () => {
  mailbox = await startMailbox({ smtpPort: 0, httpPort: 0 });
  vi.stubEnv("SMTP_URL", mailbox.smtpUrl);
});
afterAll(() => mailbox.close());

beforeEach(async () => {
  await database.sql`delete from mail_outbox`;
  const partnerId = await makePartner(database.sql, `Northwind ${++n}`);
  const email = `mara-${n}@northwind.example`;
  const personId = await makePerson(database.sql, { partnerId, email, role: "partner_admin", name: "Mara" });
  const sessionId = "00000000-0000-4000-8000-000000000000";
  inviter = {
    kind: "partner",
    role: "partner_admin",
    partnerId,
    partnerName: "",
    personId,
    sessionId,
    name: "Mara",
    email,
  };
});

/** Invites somebody, changes what holds in between, and lets the mail leave: how many reached the mailbox. */
async function mailsAfter(change: () => Promise<unknown>): Promise<number> {
  const email = `guest-${n}@northwind.example`;
  const person = { name: "Guest", email, role: "partner_member", partnerId: inviter.partnerId } as const;
  const mail = { portalUrl: "https://portal.example", staffDomains: [] };
  await withViewer(inviter, (tx) => invitePerson(tx, inviter, { ...person, ...mail }));
  await change();
  await deliverMail();
  return (await (await fetch(`${mailbox.url}/messages.json?to=${email}`)).json()).length;
}

test("sec:T15 an invitation leaves while its sender may invite", async () => {
  expect(await mailsAfter(async () => {})).toBe(1);
});

test.each([
  ["was demoted", () => database.sql`update people set role = 'partner_member' where id = ${inviter.personId}`],
  ["has lost the access", () => database.sql`update people set access = 'disabled' where id = ${inviter.personId}`],
  [
    "belongs to a suspended company",
    () => database.sql`update partners set status = 'suspended' where id = ${inviter.partnerId}`,
  ],
])("sec:T15 an invitation is wiped when its sender %s before it left", async (_, change) => {
  expect(await mailsAfter(async () => change())).toBe(0);
  const [row] = await database.sql`select sealed, sent_at, error from mail_outbox`;
  expect(row).toEqual({ sealed: null, sent_at: null, error: "its sender may not send it any more" });
});
