import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { enqueue } from "@/db/jobs/queue";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { roleHolds } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { publicUrl } from "@/lib/auth/public-url";
import { formatDay } from "@/lib/format";
import { nextOf } from "@/lib/jobs/cron";
import { isReportSubject, type ReportFormat, reportFormats, reportPath, subjectOf } from "@/lib/reports/subjects";
import { renderReport } from "./render";

/** A file is kept so long for its recipient. */
export const keptDays = 14;

/** Makes the sendings that are due, each moment once, and puts each into the queue. Returns how many. */
export async function makeDueReports(): Promise<number> {
  return withWorker(async (tx) => {
    const due = await tx.execute<{ id: string; person: string; cron: string; zone: string; next: string; now: string }>(
      sql`select id, person_id as person, cron, time_zone as zone, next_at::text as next, now()::text as now from report_schedules
        where next_at <= now() order by next_at limit 100 for update skip locked`,
    );
    let made = 0;
    for (const { id, person, cron, zone, next, now } of due) {
      const [run] = await tx.execute<{ id: string }>(
        sql`insert into report_runs (schedule_id, person_id, slot) values (${id}, ${person}, ${next}::timestamptz) on conflict do nothing returning id`,
      );
      if (run && (await enqueue(tx, "deliver_report", { key: run.id, payload: { run: run.id } }))) made++;
      // What was missed meanwhile comes once, not once for each moment.
      const after = nextOf(cron, new Date(now), zone);
      await tx.execute(
        sql`update report_schedules set next_at = ${after?.toISOString() ?? "infinity"}::timestamptz where id = ${id}`,
      );
    }
    return made;
  });
}

type Due = {
  id: string;
  subject: string;
  format: ReportFormat;
  query: string;
  slot: string;
  person: string;
  email: string;
};

/**
 * Renders a report as its recipient sees it now, keeps the file for them and queues the mail that tells of it, all in the
 * end at once: done again, it changes nothing. Whoever may not see it any more gets nothing, and the history says so.
 */
export async function deliverReport(runId: string, render = renderReport): Promise<string> {
  const due = await withWorker((tx) => readDue(tx, runId));
  if (!due) return "Nothing was left to send";
  const { subject, format, query } = due;
  if (!isReportSubject(subject) || !(await mayRead(due))) return deny(due);
  const rendered = await render({ personId: due.person, path: reportPath(subject, format, query), format });
  if (rendered === "denied" || !(await mayRead(due))) return deny(due);
  return withWorker(async (tx) => {
    const kept =
      await tx.execute(sql`update report_runs set status = 'sent', content = ${rendered}, said = null, done_at = now(), expires_at = now() + make_interval(days => ${keptDays})
      where id = ${due.id} and status <> 'sent' returning 1`);
    if (kept.length === 0) return "It was sent already";
    const { label, permission } = subjectOf(subject);
    const words = `${label} of ${formatDay(due.slot.slice(0, 10))}`;
    const text = [
      `Your report is ready: ${words}, as ${reportFormats[format]}.`,
      `It opens for you alone, for ${keptDays} days. You asked for it under Reports, where you can also stop it.`,
    ];
    const link = { label: "Open the report", url: `${publicUrl()}/reports/${due.id}/file` };
    const cause = { personId: due.person, permissions: [permission] };
    await queueMail(tx, { to: due.email, cause, ...letter(words, text, link) });
    return `${words} sent`;
  });
}

/** Notes why a sending failed, for its history; the queue tries it again. */
export const noteReportFailure = (runId: string, why: string) =>
  withWorker((tx) =>
    tx.execute(
      sql`update report_runs set status = 'failed', said = ${why}, done_at = now() where id = ${runId} and status in ('waiting', 'failed')`,
    ),
  );

async function readDue(tx: Tx, runId: string): Promise<Due | undefined> {
  const [due] = await tx.execute<Due>(sql`
    select r.id, s.subject, s.format, s.query, (r.slot at time zone s.time_zone)::text as slot, p.id as person, p.email
    from report_runs r join report_schedules s on s.id = r.schedule_id join people p on p.id = r.person_id
    where r.id = ${runId}::uuid and r.status in ('waiting', 'failed')`);
  return due;
}

/** Whether the recipient may enter and their role of now holds the permission. */
async function mayRead({ person, subject }: Due): Promise<boolean> {
  const [found] = await withWorker((tx) =>
    tx.execute<{ role: Role }>(sql`select p.role from people p left join partners c on c.id = p.partner_id
      where p.id = ${person} and p.access = 'active' and p.role is not null and p.email is not null
        and (p.kind = 'staff' or (c.status <> 'suspended' and c.merged_into_id is null))`),
  );
  return Boolean(found && isReportSubject(subject) && roleHolds(found.role, subjectOf(subject).permission));
}

async function deny({ id }: Due): Promise<string> {
  const said = "Not sent: it may not be seen any more";
  await withWorker((tx) =>
    tx.execute(sql`update report_runs set status = 'denied', said = ${said}, done_at = now() where id = ${id}`),
  );
  return said;
}
