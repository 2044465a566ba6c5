import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { webDatabase, withViewer } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson, makeSession } from "@/db/testing/people";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { peopleDefaults } from "@/lib/people/filter";
import { changeRole, disablePerson, enablePerson, endSessions, invitePerson } from "./commands";
import { getPerson, listOwnSessions, listPeople, listTeam } from "./queries";
import { startViewAs, stopViewAs } from "./view-as";

const database = testDatabase();
const anyone = () => `${randomBytes(5).toString("hex")}@x.example`;
const sessionId = "00000000-0000-4000-8000-000000000000";

let admin: StaffViewer;
let ours: PartnerViewer;
let colleague: string;
let stranger: string;
let otherPartner: string;

beforeEach(async () => {
  await database.sql`delete from people`;
  const adminId = await makePerson(database.sql, { email: anyone(), role: "admin", name: "Ada" });
  admin = { kind: "staff", role: "admin", personId: adminId, sessionId, name: "Ada", email: "ada@acme.example" };
  const partnerId = await makePartner(database.sql, "Northwind");
  otherPartner = await makePartner(database.sql, "Contoso");
  const personId = await makePerson(database.sql, { partnerId, email: anyone(), role: "partner_admin", name: "Mara" });
  const person = { personId, sessionId, name: "Mara", email: "mara@northwind.example" };
  ours = { ...person, kind: "partner", role: "partner_admin", partnerId, partnerName: "Northwind" };
  colleague = await makePerson(database.sql, { partnerId, email: anyone(), role: "partner_member", name: "Ole" });
  stranger = await makePerson(database.sql, {
    partnerId: otherPartner,
    email: anyone(),
    role: "partner_admin",
    name: "Cara",
  });
});

const actorOf = ({ personId, name }: { personId: string; name: string }) => ({ personId, name });
const accessOf = async (id: string) => (await database.sql`select access, role from people where id = ${id}`)[0];
const opens = async (hash: string) =>
  (await (await webDatabase()).execute(sql`select * from open_session(${hash})`)).length === 1;
const mail = { portalUrl: "https://portal.example", staffDomains: ["acme.example"] };

describe("the last active admin", () => {
  test("keeps role and access", async () => {
    const second = { personId: null, name: "portal user" };
    const target = { personId: admin.personId };
    const demote = withViewer(admin, (tx) => changeRole(tx, second, target, "finance"));
    await expect(demote).rejects.toThrow(Refused);
    const disable = withViewer(admin, (tx) => disablePerson(tx, second, target, "leaves"));
    await expect(disable).rejects.toThrow(/last active admin/);
  });

  test("sec:R3 remains when two admins act on each other at once", async () => {
    const other = await makePerson(database.sql, { email: anyone(), role: "admin", name: "Bea" });
    const bea = { ...admin, personId: other, name: "Bea" };
    const acts = [
      (by: StaffViewer, on: string) => withViewer(by, (tx) => changeRole(tx, actorOf(by), { personId: on }, "finance")),
      (by: StaffViewer, on: string) => withViewer(by, (tx) => disablePerson(tx, actorOf(by), { personId: on }, "race")),
    ];
    const ends = { both: 0, one: 0, none: 0, failed: 0 };
    for (let round = 0; round < 200; round++) {
      const [first, second] = [acts[round % 2], acts[(round >> 1) % 2]] as [(typeof acts)[0], (typeof acts)[0]];
      const done = await Promise.allSettled([first(admin, other), second(bea, admin.personId)]);
      const errors = done.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
      ends.failed += errors.filter((error) => !(error instanceof Refused)).length;
      const left = await database.sql`select 1 from people where role = 'admin' and access = 'active'`;
      ends[left.length === 2 ? "both" : left.length === 1 ? "one" : "none"] += 1;
      await database.sql`update people set role = 'admin', access = 'active' where id in (${admin.personId}, ${other})`;
    }
    expect(ends).toEqual({ both: 0, one: 200, none: 0, failed: 0 });
  }, 60_000);
});

