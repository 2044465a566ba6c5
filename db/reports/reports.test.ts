import { beforeAll, beforeEach, expect, test } from "vitest";
import { withViewer } from "@/db/client";
import { deliverMail } from "@/db/mail/deliver";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { Forbidden, NotFound, Refused } from "@/lib/errors";
import { scheduleForm } from "@/lib/reports/form";
import { reportPath, subjectsFor } from "@/lib/reports/subjects";
import { removeSchedule, scheduleReport, sendReportNow } from "./commands";
import { deliverReport, makeDueReports, noteReportFailure } from "./deliver";
import { getReportFile, readReports } from "./queries";
import { renderReport } from "./render";

const database = testDatabase();
const now = new Date("2026-11-20T12:00:00Z");
const monday = {
  format: "csv",
  query: "stage=won",
  cron: "0 7 * * 1",
  timeZone: "Europe/Berlin",
  toldBy: "mail",
} as const;

beforeAll(() => plantCanaries(database.sql));
beforeEach(async () => {
  await database.sql`truncate report_schedules cascade`;
  await database.sql`truncate jobs, mail_outbox`;
  await database.sql`update people set role = 'channel_manager', access = 'active' where id = ${staffViewer.personId}`;
});

const schedule = (viewer: Viewer, subject: "partners" | "deals" = "deals") =>
  withViewer(viewer, (tx) => scheduleReport(tx, viewer, { subject, ...monday }, now));
const makeDue = () => database.sql`update report_schedules s set next_at = now() - interval '3 weeks'
    where not exists (select 1 from report_runs r where r.schedule_id = s.id)`;
const asked = async () =>
  (
    await database.sql<
      { payload: { run: string } }[]
    >`select payload from jobs where name = 'deliver_report' order by id`
  ).map(({ payload }) => payload.run);
const mails = async () =>
  (await database.sql`select sealed is not null as waits, error from mail_outbox`).map((row) => ({ ...row }));
const file = async () => Buffer.from("a,b");

/** A report that is due, and its sending. */
async function dueRun(viewer: Viewer = staffViewer, subject: "partners" | "deals" = "deals"): Promise<string> {
  await schedule(viewer, subject);
  await makeDue();
  await makeDueReports();
  return (await asked()).at(-1) as string;
}

test("req:O2 a report is due by the clock of its time zone, each moment once by two workers, and once after weeks without one", async () => {
  await schedule(staffViewer);
  const [first] = await database.sql`select next_at from report_schedules`;
  expect(first?.next_at.toISOString()).toBe("2026-11-23T06:00:00.000Z");
  await makeDue();
  const made = await Promise.all([makeDueReports(), makeDueReports(), makeDueReports()]);
  expect(made.reduce((sum, n) => sum + n)).toBe(1);
  expect(await makeDueReports()).toBe(0);
  expect(await asked()).toHaveLength(1);
});

test("req:O2 a report is rendered for its recipient, kept for them alone, and told once, however often it is sent", async () => {
  const run = await dueRun();
  const paths: string[] = [];
  const render: typeof renderReport = async ({ path, personId }) => {
    paths.push(`${personId} ${path}`);
    return file();
  };
  await deliverReport(run, render);
  await deliverReport(run, render);
  expect(paths).toEqual([`${staffViewer.personId} /exports/deals?stage=won&format=csv`]);
  expect(await mails()).toEqual([{ waits: true, error: null }]);
  expect((await getReportFile(staffViewer, run)).content.toString()).toBe("a,b");
  const colleague: Viewer = { ...staffViewer, personId: "99999999-0000-4000-8000-000000000001" };
  await expect(getReportFile(colleague, run)).rejects.toThrow(NotFound);
  await expect(getReportFile(viewerA, run)).rejects.toThrow(NotFound);
  await database.sql`update report_runs set expires_at = now() - interval '1 second'`;
  await expect(getReportFile(staffViewer, run)).rejects.toThrow(NotFound);
});

const loseRight = () =>
  database.sql`update people set role = 'executive', access = 'disabled' where id = ${staffViewer.personId}`;

test("sec:T15 a report is denied and nothing mailed when its recipient lost the right before it ran, while it was rendered, or before the mail left", async () => {
  const before = await dueRun(staffViewer, "partners");
  await loseRight();
  let rendered = 0;
  await deliverReport(before, async () => {
    rendered++;
    return file();
  });
  expect([rendered, await mails()]).toEqual([0, []]);
  await database.sql`update people set access = 'active' where id = ${staffViewer.personId}`;
  const meanwhile = await dueRun();
  await deliverReport(meanwhile, async () => {
    await loseRight();
    return file();
  });
  expect(await mails()).toEqual([]);
  await database.sql`update people set access = 'active' where id = ${staffViewer.personId}`;
  const shown = await dueRun();
  await deliverReport(shown, async () => "denied");
  expect(await mails()).toEqual([]);
  const states = await database.sql`select status, content from report_runs`;
  expect(states.map(({ status, content }) => [status, content])).toEqual(Array(3).fill(["denied", null]));
  await database.sql`update people set access = 'active' where id = ${staffViewer.personId}`;
  await deliverReport(await dueRun(), file);
  await loseRight();
  process.env.SMTP_URL = "smtp://127.0.0.1:1";
  await deliverMail();
  delete process.env.SMTP_URL;
  expect(await mails()).toEqual([{ waits: false, error: expect.stringMatching(/access|may not/) }]);
});

