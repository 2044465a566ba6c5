import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import { permissions } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { type AlertFilter, edgeText, readEdge } from "@/lib/alerts/form";
import type { Figures, Severity } from "@/lib/alerts/rule";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { openAlert, seen, theirs } from "./conditions";
import { alertEvents } from "./schema";

export const alertsPerPage = 50;

export type AlertRow = {
  id: string;
  rule: string;
  name: string;
  partnerId: string | null;
  severity: Severity;
  figures: Figures;
  raisedAt: string;
  endedAt: string | null;
  resolvedAt: string | null;
  owner: string | null;
  snoozedUntil: string | null;
};

const instant = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const nameOf = (viewer: Viewer, id: SQL) =>
  sql`(select people.name from people where people.id = ${id} and ${scope(viewer, people)})`;

/** Of partner people no more than they may read: the database grants them no other column. */
const columns = (
  viewer: Viewer,
): SQL => sql`alerts.id, alerts.rule, alerts.name, alerts.partner_id as "partnerId", alerts.severity, alerts.figures,
  ${instant(sql`alerts.raised_at`)} as "raisedAt", ${instant(sql`alerts.ended_at`)} as "endedAt", ${viewer.kind === "staff" ? instant(sql`alerts.resolved_at`) : sql`null`} as "resolvedAt",
  ${viewer.kind === "staff" ? nameOf(viewer, sql`alerts.owner_id`) : sql`null`} as owner, ${viewer.kind === "staff" ? sql`alerts.snoozed_until::text` : sql`null`} as "snoozedUntil"`;

/**
 * Alerts, 50 a page from an edge on: open ones by how urgent they are and then the newest, others the newest first. `count`
 * is of the filter, to a thousand.
 */
export function listAlerts(viewer: Viewer, filter: AlertFilter, now = new Date()) {
  return withViewer(viewer, async (tx) => {
    const program = await getProgram(viewer, now);
    const urgency = filter.show === "open" ? sql`alerts.severity` : sql`1`;
    const edge = readEdge(filter.after);
    const where = conditions(viewer, filter, program.today);
    const beyond = edge
      ? sql`and ${urgency} >= ${edge.severity}::int and (${urgency} > ${edge.severity}::int or (alerts.raised_at, alerts.id) < (timestamptz 'epoch' + ${edge.raised}::bigint * interval '1 microsecond', ${edge.id}::uuid))`
      : sql``;
    const [rows, [total]] = await Promise.all([
      tx.execute<AlertRow & { raised: string; place: number }>(sql`
        select ${columns(viewer)}, (extract(epoch from alerts.raised_at) * 1000000)::bigint::text as raised, ${urgency} as place from alerts
        where ${where} ${beyond} order by ${filter.show === "open" ? sql`alerts.severity, ` : sql``}alerts.raised_at desc, alerts.id desc limit ${alertsPerPage + 1}`),
      tx.execute<{
        count: number;
        urgent: number;
      }>(sql`select count(*)::int as count, count(*) filter (where severity = 1)::int as urgent
        from (select alerts.severity from alerts where ${where} order by alerts.severity limit 1001) x`),
    ]);
    const page = rows
      .slice(0, alertsPerPage)
      .map(({ raised, place, ...row }) => ({ row, edge: { raised, severity: place, id: row.id } }));
    const last = page.at(-1);
    return {
      program,
      rows: page.map(({ row }) => row),
      count: total?.count ?? 0,
      urgent: total?.urgent ?? 0,
      next: rows.length > alertsPerPage && last ? edgeText(last.edge) : null,
    };
  });
}

