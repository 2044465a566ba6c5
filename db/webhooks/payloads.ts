import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { alerts } from "@/db/alerts/schema";
import { type Tx, withViewer } from "@/db/client";
import { deals } from "@/db/deals/schema";
import { leads } from "@/db/leads/schema";
import { statements } from "@/db/ledger/schema";
import { payouts } from "@/db/payouts/schema";
import { registrations } from "@/db/registrations/schema";
import { reportRuns, reportSchedules } from "@/db/reports/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { labelOfRule, saysOf } from "@/lib/alerts/registry";
import { type Figures, severities } from "@/lib/alerts/rule";
import { publicUrl } from "@/lib/auth/public-url";
import { type ReportFormat, type ReportSubject, reportFormats, subjectOf } from "@/lib/reports/subjects";
import { type WebhookKind, webhookKinds } from "@/lib/webhooks/events";

type Subject = {
  read: (viewer: Viewer, id: string) => SQL;
  partners: (id: SQL) => SQL;
  /** Which of them the program is told of; all without it. */
  program?: (id: SQL) => SQL;
  /** What a message says of the row, when it is not the row itself. */
  says?: (row: Record<string, unknown>) => object;
};

type Alert = { id: string; rule: string; name: string; partner: string | null; severity: 1 | 2 | 3; figures: Figures };
const alertData = ({ id, rule, name, partner, severity, figures }: Alert) => ({
  id,
  rule: labelOfRule(rule),
  severity: severities[severity].label,
  about: name,
  partner,
  says: saysOf(rule, figures),
  link: `${publicUrl()}/alerts/${id}`,
});

/** Never what the report holds: the link opens for its recipient, once they are signed in. */
type Report = { id: string; subject: ReportSubject; format: ReportFormat };
const reportData = ({ id, subject, format }: Report) => ({
  id,
  report: subjectOf(subject).label,
  format: reportFormats[format],
  link: `${publicUrl()}/reports/${id}/file`,
});

/** Of each kind of thing: what a message says of it, within what the reader may see, and whose it is. */
const subjects: Record<(typeof webhookKinds)[WebhookKind]["of"], Subject> = {
  registration: {
    read: (viewer, id) => sql`select id, number::int, customer_name as customer, status, decision, deal_id as deal
      from registrations where id = ${id}::uuid and ${scope(viewer, registrations)}`,
    partners: (id) => sql`select partner_id from registrations where id = ${id}::uuid`,
  },
  deal: {
    read: (viewer, id) => sql`select id, name, stage, outcome, currency, closed_on::text as "closedOn"
      from deals where id = ${id}::uuid and ${scope(viewer, deals)}`,
    partners: (id) => sql`select partner_id from deal_partners where deal_id = ${id}::uuid`,
  },
  lead: {
    read: (viewer, id) => sql`select id, customer_name as customer, status
      from leads where id = ${id}::uuid and ${scope(viewer, leads)}`,
    partners: (id) => sql`select partner_id from leads where id = ${id}::uuid and partner_id is not null`,
  },
  statement: {
    read: (
      viewer,
      id,
    ) => sql`select id, partner_id as partner, month::text, currency, earned_minor::text as "earnedMinor", sha256
      from statements where id = ${id}::uuid and ${scope(viewer, statements)}`,
    partners: (id) => sql`select partner_id from statements where id = ${id}::uuid`,
  },
  payout: {
    read: (viewer, id) => sql`select id, partner_id as partner, currency, amount_minor::text as "amountMinor", status
      from payouts where id = ${id}::uuid and ${scope(viewer, payouts)}`,
    partners: (id) => sql`select partner_id from payouts where id = ${id}::uuid`,
  },
  alert: {
    read: (viewer, id) => sql`select id, rule, name, partner_id as partner, severity, figures
      from alerts where id = ${id}::uuid and ${scope(viewer, alerts)}`,
    partners: (id) => sql`select partner_id from alerts where id = ${id}::uuid and shared`,
    says: (row) => alertData(row as Alert),
  },
  // A report is its recipient's: told where their own company is, and read as they are.
  report: {
    read: (viewer, id) => sql`select report_runs.id, report_schedules.subject, report_schedules.format
      from report_runs join report_schedules on report_schedules.id = report_runs.schedule_id
      where report_runs.id = ${id}::uuid and report_runs.status = 'sent' and report_runs.person_id = ${viewer.personId}
        and ${scope(viewer, reportRuns)} and ${scope(viewer, reportSchedules)}`,
    partners: (id) =>
      sql`select p.partner_id from report_runs r join people p on p.id = r.person_id where r.id = ${id}::uuid and p.partner_id is not null`,
    program: (id) =>
      sql`exists (select 1 from report_runs r join people p on p.id = r.person_id where r.id = ${id}::uuid and p.kind = 'staff')`,
    says: (row) => reportData(row as Report),
  },
};

/** The partners that have to do with an event, as SQL. */
export const partnersOf = (kind: WebhookKind, id: SQL): SQL => subjects[webhookKinds[kind].of].partners(id);

/** Whether the program itself is told of an event, as SQL. */
export const concernsProgram = (kind: WebhookKind, id: SQL): SQL =>
  subjects[webhookKinds[kind].of].program?.(id) ?? sql`true`;

/**
 * What a message says, read as the endpoint's company sees it at this moment: through both walls. Null when it does not
 * see it (any more): then nothing is sent.
 */
export async function readPayload(viewer: Viewer, kind: WebhookKind, id: string): Promise<object | null> {
  const { read, says } = subjects[webhookKinds[kind].of];
  const [row] = await withViewer(viewer, (tx: Tx) => tx.execute<Record<string, unknown>>(read(viewer, id)));
  return row ? (says?.(row) ?? row) : null;
}
