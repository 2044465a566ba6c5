import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import type { Permission } from "@/lib/access/permissions";
import type { PartnerRole, StaffRole } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { type DigestLine, digestWords, type Rhythm, shownLines, worthMail } from "@/lib/alerts/digest";
import { alertRuleKeys, alertRuleOf, isAlertRule, saysOf } from "@/lib/alerts/registry";
import type { Figures, Severity } from "@/lib/alerts/rule";
import { publicUrl } from "@/lib/auth/public-url";
import { openAlert, theirs } from "./conditions";

type Due = { personId: string; day: string; weekday: number; rhythm: Rhythm };
type Row = Pick<DigestLine, "id" | "name" | "severity" | "isNew"> & { rule: string; figures: Figures; all: number };
/** Of urgent letters nobody gets more in a day: the rest waits for the digest. */
const mostUrgent = 5;

/**
 * Writes the digests whose hour has come where the person is, each once a day of theirs, and the letters about what is
 * urgent, each once. What stands in them is read with the rights of that moment. Returns how many mails were queued.
 */
export async function writeDigests(now = new Date()): Promise<number> {
  const due = await withWorker((tx) => listDue(tx, now));
  let written = 0;
  for (const person of due) if (await withWorker((tx) => writeDigest(tx, person, now))) written++;
  for (const urgent of await withWorker((tx) => listUrgent(tx, now)))
    if (await withWorker((tx) => writeUrgent(tx, urgent, now))) written++;
  return written;
}

const at = (now: Date) => sql`${now.toISOString()}::timestamptz`;
/** People who may sign in, with what they chose. */
const people = (
  now: Date,
): SQL => sql`people p left join partners c on c.id = p.partner_id left join digest_choices w on w.person_id = p.id cross join settings s
  cross join lateral (select ${at(now)} at time zone coalesce(w.time_zone, s.time_zone) as local) l
  where p.access = 'active' and p.role is not null and p.email is not null and (p.kind = 'staff' or (c.status <> 'suspended' and c.merged_into_id is null))`;

async function listDue(tx: Tx, now: Date): Promise<Due[]> {
  return tx.execute<Due>(sql`select p.id as "personId", l.local::date::text as day, extract(isodow from l.local)::int as weekday, coalesce(w.rhythm, 'daily') as rhythm
    from ${people(now)} and coalesce(w.rhythm, 'daily') <> 'off' and extract(hour from l.local) >= coalesce(w.hour, 8)
      and case when w.rhythm = 'weekly' then extract(isodow from l.local) = w.weekday else extract(isodow from l.local) < 6 end
      and not exists (select 1 from digests d where d.person_id = p.id and d.key = l.local::date::text) order by p.id`);
}

async function writeDigest(tx: Tx, { personId, day, weekday, rhythm }: Due, now: Date): Promise<boolean> {
  const reader = await readerOf(tx, personId);
  if (!reader || !(await claim(tx, personId, day, day))) return false;
  const rows = await tx.execute<Row>(sql`
    with mine as (select alerts.*, alerts.raised_at > coalesce((select max(d.at) from digests d where d.person_id = ${personId}::uuid and d.key <> ${day} and length(d.key) = 10), '-infinity') as is_new
      from alerts where ${theirs(reader.viewer)} and ${openAlert(reader.viewer, sql`${day}::date`)} and alerts.raised_at <= ${at(now)})
    select id, name, rule, figures, severity, is_new as "isNew", (select count(*)::int from mine) as all from mine order by is_new desc, severity, raised_at desc, id limit ${shownLines}`);
  const lines = rows.map(lineOf);
  if (!worthMail(lines, weekday, rhythm)) return false;
  const all = rows[0]?.all ?? 0;
  const words = digestWords(lines, all, reader.programName);
  const items = words.items.map(({ id, ...item }) => ({ ...item, url: `${publicUrl()}/alerts/${id}` }));
  const foot = "When it comes, and whether, is yours to choose under Account and sessions.";
  const link = { label: "Open your alerts", url: `${publicUrl()}/alerts` };
  await queueMail(tx, {
    to: reader.email,
    ...letter(words.subject, [words.intro], link, { items, after: [words.rest, foot].filter((text) => text !== null) }),
    cause: { personId, permissions: [strongest(rows)] },
  });
  await tx.execute(sql`update digests set alerts = ${all} where person_id = ${personId}::uuid and key = ${day}`);
  return true;
}