test("sec:T15 a report that waits in the outbox is wiped when its recipient's company was suspended meanwhile", async () => {
  await deliverReport(await dueRun(viewerA), file);
  await database.sql`update partners set status = 'suspended' where id = ${viewerA.partnerId}`;
  process.env.SMTP_URL = "smtp://127.0.0.1:1";
  await deliverMail();
  delete process.env.SMTP_URL;
  await database.sql`update partners set status = 'active' where id = ${viewerA.partnerId}`;
  expect(await mails()).toEqual([{ waits: false, error: "its sender may not send it any more" }]);
});

test("sec:T15 a report asks for no more than its recipient may see, and a company's people only for themselves", async () => {
  await expect(schedule(viewerA, "partners")).rejects.toThrow(Forbidden);
  await schedule(viewerA);
  expect((await readReports(viewerA)).schedules).toHaveLength(1);
  expect((await readReports(staffViewer)).schedules).toHaveLength(0);
  const [{ id } = { id: "" }] = await database.sql`select id from report_schedules`;
  for (const other of [removeSchedule, sendReportNow])
    await expect(withViewer(staffViewer, (tx) => other(tx, staffViewer, id))).rejects.toThrow(NotFound);
  await withViewer(viewerA, (tx) => sendReportNow(tx, viewerA, id));
  await expect(withViewer(viewerA, (tx) => sendReportNow(tx, viewerA, id))).rejects.toThrow(Refused);
  expect(await asked()).toHaveLength(1);
});

test("req:O2 a report told by webhook brings no mail while an endpoint of the recipient's own company wants it, and the mail otherwise", async () => {
  await dueRun(viewerA);
  await database.sql`update report_schedules set told_by = 'webhook'`;
  const [run] = (await asked()) as [string];
  const again = () => database.sql`update report_runs set status = 'waiting'`;
  const events = async () => (await database.sql`select subject_id from webhook_events`).map((row) => row.subject_id);
  await database.sql`update webhook_endpoints set kinds = '{report.ready}', partner_id = null, status = 'active' where partner_id = ${viewerA.partnerId}`;
  await deliverReport(run, file);
  expect([await events(), (await mails()).length]).toEqual([[], 1]);
  await database.sql`update webhook_endpoints set partner_id = ${viewerA.partnerId} where partner_id is null`;
  await again();
  await deliverReport(run, file);
  expect([await events(), (await mails()).length]).toEqual([[run], 1]);
});

test("req:O2 the scorecard of one partner is named by it where its recipient may see it, and read at its address", async () => {
  const query = `period=last_quarter&partner=${viewerA.partnerId}`;
  expect(reportPath("scorecard", "pdf", query)).toBe(`/scorecards/${viewerA.partnerId}?period=last_quarter`);
  expect(subjectsFor("partner_member", "partner=x")).not.toContain("scorecard");
  expect(
    scheduleForm.safeParse({ subject: "scorecard", format: "pdf", when: "0 7 * * 1", timeZone: "UTC" }).success,
  ).toBe(false);
  await withViewer(viewerA, (tx) =>
    scheduleReport(tx, viewerA, { ...monday, subject: "scorecard", format: "pdf", query }, now),
  );
  const about = async () => (await readReports(viewerA)).schedules.map((one) => one.about);
  expect(await about()).toEqual(["own partners name"]);
  await database.sql`update report_schedules set query = ${`partner=${cast.b}`}`;
  expect(await about()).toEqual([null]);
  await database.sql`update report_schedules set query = ${`partner=${viewerA.partnerId}`}, subject = 'deals'`;
  expect(await about()).toEqual([null]);
});

test("the session that a report is read with ends with it, also when the portal does not answer, and the history says why", async () => {
  const run = await dueRun();
  process.env.AUTH_URL = "http://127.0.0.1:1";
  const sessions = async () =>
    (await database.sql`select 1 from sessions where user_agent = 'A scheduled report'`).length;
  const failed = await deliverReport(run, renderReport).catch((error: Error) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(await sessions()).toBe(0);
  await noteReportFailure(run, "the portal did not answer");
  const { runs } = await readReports(staffViewer);
  expect(runs[0]).toMatchObject({ status: "failed", said: "the portal did not answer", open: false });
  await deliverReport(run, file);
  expect((await readReports(staffViewer)).runs[0]).toMatchObject({ status: "sent", open: true });
});
