import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { publicUrl } from "@/lib/auth/public-url";
import { type Heard, letterOf } from "@/lib/deals/registrations/letters";

/**
 * Writes the letters about what happened to registrations since the last time, into the outbox and together with the mark
 * that they are written: each is told once, also by two workers. Returns how many were queued.
 */
export function tellOfRegistrations(): Promise<number> {
  return withWorker(async (tx) => {
    const events = await tx.execute<
      Heard & { id: string; registration: string; partner_id: string; manager_id: string | null }
    >(sql`
      update registration_events e set told_at = now() from registrations r join partners p on p.id = r.partner_id
      where r.id = e.registration_id and e.id in (select id from registration_events where told_at is null order by at limit 200 for update skip locked)
      returning e.id, e.kind, e.text, e.registration_id as registration, r.number::int, r.customer_name as customer, p.name as partner, r.partner_id, p.manager_id,
        r.claim_since::text as since, r.due_at as due, r.protected_until::text as until, r.submitted_by_id as submitter`);
    let queued = 0;
    for (const event of events) {
      const said = letterOf(event);
      if (!said) continue;
      const to = await tx.execute<{ email: string }>(
        said.to === "partner"
          ? sql`select email from people where partner_id = ${event.partner_id} and access = 'active' and email is not null and (id = ${event.submitter} or role = 'partner_admin') order by email`
          : said.to === "manager"
            ? sql`select email from people where id = ${event.manager_id} and access = 'active' and email is not null`
            : sql`select email from people where kind = 'staff' and role = 'program_owner' and access = 'active' and email is not null order by email`,
      );
      const message = letter(said.subject, said.paragraphs, {
        label: "Open the registration",
        url: `${publicUrl()}/registrations/${event.registration}`,
      });
      for (const { email } of to) await queueMail(tx, { to: email, ...message });
      queued += to.length;
    }
    return queued;
  });
}
