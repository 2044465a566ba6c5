import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { enqueue } from "@/db/jobs/queue";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { publicUrl } from "@/lib/auth/public-url";
import { formatDay } from "@/lib/format";
import { nextOf } from "@/lib/jobs/cron";
import {
  isReportSubject,
  type ReportFormat,
  type ReportSubject,
  reportFormats,
  reportPath,
  subjectOf,
  titleOf,
} from "@/lib/reports/subjects";
import { partnerOf, recipientOf } from "./recipient";
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
  subject: ReportSubject;
  format: ReportFormat;
  query: string;
  slot: string;
  person: string;
  partner: string | null;
  about: string | null;
  email: string;
  toldBy: "mail" | "webhook";
};

/**
 * Renders a report as its recipient sees it now, keeps the file for them and queues the mail that tells of it, all in the
 * end at once: done again, it changes nothing. Whoever may not see it any more gets nothing, and the history says so.
 */
export async function deliverReport(runId: string, render = renderReport): Promise<string> {
  const due = await withWorker((tx) => readDue(tx, runId));
  if (!due) return "Nothing was left to send";
  const { subject, format, query } = due;
  if (!isReportSubject(subject) || !(await recipientOf(due.id))) return deny(due);
  const rendered = await render({ personId: due.person, path: reportPath(subject, format, query), format });
  if (rendered === "denied" || !(await recipientOf(due.id))) return deny(due);
  return withWorker(async (tx) => {
    const kept =
      await tx.execute(sql`update report_runs set status = 'sent', content = ${rendered}, said = null, done_at = now(), expires_at = now() + make_interval(days => ${keptDays})
      where id = ${due.id} and status <> 'sent' returning 1`);
    if (kept.length === 0) return "It was sent already";
    const words = `${titleOf(subject, due.about)} of ${formatDay(due.slot.slice(0, 10))}`;
    if (!(await tellByWebhook(tx, due))) await tellByMail(tx, due, words);
    return `${words} sent`;
  });
}

/** A webhook of the recipient's company tells of it when they want that and an endpoint does; otherwise the mail does. */
async function tellByWebhook(tx: Tx, { id, toldBy, partner }: Due): Promise<boolean> {
  if (toldBy !== "webhook") return false;
  const noted = await tx.execute(sql`insert into webhook_events (kind, subject_id) select 'report.ready', ${id}
    where exists (select 1 from webhook_endpoints where status = 'active' and 'report.ready' = any(kinds) and partner_id is not distinct from ${partner}::uuid) returning 1`);
  if (noted.length > 0) await tx.execute(sql`select pg_notify('webhooks', '')`);
  return noted.length > 0;
}

async function tellByMail(tx: Tx, { id, subject, format, person, email }: Due, words: string): Promise<void> {
  const text = [
    `Your report is ready: ${words}, as ${reportFormats[format]}.`,
    `It opens for you alone, for ${keptDays} days. You asked for it under Reports, where you can also stop it.`,
  ];
  const link = { label: "Open the report", url: `${publicUrl()}/reports/${id}/file` };
  const cause = { personId: person, permissions: [subjectOf(subject).permission] };
  await queueMail(tx, { to: email, cause, ...letter(words, text, link) });
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
    select r.id, s.subject, s.format, s.query, (r.slot at time zone s.time_zone)::text as slot, p.id as person, p.partner_id as partner, p.email, s.told_by as "toldBy", (select c.name from partners c where s.subject = 'scorecard' and c.id = ${partnerOf(sql`s.query`)}) as about
    from report_runs r join report_schedules s on s.id = r.schedule_id join people p on p.id = r.person_id
    where r.id = ${runId}::uuid and r.status in ('waiting', 'failed')`);
  return due;
}

async function deny({ id }: Due): Promise<string> {
  const said = "Not sent: it may not be seen any more";
  await withWorker((tx) =>
    tx.execute(sql`update report_runs set status = 'denied', said = ${said}, done_at = now() where id = ${id}`),
  );
  return said;
}
