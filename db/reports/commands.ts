import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/jobs/queue";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { Forbidden, NotFound, Refused } from "@/lib/errors";
import { nextOf } from "@/lib/jobs/cron";
import { type ReportFormat, type ReportSubject, reportFormats, subjectOf } from "@/lib/reports/subjects";

const mostSchedules = 20;

type Asked = {
  subject: ReportSubject;
  format: ReportFormat;
  query: string;
  cron: string;
  timeZone: string;
  toldBy: "mail" | "webhook";
};

const named = (id: string, subject: string) => ({
  type: "report",
  id,
  name: subjectOf(subject as ReportSubject)?.label ?? subject,
});

/** Keeps that the viewer wants a report sent to them. Refused when their role may not see it or they have very many. */
export async function scheduleReport(tx: Tx, viewer: Viewer, asked: Asked, now: Date): Promise<AuditEntry> {
  if (!can(viewer, subjectOf(asked.subject).permission)) throw new Forbidden();
  const next = nextOf(asked.cron, now, asked.timeZone);
  if (!next) throw new Refused("This never comes.", "cron");
  const held = await tx.execute(
    sql`select 1 from report_schedules where person_id = ${viewer.personId} limit ${mostSchedules}`,
  );
  if (held.length >= mostSchedules) throw new Refused(`You have ${mostSchedules} reports already: remove one.`);
  const [made] = await tx.execute<{ id: string }>(sql`
    insert into report_schedules (person_id, subject, format, query, cron, time_zone, told_by, next_at)
    values (${viewer.personId}, ${asked.subject}, ${asked.format}, ${asked.query}, ${asked.cron}, ${asked.timeZone}, ${asked.toldBy}, ${next.toISOString()}::timestamptz) returning id`);
  const after = {
    format: reportFormats[asked.format],
    when: asked.cron,
    timeZone: asked.timeZone,
    toldBy: asked.toldBy,
  };
  return { action: "report.scheduled", subject: named(made?.id as string, asked.subject), after };
}

/** Takes the viewer's own schedule away, with its history. Throws NotFound. */
export async function removeSchedule(tx: Tx, viewer: Viewer, id: string): Promise<AuditEntry> {
  const [row] = await tx.execute<{ subject: string }>(
    sql`delete from report_schedules where id = ${id} and person_id = ${viewer.personId} returning subject`,
  );
  if (!row) throw new NotFound("This report");
  return { action: "report.removed", subject: named(id, row.subject) };
}

/** Sends the viewer's own report now, beside its schedule; at most one a minute. Throws NotFound. */
export async function sendReportNow(tx: Tx, viewer: Viewer, id: string): Promise<AuditEntry> {
  const [row] = await tx.execute<{ subject: string }>(
    sql`select subject from report_schedules where id = ${id} and person_id = ${viewer.personId}`,
  );
  if (!row) throw new NotFound("This report");
  const [run] = await tx.execute<{ id: string }>(sql`
    insert into report_runs (schedule_id, person_id, slot) values (${id}, ${viewer.personId}, date_trunc('minute', now()))
    on conflict do nothing returning id`);
  if (!run) throw new Refused("It was sent this minute already.");
  await enqueue(tx, "deliver_report", { key: run.id, payload: { run: run.id } });
  return { action: "report.sent_now", subject: named(id, row.subject) };
}
