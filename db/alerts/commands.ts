import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { addNote } from "@/db/deals/notes";
import { roleHolds } from "@/lib/access/permissions";
import type { Role, StaffRole } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import type { DigestChoice } from "@/lib/alerts/digest";
import { type ResolveInput, type RuleInput, readThresholds } from "@/lib/alerts/form";
import { outcomes } from "@/lib/alerts/outcomes";
import { alertRuleOf, labelOfRule } from "@/lib/alerts/registry";
import type { Figures } from "@/lib/alerts/rule";
import { NotFound, Refused } from "@/lib/errors";
import { seen } from "./conditions";

type Done = { audit: AuditEntry };
type Locked = {
  id: string;
  rule: string;
  name: string;
  partnerId: string | null;
  owner: string | null;
  snoozedUntil: string | null;
  figures: Figures;
};

/** An alert that waits for somebody, locked. Throws NotFound, and Refused when it is resolved or over. */
async function lockOpen(tx: Tx, viewer: Viewer, id: string): Promise<Locked> {
  const [row] = await tx.execute<Locked & { resolved: boolean; ended: boolean }>(sql`
    select alerts.id, alerts.rule, alerts.name, alerts.partner_id as "partnerId", (select p.name from people p where p.id = alerts.owner_id) as owner, alerts.snoozed_until::text as "snoozedUntil", alerts.figures,
      alerts.resolved_at is not null as resolved, alerts.ended_at is not null as ended from alerts where alerts.id = ${id}::uuid and ${seen(viewer)} for update`);
  if (!row) throw new NotFound("This alert");
  if (row.resolved) throw new Refused("Somebody resolved this alert already");
  if (row.ended) throw new Refused("This alert is over: what it was about no longer holds");
  return row;
}

const change = (tx: Tx, id: string, set: SQL) => tx.execute(sql`update alerts set ${set} where id = ${id}::uuid`);
const happened = (tx: Tx, id: string, kind: string, text: string | null) =>
  tx.execute(sql`insert into alert_events (alert_id, kind, text) values (${id}::uuid, ${kind}, ${text})`);

const entry = (alert: Locked, action: AuditEntry["action"], more: Partial<AuditEntry>): Done => ({
  audit: {
    action,
    subject: { type: "alert", id: alert.id, name: `${labelOfRule(alert.rule)}: ${alert.name}` },
    partnerId: alert.partnerId,
    ...more,
  },
});

/** Gives an alert to a person of staff who works on alerts and may see it. Throws NotFound and Refused. */
export async function assignAlert(
  tx: Tx,
  viewer: Viewer,
  input: { alertId: string; ownerId: string },
  now: Date,
): Promise<Done> {
  const alert = await lockOpen(tx, viewer, input.alertId);
  const [person] = await tx.execute<{ name: string; role: Role }>(
    sql`select name, role from people where id = ${input.ownerId}::uuid and kind = 'staff' and access = 'active'`,
  );
  const needed = alertRuleOf(alert.rule as Parameters<typeof alertRuleOf>[0]).permission;
  if (!person || !roleHolds(person.role, "alerts.work") || !roleHolds(person.role, needed))
    throw new Refused("This person does not work on such alerts", "ownerId");
  await change(tx, alert.id, sql`owner_id = ${input.ownerId}::uuid, assigned_at = ${now.toISOString()}::timestamptz`);
  await happened(tx, alert.id, "assigned", person.name);
  return entry(alert, "alert.assigned", { before: { owner: alert.owner }, after: { owner: person.name } });
}

/** Puts an alert off: it is in nobody's way until that day. Throws NotFound and Refused. */
export async function snoozeAlert(
  tx: Tx,
  viewer: Viewer,
  input: { alertId: string; until: string },
  today: string,
): Promise<Done> {
  const alert = await lockOpen(tx, viewer, input.alertId);
  if (input.until <= today) throw new Refused("Choose a day that is still to come", "until");
  await change(tx, alert.id, sql`snoozed_until = ${input.until}::date`);
  await happened(tx, alert.id, "snoozed", input.until);
  return entry(alert, "alert.snoozed", { before: { until: alert.snoozedUntil }, after: { until: input.until } });
}

type Moment = { now: Date; today: string };