type Urgent = { personId: string; day: string; id: string };

async function listUrgent(tx: Tx, now: Date): Promise<Urgent[]> {
  const immediate = alertRuleKeys.filter((key) => alertRuleOf(key).immediate);
  return tx.execute<Urgent>(sql`select p.id as "personId", l.local::date::text as day, a.id
    from alerts a cross join ${people(now)} and p.kind = 'staff' and coalesce(w.urgent, true) and a.rule = any(${sql.param(immediate)}::text[]) and a.ended_at is null and a.resolved_at is null
      and a.raised_at > ${at(now)} - interval '1 day' and a.raised_at <= ${at(now)} and (a.owner_id = p.id or (a.owner_id is null and p.role = any(a.roles)))
      and not exists (select 1 from digests d where d.person_id = p.id and d.key = a.id::text) order by a.raised_at, a.id, p.id limit 500`);
}

async function writeUrgent(tx: Tx, { personId, day, id }: Urgent, now: Date): Promise<boolean> {
  const reader = await readerOf(tx, personId);
  const [alert] = reader
    ? await tx.execute<Row>(
        sql`select id, name, rule, figures, severity, true as "isNew", 1 as all from alerts where alerts.id = ${id}::uuid and ${theirs(reader.viewer)} and ${openAlert(reader.viewer, sql`${day}::date`)}`,
      )
    : [];
  const [{ count } = { count: 0 }] = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from digests where person_id = ${personId}::uuid and "on" = ${day}::date and length(key) > 10`,
  );
  if (!reader || !alert || count >= mostUrgent || !(await claim(tx, personId, id, day))) return false;
  const { name, says } = lineOf(alert);
  const link = { label: "Open the alert", url: `${publicUrl()}/alerts/${id}` };
  const message = letter(
    `Urgent: ${name}`,
    [says, `Raised ${now.toISOString().slice(0, 16).replace("T", " ")} UTC.`],
    link,
  );
  await queueMail(tx, { to: reader.email, ...message, cause: { personId, permissions: [strongest([alert])] } });
  return true;
}

/** True for the first who asks: the row is written in the transaction that queues the mail. */
async function claim(tx: Tx, personId: string, key: string, on: string): Promise<boolean> {
  const made = await tx.execute(
    sql`insert into digests (person_id, key, "on", alerts) values (${personId}::uuid, ${key}, ${on}::date, 0) on conflict do nothing returning 1`,
  );
  return made.length > 0;
}

const lineOf = ({ id, name, rule, figures, severity, isNew }: Row): DigestLine => ({
  id,
  name,
  severity: severity as Severity,
  isNew,
  says: saysOf(rule, figures),
});

/** What the reader must still be allowed when it is sent: the rarest of what its alerts need. */
function strongest(rows: readonly Pick<Row, "rule">[]): Permission {
  const needed = rows.flatMap(({ rule }) => (isAlertRule(rule) ? [alertRuleOf(rule).permission] : []));
  return (
    (["imports.read", "registrations.decide"] as const).find((permission) => needed.includes(permission)) ??
    "alerts.read"
  );
}

/** Who reads, in the role and company of this moment; null for somebody whose access ended. */
async function readerOf(tx: Tx, personId: string) {
  const [row] = await tx.execute<{
    email: string;
    name: string;
    role: string;
    partnerId: string | null;
    company: string | null;
    programName: string;
  }>(sql`
    select p.email, p.name, p.role, p.partner_id as "partnerId", c.name as company, s.program_name as "programName" from people p left join partners c on c.id = p.partner_id cross join settings s
    where p.id = ${personId}::uuid and p.access = 'active' and p.role is not null and p.email is not null and (p.kind = 'staff' or (c.status <> 'suspended' and c.merged_into_id is null))`);
  if (!row) return null;
  const { email, name, partnerId, programName } = row;
  const person = { personId, sessionId: personId, name, email };
  const viewer: Viewer = partnerId
    ? { ...person, kind: "partner", role: row.role as PartnerRole, partnerId, partnerName: row.company ?? "" }
    : { ...person, kind: "staff", role: row.role as StaffRole };
  return { email, viewer, programName };
}