describe("an admin", () => {
  test("changes a role, which ends the person's sessions at once", async () => {
    const hash = await makeSession(database.sql, colleague, anyone());
    expect(await opens(hash)).toBe(true);
    const change = (tx: Parameters<typeof changeRole>[0]) =>
      changeRole(tx, actorOf(admin), { personId: colleague }, "partner_admin");
    const entry = await withViewer(admin, change);
    expect(entry).toMatchObject({
      action: "person.role_changed",
      before: { role: "partner_member" },
      after: { role: "partner_admin" },
    });
    expect(await opens(hash)).toBe(false);
  });

  test("changes nobody's kind by a role, and not the own one", async () => {
    const role = (id: string, to: "admin" | "finance") =>
      withViewer(admin, (tx) => changeRole(tx, actorOf(admin), { personId: id }, to));
    await expect(role(colleague, "admin")).rejects.toThrow(Refused);
    await makePerson(database.sql, { email: anyone(), role: "admin" });
    await expect(role(admin.personId, "finance")).rejects.toThrow(/own role/);
  });

  test("disables a person, whose sessions end at once, and gives the access back", async () => {
    const hash = await makeSession(database.sql, stranger, anyone());
    const target = { personId: stranger };
    const entry = await withViewer(admin, (tx) => disablePerson(tx, actorOf(admin), target, "left"));
    expect(entry).toMatchObject({ partnerId: otherPartner, reason: "left", after: { access: "disabled" } });
    expect(await opens(hash)).toBe(false);
    await withViewer(admin, (tx) => enablePerson(tx, target));
    expect(await accessOf(stranger)).toMatchObject({ access: "invited", role: "partner_admin" });
  });

  test("a disabled person's session opens nothing even when it was not deleted", async () => {
    const hash = await makeSession(database.sql, stranger, anyone());
    await database.sql`update people set access = 'disabled' where id = ${stranger}`;
    expect(await opens(hash)).toBe(false);
  });

  test("a session that was not used for its idle time opens nothing", async () => {
    const hash = await makeSession(database.sql, admin.personId, anyone());
    await database.sql`update sessions set last_seen_at = now() - interval '11 hours 59 minutes' where token_hash = ${hash}`;
    expect(await opens(hash)).toBe(true);
    await database.sql`update sessions set last_seen_at = now() - interval '12 hours 1 minute' where token_hash = ${hash}`;
    expect(await opens(hash)).toBe(false);
  });

  test("invites staff of the staff domain and partner people of other domains only", async () => {
    const invite = (email: string, role: "finance" | "partner_admin", partnerId: string | null) =>
      withViewer(admin, (tx) => invitePerson(tx, actorOf(admin), { name: "Nia", email, role, partnerId, ...mail }));
    await expect(invite("nia@elsewhere.example", "finance", null)).rejects.toThrow(/acme\.example/);
    await expect(invite("nia@acme.example", "partner_admin", otherPartner)).rejects.toThrow(/single sign-on/);
    const { personId } = await invite("nia@acme.example", "finance", null);
    expect(await accessOf(personId)).toMatchObject({ access: "invited", role: "finance" });
    const [queued] = await database.sql`select recipient from mail_outbox order by created_at desc limit 1`;
    expect(queued?.recipient).toBe("nia@acme.example");
  });

  test("finds people by filter and reads one with the sessions", async () => {
    await makeSession(database.sql, colleague, anyone());
    const found = await listPeople(admin, { ...peopleDefaults, q: "northw", kind: "partner" });
    expect(found.rows.map(({ name }) => name)).toEqual(["Mara", "Ole"]);
    expect(found.total).toBe(2);
    expect((await getPerson(admin, colleague)).sessions).toHaveLength(1);
  });
});

