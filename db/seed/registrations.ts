import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** Gives each registration the products of its deal and, in their order, the customers that they claim. */
export async function standInLine(tx: Tx): Promise<void> {
  await tx.execute(sql`select set_config('app.derived', 'on', true)`);
  await tx.execute(sql`insert into registration_lines (registration_id, line_no, product_id, quantity, amount_e4)
    select r.id, l.line_no, l.product_id, l.quantity, l.amount_e4 from registrations r join deal_lines l on l.deal_id = r.deal_id`);
  await tx.execute(sql`select set_config('app.derived', '', true)`);
  const claims = await tx.execute<{ id: string; status: string; before: string | null }>(sql`
    select id, status, take_claims(id)::text as before from (select id, status from registrations
      where status in ('approved', 'submitted', 'returned') order by status <> 'approved', submitted_at, id) r`);
  for (const { id, status, before } of claims) {
    if (before === null) continue;
    await tx.execute(
      status === "approved"
        ? sql`update registrations set status = 'expired', ended_on = ${before}::date, protected_until = ${before}::date where id = ${id}`
        : sql`update registrations set status = 'waiting', claim_since = ${before}::date, due_at = null where id = ${id}`,
    );
  }
  await tx.execute(
    sql`update registration_claims c set since = r.submitted_on from registrations r where r.id = c.registration_id`,
  );
  await openOnes(tx);
  await tell(tx);
}

/** What the example's people have before them today: in line behind a rival, sent back with a question, half written. */
async function openOnes(tx: Tx): Promise<void> {
  await tx.execute(sql`
    with mine as (select p.id, (select s.id from people s where s.partner_id = p.id and s.access = 'active' order by s.email limit 1) as person
        from partners p where p.name like 'Northwind%' and p.merged_into_id is null order by p.name limit 1),
      rival as (select r.*, row_number() over (order by r.submitted_at desc, r.id) as n from registrations r, mine where r.status = 'approved' and r.partner_id <> mine.id and exists (select 1 from registration_claims c where c.registration_id = r.id)),
      made as (insert into registrations (partner_id, status, customer_name, domain, country, contact_name, contact_email, contact_title, need, involvement, expected_close_on, amount_e4, currency, keys,
          claim_since, reason, created_by_id, created_at, updated_at, submitted_on, submitted_at, submitted_by_id, due_at, answered_at)
        select mine.id, w.status, r.customer_name || ' Group', null, r.country, 'Irena Novak', 'irena.novak@customer.example', 'Head of procurement', r.need, 'resell', r.expected_close_on + 30, r.amount_e4, r.currency, r.keys,
          case when w.status = 'waiting' then r.submitted_on end, w.reason, case when w.status <> 'draft' then mine.person end, now() - w.ago, now() - w.ago,
          case when w.status <> 'draft' then program_day(now() - w.ago) end, case when w.status <> 'draft' then now() - w.ago end, case when w.status <> 'draft' then mine.person end,
          case when w.status = 'returned' then now() + interval '9 days' end, case when w.status = 'returned' then now() - interval '1 day' end
        from mine, rival r join (values (1, 'waiting', interval '20 hours', null), (2, 'returned', interval '3 days', 'Who decides, and until when does the present contract run?'), (3, 'draft', interval '2 hours', null)) w(n, status, ago, reason) on w.n = r.n
        returning id)
    select count(*) from made`);
}

/** What happened to the open ones, as the portal would have noted it. All of it was told. */
async function tell(tx: Tx): Promise<void> {
  await tx.execute(sql`insert into registration_events (registration_id, kind, at, person_id, text, told_at)
    select id, 'submitted', submitted_at, submitted_by_id, null, submitted_at from registrations where submitted_at is not null and status in ('submitted', 'waiting', 'returned', 'approved')
    union all select id, 'waiting', submitted_at, null, null, submitted_at from registrations where status = 'waiting'
    union all select id, 'returned', answered_at, null, reason, answered_at from registrations where status = 'returned'
    union all select id, 'approved', decided_at, decided_by_id, reason, decided_at from registrations where status = 'approved'`);
}
