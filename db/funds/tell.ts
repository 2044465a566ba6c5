import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { publicUrl } from "@/lib/auth/public-url";
import { type Heard, letterOf } from "@/lib/funds/letters";

type Event = Heard & {
  request_id: string | null;
  claim_id: string | null;
  partner_id: string;
  manager_id: string | null;
  submitter: string | null;
};

/**
 * Writes the letters about what happened to funds since the last time, into the outbox and together with the mark that they are
 * written: each is told once, also by two workers. Returns how many were queued.
 */
export function tellOfFunds(): Promise<number> {
  return withWorker(async (tx) => {
    const events = await tx.execute<Event>(sql`
      with heard as (update fund_events e set told_at = now() where e.id in (select id from fund_events where told_at is null order by at limit 200 for update skip locked) returning e.*)
      select e.kind, e.text, e.request_id, e.claim_id, a.partner_id, p.name as partner, p.manager_id, b.name as budget, a.currency, a.expires_on::text,
        (a.amount_minor - a.committed_minor - a.used_minor - a.returned_minor)::text as free, r.number::int as request_number, r.title, r.approved_minor::text as approved,
        r.claim_by::text, (r.reserved_minor - r.used_minor)::text as unclaimed, c.number::int as claim_number, c.amount_minor::text as claimed, c.approved_minor::text as claim_approved,
        coalesce(c.submitted_by_id, r.submitted_by_id) as submitter
      from heard e join fund_allocations a on a.id = e.allocation_id join fund_budgets b on b.id = a.budget_id join partners p on p.id = a.partner_id
        left join fund_requests r on r.id = e.request_id left join fund_claims c on c.id = e.claim_id order by e.at, e.id`);
    let queued = 0;
    for (const event of events) {
      const said = letterOf(event);
      if (!said) continue;
      const to = await tx.execute<{ email: string }>(readers[said.to](event));
      const message = letter(said.subject, said.paragraphs, {
        label: "Open it",
        url: `${publicUrl()}${placeOf(event)}`,
      });
      for (const { email } of to) await queueMail(tx, { to: email, ...message });
      queued += to.length;
    }
    return queued;
  });
}

const placeOf = ({ claim_id, request_id }: Event) =>
  claim_id ? `/funds/claims/${claim_id}` : request_id ? `/funds/requests/${request_id}` : "/funds";

const staffOf = (role: string) =>
  sql`select email from people where kind = 'staff' and role = ${role} and access = 'active' and email is not null order by email`;

/** Who waits for it; a partner that nobody manages is looked after by the program's owners. */
const readers: Record<NonNullable<ReturnType<typeof letterOf>>["to"], (event: Event) => SQL> = {
  partner: ({ partner_id, submitter }) =>
    sql`select email from people where partner_id = ${partner_id} and access = 'active' and email is not null and (id = ${submitter} or role = 'partner_admin') order by email`,
  manager: ({ manager_id }) =>
    manager_id
      ? sql`select email from people where id = ${manager_id} and access = 'active' and email is not null`
      : staffOf("program_owner"),
  finance: () => staffOf("finance"),
  owners: () => staffOf("program_owner"),
};