/**
 * Resolves an alert with what was done; a call or meeting is kept on the partner's record, or on one of the alert's deals,
 * in the same transaction. Throws NotFound and Refused.
 */
export async function resolveAlert(
  tx: Tx,
  viewer: Viewer,
  input: ResolveInput,
  { now, today }: Moment,
): Promise<{ audit: AuditEntry[] }> {
  const alert = await lockOpen(tx, viewer, input.alertId);
  const { contact, label } = outcomes[input.outcome];
  const audit: AuditEntry[] = [];
  if (contact && alert.partnerId) {
    const subject = `${contact === "call" ? "Call" : "Meeting"}: ${labelOfRule(alert.rule).toLowerCase()}`;
    const deal = alert.figures.rows?.find(({ kind, id }) => kind === "deal" && id === input.dealId);
    if (input.dealId && !deal) throw new Refused("Choose a deal from the list", "dealId");
    if (deal)
      audit.push(
        (
          await addNote(
            tx,
            viewer,
            { dealId: deal.id, kind: contact, partnerId: alert.partnerId, subject, body: "", on: today },
            today,
          )
        ).audit,
      );
    else
      await tx.execute(sql`insert into activities (partner_id, kind, subject, "on", person_id)
        values (${alert.partnerId}::uuid, ${contact}, ${subject}, ${today}::date, ${viewer.personId}::uuid)`);
  }
  await change(
    tx,
    alert.id,
    sql`resolved_at = ${now.toISOString()}::timestamptz, resolved_by_id = ${viewer.personId}::uuid, outcome = ${input.outcome}, note = ${input.note || null}`,
  );
  await happened(tx, alert.id, "resolved", input.note ? `${label}: ${input.note}` : label);
  audit.push(entry(alert, "alert.resolved", { after: { outcome: label, note: input.note || null } }).audit);
  return { audit };
}

/** Changes a rule: on or off, its numbers, how urgent, and who hears of it. Throws Refused beyond the limits. */
export async function changeRule(tx: Tx, input: RuleInput): Promise<Done> {
  const rule = alertRuleOf(input.rule);
  const numbers = readThresholds(rule, input);
  if (!numbers.ok) throw new Refused(numbers.message, numbers.field);
  const mute = input.roles.find(
    (role: StaffRole) => !roleHolds(role, rule.permission) || !roleHolds(role, "alerts.read"),
  );
  if (mute) throw new Refused("One of these roles may not see what the rule is about", "roles");
  const [before] = await tx.execute<Record<string, unknown>>(
    sql`select active, thresholds, to_manager as "toManager", roles, severity from alert_rule_choices where rule = ${input.rule} for update`,
  );
  const { active, severity, toManager, roles } = input;
  const after = { active, thresholds: numbers.chosen, toManager, roles, severity };
  await tx.execute(sql`insert into alert_rule_choices (rule, active, thresholds, to_manager, roles, severity)
    values (${input.rule}, ${active}, ${JSON.stringify(numbers.chosen)}::jsonb, ${toManager}, ${sql.param(roles)}::text[], ${severity}::int)
    on conflict (rule) do update set active = excluded.active, thresholds = excluded.thresholds, to_manager = excluded.to_manager, roles = excluded.roles, severity = excluded.severity`);
  return {
    audit: {
      action: "alert.rule_changed",
      subject: { type: "alert_rule", id: null, name: rule.label },
      before: before ?? {},
      after,
    },
  };
}

/** Keeps when somebody wants their digest: their own alone, the database sees to it. */
export async function chooseDigest(tx: Tx, viewer: Viewer, choice: DigestChoice): Promise<Done> {
  const { rhythm, hour, weekday, timeZone, urgent } = choice;
  await tx.execute(sql`insert into digest_choices (person_id, rhythm, hour, weekday, time_zone, urgent)
    values (${viewer.personId}::uuid, ${rhythm}, ${hour}::int, ${weekday}::int, ${timeZone || null}, ${urgent})
    on conflict (person_id) do update set rhythm = excluded.rhythm, hour = excluded.hour, weekday = excluded.weekday, time_zone = excluded.time_zone, urgent = excluded.urgent`);
  return {
    audit: {
      action: "digest.chosen",
      subject: { type: "person", id: viewer.personId, name: viewer.name },
      after: { rhythm, hour, weekday, timeZone, urgent },
    },
  };
}
