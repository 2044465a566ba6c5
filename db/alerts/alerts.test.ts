import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Tx, withViewer, withWorker } from "@/db/client";
import { deliverMail } from "@/db/mail/deliver";
import { unseal } from "@/db/mail/seal";
import { drainDirty } from "@/db/metrics/rollup";
import { alertPlants, plantAlerts } from "@/db/seed/alert-plants";
import { testDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/people";
import type { StaffRole } from "@/lib/access/roles";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { alertFilter, resolveForm } from "@/lib/alerts/form";
import { type AlertRuleKey, alertRuleKeys, saysOf } from "@/lib/alerts/registry";
import { NotFound, Refused } from "@/lib/errors";
import { assignAlert, changeRule, chooseDigest, resolveAlert, snoozeAlert } from "./commands";
import { writeDigests } from "./digest";
import { evaluateAlerts } from "./evaluate";
import { getAlert, listAlertEvents, listAlerts } from "./queries";
import { readAlertRules } from "./rules";

const database = testDatabase();
const staff = (personId: string, role: StaffRole): StaffViewer => ({
  kind: "staff",
  role,
  personId,
  sessionId: personId,
  name: role,
  email: `${role}@n.example`,
});
const [certified, stalled] = [alertPlants.certification_expiring[0], alertPlants.stalled_deals[0]];
const partnerOf = (partnerId: string, personId: string): PartnerViewer => ({
  kind: "partner",
  role: "partner_admin",
  partnerId,
  partnerName: "P",
  personId,
  sessionId: personId,
  name: "P",
  email: "p@p.example",
});
let manager: StaffViewer;
let owner: StaffViewer;
let partner: PartnerViewer;
let today = "";

const open = (viewer: StaffViewer | PartnerViewer, given = {}) =>
  listAlerts(viewer, alertFilter.parse({ whose: "all", ...given })).then(({ rows }) => rows);
const running = async (rule: AlertRuleKey) =>
  (
    await database.sql<
      { subject_id: string }[]
    >`select subject_id from alerts where rule = ${rule} and ended_at is null order by 1`
  ).map((row) => row.subject_id);
const alertOf = async (rule: AlertRuleKey, subject: string) =>
  (
    await database.sql<
      { id: string }[]
    >`select id from alerts where rule = ${rule} and subject_id = ${subject} and ended_at is null`
  )[0]?.id as string;
const as = <T>(viewer: StaffViewer | PartnerViewer, work: (tx: Tx) => Promise<T>) => withViewer(viewer, work);
const resolve = (viewer: StaffViewer, given: object) =>
  as(viewer, (tx) => resolveAlert(tx, viewer, resolveForm.parse(given), { now: new Date(), today }));

beforeAll(async () => {
  const { sql: db } = database;
  await withWorker(plantAlerts);
  await drainDirty();
  const made = (role: string, partnerId?: string) => makePerson(db, { role, email: `${role}@n.example`, partnerId });
  manager = staff(await made("channel_manager"), "channel_manager");
  owner = staff(await made("program_owner"), "program_owner");
  await db`update partners set manager_id = ${manager.personId} where id = ${stalled}`;
  const [row] =
    await db`select partner_id, program_day(now())::text as today from certifications where id = ${certified}`;
  partner = partnerOf(row?.partner_id, await made("partner_admin", row?.partner_id));
  today = row?.today;
});

describe("the rules", () => {
  it("find every condition that was planted and nothing else, each once, also when two workers ask at the same time", async () => {
    await Promise.all([evaluateAlerts({ all: true }), evaluateAlerts({ all: true })]);
    const found = Object.fromEntries(await Promise.all(alertRuleKeys.map(async (rule) => [rule, await running(rule)])));
    expect(found).toEqual(alertPlants);
    const [told] =
      await database.sql`select count(*)::int as events, count(distinct alert_id)::int as alerts from alert_events where kind = 'raised'`;
    expect(told?.events).toBe(told?.alerts);
  });

  it("say why with figures, and are asked when they are due alone", async () => {
    for (const { rule, figures } of await open(staff(owner.personId, "admin")))
      expect(saysOf(rule, figures)).toMatch(rule === "import_failed" ? /^The import from planted/ : /^\S.*\d.*\.$/);
    expect((await evaluateAlerts()).map(({ rule }) => rule).sort()).toEqual(["approval_late", "import_failed"]);
  });

  it("refuse a second running alert of a subject in the database itself", async () => {
    const again = database.sql`insert into alerts (rule, subject_type, subject_id, name, shared, severity, figures, roles)
      select rule, subject_type, subject_id, name, shared, severity, figures, roles from alerts where rule = 'import_failed' limit 1`;
    await expect(again).rejects.toThrow("alerts_once");
  });

  it("end an alert when its condition ends, and raise what was resolved again only when it still holds a month later", async () => {
    const id = await alertOf("stalled_deals", stalled);
    await resolve(manager, { alertId: id, outcome: "handled" });
    await evaluateAlerts({ all: true, only: ["stalled_deals"] });
    expect(await alertOf("stalled_deals", stalled)).toBe(id);
    await database.sql`update alerts set resolved_at = now() - interval '31 days' where id = ${id}`;
    await evaluateAlerts({ all: true, only: ["stalled_deals"] });
    const second = await alertOf("stalled_deals", stalled);
    expect(second).not.toBe(id);
    await database.sql`update deals set last_activity_on = program_day(now()) where partner_id = ${stalled}`;
    await evaluateAlerts({ all: true, only: ["stalled_deals"] });
    expect(await running("stalled_deals")).toEqual([]);
    expect((await listAlertEvents(owner, second)).map(({ kind }) => kind).sort()).toEqual(["ended", "raised"]);
  });

  it("are tuned within their limits, and a rule that is off ends what it raised", async () => {
    const change = (more: object) =>
      as(owner, (tx) =>
        changeRule(tx, {
          rule: "contract_ending",
          active: true,
          severity: 2,
          toManager: true,
          roles: ["program_owner"],
          ...more,
        }),
      );
    await expect(change({ t_days: "0" })).rejects.toThrow(Refused);
    await change({ t_days: "61" });
    await evaluateAlerts({ all: true, only: ["contract_ending"] });
    expect((await running("contract_ending")).length).toBeGreaterThan(2);
    await change({ t_days: "61", active: false });
    await evaluateAlerts({ all: true, only: ["contract_ending"] });
    expect(await running("contract_ending")).toEqual([]);
  });
});

describe("an alert", () => {
  it("is read by its partner's people when it is marked for them, without what staff make of it, and by no other partner", async () => {
    const id = await alertOf("certification_expiring", certified);
    await as(owner, (tx) => snoozeAlert(tx, owner, { alertId: id, until: "2999-01-01" }, today));
    expect((await open(partner)).map((row) => row.id)).toEqual([id]);
    expect(await getAlert(partner, id)).toMatchObject({ owner: null, snoozedUntil: null, note: null });
    expect((await listAlertEvents(partner, id)).map(({ kind }) => kind)).toEqual(["raised"]);
    expect(await open(owner)).not.toContainEqual(expect.objectContaining({ id }));
    await expect(as(partner, (tx) => tx.execute(sql`select note from alerts`))).rejects.toThrow();
    const rows = await as(partner, (tx) => tx.execute(sql`select distinct partner_id from alerts`));
    expect([...rows]).toEqual([{ partner_id: partner.partnerId }]);
    const [staffs] =
      await database.sql`insert into alerts (rule, subject_type, subject_id, partner_id, name, shared, severity, figures, roles)
      values ('certification_expiring', 'certification', gen_random_uuid(), ${partner.partnerId}, 'For staff', false, 2, '{}', '{}') returning id`;
    await expect(getAlert(partner, staffs?.id)).rejects.toThrow(NotFound);
    const shared = await as(partner, (tx) => tx.execute(sql`select distinct shared from alerts`));
    await database.sql`delete from alerts where id = ${staffs?.id}`;
    expect([...shared]).toEqual([{ shared: true }]);
    const other = partnerOf(alertPlants.contract_ending[0], partner.personId);
    await expect(getAlert(other, id)).rejects.toThrow(NotFound);
  });

  it("of an import or a decision is there for those alone who may see imports or decide", async () => {
    const id = await alertOf("import_failed", alertPlants.import_failed[0]);
    const executive = staff(owner.personId, "executive");
    await expect(getAlert(executive, id)).rejects.toThrow(NotFound);
    expect((await open(executive)).map(({ rule }) => rule)).not.toContain("approval_late");
    await expect(
      as(owner, (tx) => assignAlert(tx, owner, { alertId: id, ownerId: manager.personId }, new Date())),
    ).rejects.toThrow(Refused);
  });

  it("is resolved once, with the call on the partner's record in the same transaction, and counts as one that led to an action", async () => {
    const id = await alertOf("revenue_swing", alertPlants.revenue_swing[0]);
    expect(resolveForm.safeParse({ alertId: id, outcome: "none" }).success).toBe(false);
    const { audit } = await resolve(manager, { alertId: id, outcome: "called", note: "They lost a customer" });
    expect(audit).toMatchObject([{ action: "alert.resolved", partnerId: alertPlants.revenue_swing[0] }]);
    const [call] =
      await database.sql`select kind, person_id, body from activities where partner_id = ${alertPlants.revenue_swing[0]}`;
    expect(call).toEqual({ kind: "call", person_id: manager.personId, body: null });
    await expect(resolve(manager, { alertId: id, outcome: "called" })).rejects.toThrow("already");
    const rule = (await readAlertRules(owner)).rules.find(({ key }) => key === "revenue_swing");
    expect(rule?.counted).toMatchObject({ raised: 1, acted: 1 });
  });
});

describe("the digest", () => {
  const mails = async () =>
    (
      await database.sql<
        { recipient: string; sealed: string | null }[]
      >`select recipient, sealed from mail_outbox order by created_at, recipient`
    ).map(({ recipient, sealed }) => ({
      to: recipient,
      ...(sealed ? unseal(sealed, recipient) : { text: null, subject: "" }),
    }));
  const at = (day: number, hour: number) => {
    const date = new Date();
    date.setUTCDate(date.getUTCDate() + 7 + ((day - date.getUTCDay() + 7) % 7));
    date.setUTCHours(hour, 30, 0, 0);
    return date;
  };

  it("comes once a person and day, at their hour where they are, on work days, also with two workers and after a restart", async () => {
    await database.sql`delete from mail_outbox`;
    await writeDigests(at(6, 12));
    await writeDigests(at(1, 7));
    expect(await mails()).toEqual([]);
    await as(manager, (tx) =>
      chooseDigest(tx, manager, { rhythm: "daily", hour: 8, weekday: 1, timeZone: "Asia/Tokyo", urgent: true }),
    );
    await as(partner, (tx) =>
      chooseDigest(tx, partner, { rhythm: "off", hour: 8, weekday: 1, timeZone: "", urgent: true }),
    );
    await database.sql`update alerts set owner_id = ${manager.personId}, assigned_at = now() where rule = 'approval_rate_drop'`;
    await Promise.all([writeDigests(at(1, 7)), writeDigests(at(1, 7))]);
    expect((await mails()).map(({ to }) => to)).toEqual(["channel_manager@n.example"]);
    await Promise.all([writeDigests(at(1, 8)), writeDigests(at(1, 8))]);
    await writeDigests(at(1, 20));
    expect((await mails()).map(({ to }) => to)).toEqual(["channel_manager@n.example", "program_owner@n.example"]);
    const [own, program] = await mails();
    expect(own?.text).toContain("2 of 10 registrations were approved");
    expect(own?.text).not.toContain("import");
    expect(program?.text).toContain("The import from planted a failed");
    expect(program?.text).not.toContain("registrations were approved");
    await writeDigests(at(2, 9));
    expect(await mails()).toHaveLength(2);
  });

  it("is not sent to somebody who may no longer see what stands in it when it leaves", async () => {
    process.env.SMTP_URL = "smtp://127.0.0.1:1";
    await database.sql`update people set role = 'executive' where id = ${owner.personId}`;
    await deliverMail();
    delete process.env.SMTP_URL;
    expect((await mails()).find(({ to }) => to === "program_owner@n.example")).toMatchObject({ text: null });
    await database.sql`update people set role = 'program_owner' where id = ${owner.personId}`;
  });

  it("leaves what is urgent to a letter of its own, once an alert and at most five a person and day", async () => {
    await database.sql`delete from mail_outbox`;
    await database.sql`insert into alerts (rule, subject_type, subject_id, name, shared, severity, figures, roles)
      select 'import_failed', 'import', gen_random_uuid(), 'Planted ' || n, false, 1, '{"source": "x", "failed": true}', '{program_owner}' from generate_series(1, 7) n`;
    await Promise.all([writeDigests(), writeDigests()]);
    await writeDigests();
    const urgent = (await mails()).filter(({ subject }) => subject.startsWith("Urgent"));
    expect(urgent.map(({ to }) => to)).toEqual(Array(5).fill("program_owner@n.example"));
    expect(new Set(urgent.map(({ text }) => text)).size).toBe(5);
  });
});
