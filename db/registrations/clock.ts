import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";

/**
 * What time alone does to registrations: an answer that did not come, protection that ends, a decision that is due. By
 * the database's clock, each once, whatever was restarted and however many workers there are: the state is what is asked,
 * and what is only said carries a name of its own. Returns how many things were done.
 */
export async function keepRegistrations(): Promise<number> {
  let done = 0;
  for (const step of steps)
    done += await withWorker(async (tx) => Number((await tx.execute<{ n: number }>(step))[0]?.n ?? 0));
  return done;
}

const told = (kind: string, effect = sql`null`, internal = false) =>
  sql`insert into registration_events (registration_id, kind, effect, internal) select id, ${kind}, ${effect}, ${internal}::boolean from changed on conflict do nothing returning 1`;

/** Ended rows give their customer to the next in line by themselves (`registration_ended`). */
const steps = [
  sql`with changed as (
      update registrations set status = 'withdrawn', due_at = null, ended_on = program_day(now()), updated_at = now()
      where id in (select id from registrations where status = 'returned' and due_at <= now() order by due_at limit 200 for update skip locked) returning id)
    , said as (${told("lapsed")}) select count(*)::int as n from said`,
  sql`with changed as (
      update registrations r set status = 'closed', ended_on = d.closed_on, updated_at = now() from deals d
      where d.id = r.deal_id and d.outcome <> 'open' and r.id in (
        select r.id from registrations r join deals d on d.id = r.deal_id where r.status = 'approved' and d.outcome <> 'open' limit 200 for update of r skip locked) returning r.id)
    , said as (${told("closed")}) select count(*)::int as n from said`,
  sql`with changed as (
      update registrations set status = 'expired', ended_on = protected_until, updated_at = now()
      where id in (select id from registrations where status = 'approved' and protected_until < program_day(now()) order by protected_until limit 200 for update skip locked) returning id)
    , said as (${told("expired")}) select count(*)::int as n from said`,
  sql`with changed as (
      select r.id, r.protected_until from registrations r, settings s where r.status = 'approved' and r.protected_until <= program_day(now()) + s.reminder_days and r.protected_until >= program_day(now())
        and not exists (select 1 from registration_events e where e.registration_id = r.id and e.effect = 'reminder ' || r.protected_until) limit 500)
    , said as (${told("reminded", sql`'reminder ' || protected_until`)}) select count(*)::int as n from said`,
  sql`with changed as (
      select r.id, r.due_at from registrations r, settings s where r.status = 'submitted' and r.due_at <= now() + make_interval(hours => s.escalate_hours) and r.due_at > now()
        and not exists (select 1 from registration_events e where e.registration_id = r.id and e.effect = 'due ' || extract(epoch from r.due_at)) limit 500)
    , said as (${told("escalated", sql`'due ' || extract(epoch from due_at)`, true)}) select count(*)::int as n from said`,
  sql`with changed as (
      select r.id, r.due_at from registrations r where r.status = 'submitted' and r.due_at <= now() and r.due_at > now() - interval '7 days'
        and not exists (select 1 from registration_events e where e.registration_id = r.id and e.effect = 'overdue ' || extract(epoch from r.due_at)) limit 500)
    , said as (${told("overdue", sql`'overdue ' || extract(epoch from due_at)`, true)}) select count(*)::int as n from said`,
  sql`select promote_waiting() as n`,
];