function conditions(viewer: Viewer, filter: AlertFilter, today: string): SQL {
  const staff = viewer.kind === "staff";
  const ofShow: Record<AlertFilter["show"], SQL> = {
    open: openAlert(viewer, sql`${today}::date`),
    snoozed: staff
      ? sql`alerts.ended_at is null and alerts.resolved_at is null and alerts.snoozed_until > ${today}::date`
      : sql`false`,
    resolved: staff ? sql`alerts.resolved_at is not null` : sql`false`,
    ended: staff ? sql`alerts.ended_at is not null and alerts.resolved_at is null` : sql`alerts.ended_at is not null`,
  };
  const parts = [
    staff && filter.whose === "all" ? seen(viewer) : theirs(viewer),
    ofShow[filter.show],
    ...(filter.rule.length ? [sql`alerts.rule = any(${sql.param(filter.rule)}::text[])`] : []),
    ...(filter.severity.length ? [sql`alerts.severity = any(${sql.param(filter.severity)}::int[])`] : []),
    ...(filter.partner ? [sql`alerts.partner_id = ${filter.partner}::uuid`] : []),
  ];
  return sql.join(parts, sql` and `);
}

export type AlertDetail = AlertRow & {
  subjectType: string;
  subjectId: string;
  ownerId: string | null;
  outcome: string | null;
  note: string | null;
  partner: string | null;
};

/** One alert. Throws NotFound outside of what the viewer may see. */
export async function getAlert(viewer: Viewer, id: string): Promise<AlertDetail> {
  if (!isId(id)) throw new NotFound("This alert");
  const work = viewer.kind === "staff" ? sql`alerts.owner_id, alerts.outcome, alerts.note` : sql`null, null, null`;
  const [row] = await withViewer(viewer, (tx) =>
    tx.execute<AlertDetail>(sql`
      select x.* from (select ${columns(viewer)}, alerts.subject_type as "subjectType", alerts.subject_id as "subjectId", partners.name as partner, w.*
        from alerts left join partners on partners.id = alerts.partner_id and ${scope(viewer, partners)} cross join lateral (select ${work}) w("ownerId", outcome, note)
        where alerts.id = ${id}::uuid and ${seen(viewer)}) x`),
  );
  if (!row) throw new NotFound("This alert");
  return row;
}

export type AlertEvent = {
  id: string;
  at: string;
  kind: "raised" | "ended" | "assigned" | "snoozed" | "resolved";
  person: string | null;
  text: string | null;
};

/** What happened to an alert, newest first: a partner reads when it was raised and over. */
export async function listAlertEvents(viewer: Viewer, alertId: string): Promise<AlertEvent[]> {
  if (!isId(alertId)) return [];
  const who =
    viewer.kind === "staff"
      ? sql`${nameOf(viewer, sql`alert_events.person_id`)} as person, alert_events.text`
      : sql`null as person, null as text`;
  const rows = await withViewer(viewer, (tx) =>
    tx.execute<AlertEvent>(sql`select alert_events.id, ${instant(sql`alert_events.at`)} as at, alert_events.kind, ${who} from alert_events
      where alert_events.alert_id = ${alertId}::uuid and ${scope(viewer, alertEvents)} order by alert_events.at desc, alert_events.id limit 100`),
  );
  return [...rows];
}

/** The staff to whom alerts may be given. For staff. */
export async function listAlertOwners(viewer: Viewer) {
  if (viewer.kind !== "staff") return [];
  const roles = sql.param([...permissions["alerts.work"].roles]);
  const rows = await withViewer(viewer, (tx) =>
    tx.execute<{ value: string; label: string }>(sql`select people.id as value, people.name as label from people
      where people.kind = 'staff' and people.access = 'active' and people.role = any(${roles}::text[]) and ${scope(viewer, people)} order by people.name, people.id limit 200`),
  );
  return [...rows];
}

/** Everything that stands on an alert's page. Throws NotFound. */
export function readAlertPage(viewer: Viewer, id: string, now = new Date()) {
  return withViewer(viewer, async () => {
    const [program, alert, events, owners] = await Promise.all([
      getProgram(viewer, now),
      getAlert(viewer, id),
      listAlertEvents(viewer, id),
      listAlertOwners(viewer),
    ]);
    return { program, alert, events, owners };
  });
}
