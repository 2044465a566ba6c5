import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { publicUrl } from "@/lib/auth/public-url";
import { type TierHeard, tierLetterOf } from "@/lib/tiers/letters";

/**
 * Writes the letters about changes of tier since the last time, into the outbox and together with the mark that they are
 * written: each is told once, also by two workers. Returns how many were queued.
 */
export function tellOfTiers(): Promise<number> {
  return withWorker(async (tx) => {
    const events = await tx.execute<TierHeard & { move_id: string; partner_id: string }>(sql`
      update tier_move_events e set told_at = now() from tier_moves m join partners p on p.id = m.partner_id
        left join tiers f on f.key = m.from_tier left join tiers t on t.key = m.to_tier
      where m.id = e.move_id and e.id in (select id from tier_move_events where told_at is null order by at limit 200 for update skip locked)
      returning e.kind, e.text, e.move_id, m.partner_id, m.kind as move, p.name as partner, f.name as from, t.name as to, m.effective_on::text as on, m.appeal_until::text as "appealUntil"`);
    let queued = 0;
    for (const event of events) {
      const said = tierLetterOf(event);
      if (!said) continue;
      const partner = said.to === "partner";
      const to = await tx.execute<{ email: string }>(
        partner
          ? sql`select email from people where partner_id = ${event.partner_id} and role = 'partner_admin' and access = 'active' and email is not null order by email`
          : sql`select email from people where kind = 'staff' and role in ('admin', 'program_owner') and access = 'active' and email is not null order by email`,
      );
      const link = partner
        ? { label: "Open your tier", url: `${publicUrl()}/tiers` }
        : { label: "Open the change of tier", url: `${publicUrl()}/tiers/reviews/${event.move_id}` };
      for (const { email } of to) await queueMail(tx, { to: email, ...letter(said.subject, said.paragraphs, link) });
      queued += to.length;
    }
    return queued;
  });
}
