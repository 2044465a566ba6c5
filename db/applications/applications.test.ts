import { beforeAll, describe, expect, it } from "vitest";
import { withAuth, withViewer } from "@/db/client";
import { spendSignInLink } from "@/db/people/sign-in-links";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";
import type { StaffViewer } from "@/lib/access/viewer";
import { decisionForm } from "@/lib/applications/form";
import { NotFound, Refused } from "@/lib/errors";
import { forgetApplications } from "./clock";
import { decideApplication } from "./decide";
import { answerApplication, applicationLinkHolds, confirmApplication, fileApplication } from "./file";
import { listApplications, readApplicationPage } from "./queries";

const database = testDatabase();
let staff: StaffViewer;
let tokens = 0;

beforeAll(async () => {
  const personId = await makePerson(database.sql, {
    role: "channel_manager",
    email: "mara@northstar.example",
    name: "Mara",
  });
  staff = {
    kind: "staff",
    role: "channel_manager",
    personId,
    sessionId: personId,
    name: "Mara",
    email: "mara@northstar.example",
  };
});

const words = {
  company: "Larch Systems",
  domain: "larch.example",
  country: "Sweden",
  type: "reseller" as const,
  contactName: "Liv Larch",
  contactEmail: "liv@larch.example",
  contactTitle: null,
  sells: "We sell to the forest industry.",
  expects: null,
};
const waiting = { show: "waiting", page: 1 } as const;
const setting = () => ({
  today: "2026-05-20",
  portalUrl: "https://portal.example",
  staffDomains: ["northstar.example"],
  link: { tokenHash: `answer ${tokens++}`, url: "https://portal.example/apply/answer" },
});
const mails = async (to: string) => (await database.sql`select 1 from mail_outbox where recipient = ${to}`).length;

async function file(more: Partial<typeof words> = {}) {
  const tokenHash = `application ${tokens++}`;
  await withAuth((tx) =>
    fileApplication(tx, { ...words, ...more }, { tokenHash, url: "https://portal.example/apply/confirm" }),
  );
  return tokenHash;
}
async function confirmed(more: Partial<typeof words> = {}) {
  const hash = await file(more);
  await withAuth((tx) => confirmApplication(tx, hash));
  const [row] = await database.sql`select application_id as id from one_time_tokens where token_hash = ${hash}`;
  return row?.id as string;
}
const decide = (applicationId: string, decision: string, more: object = {}, given = setting()) =>
  withViewer(staff, (tx) =>
    decideApplication(
      tx,
      { personId: staff.personId, name: staff.name },
      decisionForm.parse({ applicationId, decision, reason: "Because", managerId: staff.personId, ...more }),
      given,
    ),
  );

