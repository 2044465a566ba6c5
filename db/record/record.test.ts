import { beforeAll, describe, expect, it } from "vitest";
import { withViewer, withWorker } from "@/db/client";
import { countGap } from "@/db/home/gaps";
import { mergePartners, unmergePartners } from "@/db/partners/merge";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import * as record from "./commands";
import { addContract, changeContract, keepContracts } from "./contracts";
import { startOnboarding } from "./onboarding";
import { listContacts, listContracts, listLog, listTasks, readChecklist } from "./queries";

const database = testDatabase();
let staff: StaffViewer;
let own: PartnerViewer;
let other: PartnerViewer;
let today: string;

const viewer = (personId: string, rest: object) => ({
  personId,
  sessionId: personId,
  name: "Somebody",
  email: "x@x.example",
  ...rest,
});
const day = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
const inRole = <T>(who: StaffViewer | PartnerViewer, work: Parameters<typeof withViewer<T>>[1]) =>
  withViewer(who, work);

beforeAll(async () => {
  const { sql } = database;
  const manager = await makePerson(sql, { role: "channel_manager", email: "mara@northstar.example", name: "Mara" });
  staff = viewer(manager, { kind: "staff", role: "channel_manager" }) as StaffViewer;
  const partnerOf = async (name: string) => {
    const partnerId = await makePartner(sql, name);
    const person = await makePerson(sql, {
      role: "partner_admin",
      email: `ann@${name}.example`,
      name: `Ann of ${name}`,
      partnerId,
    });
    return viewer(person, { kind: "partner", role: "partner_admin", partnerId, partnerName: name }) as PartnerViewer;
  };
  [own, other] = [await partnerOf("fir"), await partnerOf("oak")];
  await sql`update partners set manager_id = ${manager}`;
  [{ today }] = (await sql`select program_day(now())::text as today`) as unknown as [{ today: string }];
});

describe("contacts", () => {
  it("are reviewed by staff and by the company's own admin, and by nobody else", async () => {
    const review = { personId: own.personId, part: "main" as const, title: "Head of sales", phone: null };
    await inRole(own, (tx) => record.reviewContact(tx, own, review, today));
    expect(await listContacts(own, own.partnerId)).toMatchObject([{ part: "main", reviewedOn: today }]);
    await expect(inRole(other, (tx) => record.reviewContact(tx, other, review, today))).rejects.toThrow(NotFound);
    const done = await inRole(staff, (tx) => record.reviewContact(tx, staff, { ...review, part: "sales" }, today));
    expect(done.audit).toMatchObject({
      action: "contact.reviewed",
      partnerId: own.partnerId,
      before: { part: "main" },
    });
  });

  it("are added without access, and never with an address that is somebody's", async () => {
    const contact = {
      partnerId: own.partnerId,
      name: "Bo",
      email: "bo@fir.example",
      part: null,
      title: null,
      phone: null,
    };
    await inRole(staff, (tx) => record.addContact(tx, staff, contact, today));
    expect((await listContacts(staff, own.partnerId)).find(({ name }) => name === "Bo")).toMatchObject({
      access: "none",
    });
    const taken = { ...contact, email: "ann@oak.example" };
    await expect(inRole(staff, (tx) => record.addContact(tx, staff, taken, today))).rejects.toThrow("in use already");
  });
});

describe("the log", () => {
  const entry = { kind: "call" as const, subject: "Prices", body: "", on: "", audience: "shared" as const };

  it("shows a partner what is shared, and never a note or what is for staff alone", async () => {
    const partnerId = own.partnerId;
    await inRole(staff, async (tx) => {
      await record.addToLog(tx, staff, { ...entry, partnerId, subject: "A shared call" }, today);
      await record.addToLog(tx, staff, { ...entry, partnerId, subject: "An internal call", audience: "staff" }, today);
      await record.addToLog(
        tx,
        staff,
        { ...entry, partnerId, kind: "note", subject: "A note ticked as shared" },
        today,
      );
    });
    await inRole(own, (tx) => record.addToLog(tx, own, { ...entry, partnerId, subject: "A comment" }, today));
    const subjects = async (who: StaffViewer | PartnerViewer) =>
      (await listLog(who, partnerId, 1)).rows.map((row) => row.subject).sort();
    expect(await subjects(own)).toEqual(["A comment", "A shared call"]);
    expect(await subjects(staff)).toHaveLength(4);
    expect(await subjects(other)).toEqual([]);
  });

  it("takes nothing from the future, and nothing from another company", async () => {
    const late = { ...entry, partnerId: own.partnerId, on: day(1) };
    await expect(inRole(staff, (tx) => record.addToLog(tx, staff, late, today))).rejects.toThrow(Refused);
    await expect(
      inRole(other, (tx) => record.addToLog(tx, other, { ...entry, partnerId: own.partnerId }, today)),
    ).rejects.toThrow(NotFound);
    await expect(
      inRole(own, (tx) =>
        tx.execute(
          `insert into activities (partner_id, kind, subject, "on", person_id) values ('${own.partnerId}', 'call', 'x', now(), '${own.personId}')`,
        ),
      ),
    ).rejects.toThrow();
  });
});

