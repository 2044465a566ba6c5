import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import { withViewer, withWorker } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { readProgram } from "@/db/metrics/queries";
import { todayIn } from "@/db/program/queries";
import type { StaffRole } from "@/lib/access/roles";
import type { StaffViewer } from "@/lib/access/viewer";
import { publicUrl } from "@/lib/auth/public-url";
import { Refused } from "@/lib/errors";
import { formatDay } from "@/lib/format";
import { startReview } from "./review-commands";

const actor = { personId: null, name: "Reviews" };
/** What is due longer is overdue: people see it as such and decide. */
const missedDays = 7;

type Due = {
  partnerId: string;
  partner: string;
  dueOn: string;
  id: string;
  role: StaffRole;
  name: string;
  email: string;
};

/**
 * Starts the reviews whose day has come, with their figures frozen, and writes to the owner of the scorecard, or to the
 * partner's manager or a program owner where no owner is of staff. Each once, however many workers there are: a review
 * that is open keeps the next one from starting. Returns how many.
 */
export async function keepReviews(now = new Date()): Promise<number> {
  const { due, today, recounting } = await withWorker(async (tx) => {
    const today = await todayIn(tx);
    const due = await tx.execute<Due>(sql`
      select s.partner_id as "partnerId", p.name as partner, s.next_review_on::text as "dueOn", o.id, o.role, o.name, o.email
      from scorecards s join partners p on p.id = s.partner_id and p.merged_into_id is null
        cross join lateral (select o.* from people o where o.kind = 'staff' and o.access = 'active' and o.role is not null and o.email is not null
          and (o.id in (s.owner_id, p.manager_id) or o.role = 'program_owner')
          order by o.id = s.owner_id desc, o.id is not distinct from p.manager_id desc, o.created_at, o.id limit 1) o
      where s.next_review_on between ${today}::date - ${missedDays}::int and ${today}::date
        and not exists (select from scorecard_reviews r where r.scorecard_id = s.id and r.state = 'open')
      order by s.next_review_on, s.id limit 200`);
    return { due: [...due], today, recounting: (await readProgram(tx)).recounting };
  });
  // While the sums of very many are made again no figure is frozen: it comes with the next round.
  if (recounting) return 0;
  let started = 0;
  for (const one of due) if (await startDue(one, { today, now })) started += 1;
  return started;
}

async function startDue(due: Due, moment: { today: string; now: Date }): Promise<boolean> {
  const { partnerId, partner, dueOn, id: personId, role, name, email } = due;
  const viewer: StaffViewer = { kind: "staff", role, personId, sessionId: personId, name, email };
  const started = withViewer(
    viewer,
    async (tx) => {
      const { id, audit } = await startReview(tx, viewer, partnerId, moment);
      await recordAudit(tx, actor, audit);
      const link = { label: "Open the review", url: `${publicUrl()}/scorecards/${partnerId}/reviews/${id}` };
      const said = [
        `Hello ${name},`,
        `the review of ${partner} was due on ${formatDay(dueOn)} and is open: its figures are kept as they are today, and what changed since the last one is proposed.`,
        "Note risks and decisions with their owners, and close it when you have met.",
      ];
      await queueMail(tx, { to: email, ...letter(`The review of ${partner} is open`, said, link) });
      return true;
    },
    "long",
  );
  return started.catch((error: unknown) => {
    if (error instanceof Refused) return false;
    throw error;
  });
}