describe("an application of somebody who is not signed in", () => {
  it("reaches nobody until its address is confirmed, which works once", async () => {
    const hash = await file({ company: "Unconfirmed" });
    expect((await listApplications(staff, { show: "all", page: 1 })).rows).toEqual([]);
    expect(await mails("liv@larch.example")).toBe(1);
    const spent = await Promise.all(Array.from({ length: 8 }, () => withAuth((tx) => confirmApplication(tx, hash))));
    expect(spent.filter(Boolean)).toHaveLength(1);
    expect((await listApplications(staff, waiting)).rows).toMatchObject([
      { company: "Unconfirmed", state: "submitted" },
    ]);
    const logged = await database.sql`select 1 from audit_entries where action = 'application.filed'`;
    expect(logged).toHaveLength(1);
  });

  it("is read by nobody who is not signed in: neither it, nor partners, nor what became of it", async () => {
    for (const table of ["applications", "application_events", "announcements", "partner_contracts"])
      await expect(withAuth((tx) => tx.execute(`select * from ${table}`))).rejects.toMatchObject({
        cause: { code: "42501" },
      });
    await expect(withAuth((tx) => tx.execute("update applications set state = 'approved'"))).rejects.toThrow();
    await expect(
      withAuth((tx) =>
        tx.execute(
          "insert into applications (company, country, type, contact_name, contact_email, sells, state) values ('x', 'x', 'msp', 'x', 'x', 'x', 'approved')",
        ),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("opens no door but its own: a link signs nobody in, and a sign-in link confirms nothing (sec:M5)", async () => {
    const hash = await file();
    const link = { tokenHash: hash, browserHash: null, staffDomains: [], confirmed: true };
    expect(await withAuth((tx) => spendSignInLink(tx, link))).toBeNull();
    expect(await withAuth((tx) => answerApplication(tx, hash, "Yes"))).toBe(false);
    const personId = await makePerson(database.sql, {
      role: "partner_admin",
      email: "a@b.example",
      partnerId: await makePartner(database.sql, "B"),
    });
    await database.sql`insert into one_time_tokens (purpose, token_hash, person_id, expires_at) values ('sign_in', 'sign in', ${personId}, now() + interval '1 hour')`;
    expect(await withAuth((tx) => confirmApplication(tx, "sign in"))).toBe(false);
    expect(await withAuth((tx) => applicationLinkHolds(tx, "sign in", "application"))).toBe(false);
    expect(await withAuth((tx) => applicationLinkHolds(tx, hash, "application"))).toBe(true);
  });

  it("is forgotten after a week without confirmation", async () => {
    const hash = await file({ company: "Forgotten" });
    await database.sql`update applications set created_at = now() - interval '8 days' where company = 'Forgotten'`;
    expect(await forgetApplications()).toBe(1);
    expect(await withAuth((tx) => confirmApplication(tx, hash))).toBe(false);
  });
});

describe("a decision", () => {
  it("approves once: the partner, its first person, the checklist and a letter, in one go", async () => {
    const email = "first@birch.example";
    const id = await confirmed({ company: "Birch Works", domain: "birch.example", contactEmail: email });
    const before = await mails(email);
    const both = await Promise.allSettled([
      decide(id, "approve", { tier: "silver" }),
      decide(id, "approve", { tier: "silver" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: expect.any(Refused) });
    const [partner] =
      await database.sql`select p.name, p.status, p.tier, p.manager_id as manager, x.role, x.access, x.email,
      (select count(*)::int from partner_tasks t where t.partner_id = p.id) as steps
      from applications a join partners p on p.id = a.partner_id join people x on x.partner_id = p.id where a.id = ${id}`;
    expect(partner).toEqual({
      name: "Birch Works",
      status: "onboarding",
      tier: "silver",
      manager: staff.personId,
      role: "partner_admin",
      access: "invited",
      email,
      steps: 7,
    });
    expect(await mails(email)).toBe(before + 2);
  });

  it("asks back by a link that answers once, and ends with a reason", async () => {
    const id = await confirmed({ company: "Alder" });
    const given = setting();
    await decide(id, "return", {}, given);
    await expect(decide(id, "return")).rejects.toThrow(Refused);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => withAuth((tx) => answerApplication(tx, given.link.tokenHash, "Forty people"))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect((await readApplicationPage(staff, id)).events.map(({ kind, text }) => [kind, text])).toEqual([
      ["filed", null],
      ["returned", "Because"],
      ["answered", "Forty people"],
    ]);
    await decide(id, "reject");
    await expect(decide(id, "approve")).rejects.toThrow("rejected already");
    expect(decisionForm.safeParse({ applicationId: id, decision: "reject", reason: " " }).success).toBe(false);
  });

  it("cannot be made of what nobody confirmed, nor read", async () => {
    await file({ company: "Hidden" });
    const [row] = await database.sql`select id from applications where company = 'Hidden'`;
    await expect(decide(row?.id, "approve")).rejects.toThrow(NotFound);
    await expect(readApplicationPage(staff, row?.id)).rejects.toThrow(NotFound);
  });

  it("shows who the company may be already, by the rules of matching, and can invite the person there instead", async () => {
    const partnerId = await makePartner(database.sql, "Rowan Trading GmbH");
    await database.sql`update partners set domain = 'rowan-trading.com', country = 'Germany' where id = ${partnerId}`;
    const id = await confirmed({
      company: "ROWAN trading",
      domain: "www.rowan-trading.com",
      country: "Germany",
      contactEmail: "new@rowan-trading.com",
    });
    const { evidence } = await readApplicationPage(staff, id);
    expect(evidence[0]).toMatchObject({ kind: "partner", id: partnerId, verdict: "same" });
    expect(evidence[0]?.hits.map(({ rule }) => rule)).toEqual(["domain", "name"]);
    await decide(id, "approve", { existingId: partnerId });
    const [person] =
      await database.sql`select role from people where email = 'new@rowan-trading.com' and partner_id = ${partnerId}`;
    expect(person).toEqual({ role: "partner_member" });
  });
});