describe("tasks", () => {
  const task = { kind: "task" as const, title: "Send the logo", note: null, owner: "partner", internal: false };

  it("are marked by the side that owes them; a partner neither sees nor marks what is for staff alone", async () => {
    const partnerId = own.partnerId;
    await inRole(staff, async (tx) => {
      await record.addTask(tx, staff, { ...task, partnerId, dueOn: day(3) });
      await record.addTask(tx, staff, { ...task, partnerId, dueOn: day(4), title: "Ours", owner: "staff" });
      await record.addTask(tx, staff, {
        ...task,
        partnerId,
        dueOn: day(5),
        title: "Secret",
        owner: "staff",
        internal: true,
      });
    });
    const seen = await listTasks(own, partnerId);
    expect(seen.map(({ title }) => title)).toEqual(["Send the logo", "Ours"]);
    const [theirs, ours] = seen as [(typeof seen)[0], (typeof seen)[0]];
    const mark = (who: PartnerViewer, taskId: string) =>
      inRole(who, (tx) => record.markTask(tx, who, { taskId, done: true }, day(-9)));
    await expect(mark(own, ours.id)).rejects.toThrow(NotFound);
    await expect(mark(other, theirs.id)).rejects.toThrow(NotFound);
    await mark(own, theirs.id);
    // The day is the database's, not the one that was sent.
    expect(await listTasks(staff, partnerId)).toMatchObject([{ doneOn: today }, { doneOn: null }, { title: "Secret" }]);
  });

  it("are refused an owner of another company, and an internal one that a partner owes", async () => {
    const dueOn = day(3);
    const add = (more: object) =>
      inRole(staff, (tx) => record.addTask(tx, staff, { ...task, partnerId: own.partnerId, dueOn, ...more }));
    await expect(add({ owner: other.personId })).rejects.toThrow("of this company");
    await expect(add({ internal: true })).rejects.toThrow("only staff see");
  });
});

describe("contracts", () => {
  const contract = { title: "Agreement", reference: null, startsOn: null, note: "Discount of 30 %" };
  const status = async () =>
    (
      await database.sql`select contract_status as status, contract_ends_on::text as ends from partners where id = ${own.partnerId}`
    )[0];

  it("decide the partner's status by their days, also when only time passes, and keep the note from the partner", async () => {
    const partnerId = own.partnerId;
    await inRole(staff, (tx) =>
      addContract(tx, staff, { ...contract, partnerId, signedOn: null, endsOn: null }, today),
    );
    expect(await status()).toMatchObject({ status: "proposal" });
    const [made] = await listContracts(own, partnerId);
    expect(made?.note).toBeNull();
    const contractId = made?.id as string;
    const signed = { ...contract, contractId, signedOn: day(-10), endsOn: day(400) };
    await inRole(staff, (tx) => changeContract(tx, signed, today));
    expect(await status()).toEqual({ status: "active", ends: day(400) });
    await database.sql`update partner_contracts set ends_on = ${day(60)}`;
    expect(await keepContracts()).toBe(1);
    expect(await status()).toEqual({ status: "expiring", ends: day(60) });
    expect(await keepContracts()).toBe(0);
  });
});

describe("the onboarding checklist", () => {
  it("starts once, ticks by itself what happened, and stands among the gaps once a step is late", async () => {
    const partnerId = other.partnerId;
    const start = () =>
      withWorker((tx) => startOnboarding(tx, partnerId, { managerId: staff.personId, today: day(-30), by: null }));
    await start();
    await expect(start()).rejects.toThrow("already");
    const done = async () =>
      (await readChecklist(other, partnerId)).steps.flatMap(({ step, doneOn }) => (doneOn ? [step] : []));
    expect(await done()).toEqual([]);
    const gap = () => inRole(staff, (tx) => countGap(tx, "steps", { book: staff.personId, today, since: today }));
    expect(await gap()).toMatchObject({ partners: 1, first: { what: "Welcome call", on: day(-25) } });
    await database.sql`insert into visits (person_id, partner_id, "on") values (${other.personId}, ${partnerId}, ${day(-20)})`;
    await database.sql`insert into partner_contracts (partner_id, title, signed_on) values (${partnerId}, 'x', ${day(-15)})`;
    expect(await done()).toEqual(["sign_in", "contract"]);
    const noted = async () => (await database.sql`select 1 from metric_changes where partner_id = ${partnerId}`).length;
    const before = await noted();
    await database.sql`update partner_tasks set done_on = ${today} where due_on < ${today} and step in ('welcome', 'people')`;
    expect(await gap()).toMatchObject({ partners: 0 });
    // What the morning keeps of it is stale then.
    expect(await noted()).toBeGreaterThan(before);
  });

  it("moves with a merge and goes back with its undoing", async () => {
    const by = { personId: staff.personId };
    const steps = async (id: string) => (await readChecklist(staff, id)).steps.length;
    const { id: mergeId } = await withWorker((tx) =>
      mergePartners(tx, by, { survivorId: own.partnerId, mergedId: other.partnerId, reason: "Same" }),
    );
    expect([await steps(own.partnerId), await steps(other.partnerId)]).toEqual([7, 0]);
    await withWorker((tx) => unmergePartners(tx, by, { mergeId, reason: "Not the same" }));
    expect([await steps(own.partnerId), await steps(other.partnerId)]).toEqual([0, 7]);
  });
});