describe("a partner admin", () => {
  const invite = (email: string, name = "Nia") =>
    withViewer(ours, (tx) =>
      invitePerson(tx, actorOf(ours), { name, email, role: "partner_member", partnerId: ours.partnerId, ...mail }),
    );

  test("invites a colleague, and an imported contact of the own company", async () => {
    const { personId } = await invite("nia@northwind.example");
    expect(await accessOf(personId)).toMatchObject({ access: "invited", role: "partner_member" });
    const email = anyone();
    const contact = await makePerson(database.sql, { partnerId: ours.partnerId, email, role: null, access: "none" });
    expect((await invite(email)).personId).toBe(contact);
    expect(await accessOf(contact)).toMatchObject({ access: "invited" });
  });

  test("is told the same of every address that is taken, whoever has it", async () => {
    const elsewhere = anyone();
    await makePerson(database.sql, { partnerId: otherPartner, email: elsewhere, role: null, access: "none" });
    const [known] = await database.sql`select email from people where id = ${stranger}`;
    const refusals = await Promise.all([elsewhere, known?.email].map((email) => invite(email).catch((error) => error)));
    expect(refusals.map(({ message }) => message)).toEqual([
      "This address cannot be invited: it is in use already.",
      "This address cannot be invited: it is in use already.",
    ]);
    expect(await accessOf(stranger)).toMatchObject({ access: "active", role: "partner_admin" });
  });

  test("sees and changes the own company's people alone", async () => {
    expect((await listTeam(ours)).map(({ name }) => name)).toEqual(["Mara", "Ole"]);
    const reach = (personId: string) => ({ personId, ofPartner: ours.partnerId });
    const disable = (id: string) => withViewer(ours, (tx) => disablePerson(tx, actorOf(ours), reach(id), "left"));
    await makeSession(database.sql, colleague, anyone());
    await disable(colleague);
    expect(await accessOf(colleague)).toMatchObject({ access: "disabled" });
    expect(await database.sql`select 1 from sessions where person_id = ${colleague}`).toHaveLength(0);
    await withViewer(ours, (tx) => enablePerson(tx, reach(colleague)));
    for (const id of [stranger, admin.personId]) await expect(disable(id)).rejects.toThrow(NotFound);
    await expect(disable(ours.personId)).rejects.toThrow(/own access/);
  });

  test("reaches nobody of another company by the command alone or by the database alone", async () => {
    const byWall = withViewer(ours, (tx) => disablePerson(tx, actorOf(ours), { personId: stranger }, "left"));
    await expect(byWall).rejects.toThrow(NotFound);
    const target = { personId: stranger, ofPartner: ours.partnerId };
    const byCommand = withViewer(admin, (tx) => disablePerson(tx, actorOf(ours), target, "left"));
    await expect(byCommand).rejects.toThrow(NotFound);
    const companyOf = withViewer(ours, (tx) =>
      invitePerson(tx, actorOf(ours), {
        name: "Nia",
        email: anyone(),
        role: "partner_admin",
        partnerId: otherPartner,
        ...mail,
      }),
    );
    await expect(companyOf).rejects.toThrow(NotFound);
  });
});

describe("sessions", () => {
  test("are the person's own to see and end; another's is not there", async () => {
    await makeSession(database.sql, ours.personId, anyone());
    await makeSession(database.sql, colleague, anyone());
    const [own] = await listOwnSessions(ours);
    expect(await listOwnSessions(ours)).toHaveLength(1);
    const [theirs] = await database.sql`select id from sessions where person_id = ${colleague}`;
    await expect(withViewer(ours, (tx) => endSessions(tx, ours.personId, theirs?.id))).rejects.toThrow(NotFound);
    await withViewer(ours, (tx) => endSessions(tx, ours.personId, own?.id));
    expect(await listOwnSessions(ours)).toHaveLength(0);
  });

  test("sec:R4 show the portal as a partner for half an hour, until it is stopped", async () => {
    const hash = await makeSession(database.sql, admin.personId, anyone());
    const [session] = await database.sql`select id from sessions where token_hash = ${hash}`;
    const read = async () => (await (await webDatabase()).execute(sql`select * from open_session(${hash})`))[0];
    const entry = await withViewer(admin, (tx) => startViewAs(tx, session?.id, otherPartner, "asked for help"));
    expect(entry).toMatchObject({ action: "partner.viewed_as", reason: "asked for help", partnerId: otherPartner });
    expect(await read()).toMatchObject({ view_as_partner_name: "Contoso" });
    await database.sql`update sessions set view_as_until = view_as_until - interval '30 minutes 1 second'`;
    expect(await read()).toMatchObject({ view_as_partner_id: null });
    const stopped = await withViewer(admin, (tx) => stopViewAs(tx, session?.id));
    expect(stopped.audit).toHaveLength(1);
  });
});
