import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Waiting } from "@/lib/home/morning";
import { inBook } from "./movement";

const shown = 8;
/** Counted no further: nobody decides on more in a day. */
const most = 500;

/** What waits for a decision of the book (or of the program), the first due first: how many, how many are late, and the first of them. */
export async function waitingFor(tx: Tx, book: string | null, now: Date) {
  const rows = await tx.execute<Waiting & { count: number; late: number }>(sql`
    with waiting as materialized (
      (select r.id as key, 'registration' as kind, r.id as registration_id, r.due_at from registrations r
        where r.status = 'submitted' and r.due_at is not null and ${inBook(book, sql`r.partner_id`)}
        order by r.due_at, r.id limit ${most})
      union all
      (select e.id, 'extension', r.id, e.requested_at + (select decision_hours from settings) * interval '1 hour' from registration_extensions e
        join registrations r on r.id = e.registration_id
        where e.status = 'requested' and r.status = 'approved' and ${inBook(book, sql`r.partner_id`)} order by e.requested_at limit ${most}))
    select w.key, w.kind, w.registration_id as "registrationId", r.customer_name as customer, p.name as partner, m.name as manager,
      r.amount_e4::text as "amountE4", r.currency, to_char(w.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "dueAt",
      (select count(*)::int from waiting) as count, (select count(*)::int from waiting where due_at < ${now.toISOString()}::timestamptz) as late
    from waiting w join registrations r on r.id = w.registration_id join partners p on p.id = r.partner_id left join people m on m.id = p.manager_id
    order by w.due_at, w.key limit ${shown}`);
  const waiting = rows.map(({ count: _, late: __, ...row }) => row);
  return { waiting, waitingCount: rows[0]?.count ?? 0, late: rows[0]?.late ?? 0 };
}
