import "server-only";
import { sql } from "drizzle-orm";
import { createTransport, type Transporter } from "nodemailer";
import { withAuth } from "@/db/client";
import { roleHolds } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { readEnv } from "@/lib/env";
import { type Cause, unseal } from "./seal";

type Due = { id: string; recipient: string; sealed: string };
const mostAttempts = 8;
const place = globalThis as typeof globalThis & {
  tandemMail?: { url: string; transport: Transporter };
  tandemNoMail?: boolean;
};

/**
 * Sends what is due in the outbox and wipes each sealed message once it left. Any number of processes may do so at once:
 * a message is claimed before it is sent. What waits for someone whose access ended meanwhile is wiped. A failure is tried again after 1, 2, 4 … minutes, at most eight times.
 * Returns how many were sent; never throws for a mail server that refuses.
 */
export async function deliverMail(): Promise<number> {
  const { SMTP_URL, MAIL_FROM } = readEnv();
  if (!SMTP_URL) {
    await noteNoServer();
    return 0;
  }
  let sent = 0;
  for (const mail of await claimDue()) {
    try {
      const { cause, ...message } = unseal(mail.sealed, mail.recipient);
      if (cause && !(await mayCause(cause))) {
        await wipe(mail.id);
        continue;
      }
      await transport(SMTP_URL).sendMail({
        from: MAIL_FROM,
        to: { name: "", address: mail.recipient },
        ...message,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      await withAuth((tx) =>
        tx.execute(sql`update mail_outbox set sent_at = now(), sealed = null, error = null where id = ${mail.id}`),
      );
      sent++;
    } catch (error) {
      await noteFailure(mail, error as Error);
    }
  }
  return sent;
}

function claimDue(): Promise<Due[]> {
  return withAuth(async (tx) => {
    await tx.execute(sql`update mail_outbox m set sealed = null, error = 'the access of the recipient was ended'
      from people p where m.sent_at is null and m.sealed is not null and lower(p.email) = lower(m.recipient) and p.access = 'disabled'`);
    return [
      ...(await tx.execute<Due>(sql`
      with due as (
        select id from mail_outbox
        where sent_at is null and sealed is not null and next_attempt_at <= now() and attempts < ${mostAttempts}
        order by next_attempt_at limit 20 for update skip locked)
      update mail_outbox m set attempts = m.attempts + 1, next_attempt_at = now() + interval '1 minute' * power(2, m.attempts)
      from due where m.id = due.id returning m.id, m.recipient, m.sealed`)),
    ];
  });
}

/** Whether a person may still do what the message tells of: their role and access of now, not those of when it was queued. */
async function mayCause({ personId, permissions }: Cause): Promise<boolean> {
  const [person] = await withAuth((tx) =>
    tx.execute<{ role: Role }>(sql`
      select p.role from people p left join partners c on c.id = p.partner_id
      where p.id = ${personId} and p.access = 'active' and p.role is not null
        and (p.kind = 'staff' or (c.status <> 'suspended' and c.merged_into_id is null))`),
  );
  return permissions.some((permission) => person && roleHolds(person.role, permission));
}

const wipe = (id: string) =>
  withAuth((tx) =>
    tx.execute(
      sql`update mail_outbox set sealed = null, error = 'its sender may not send it any more' where id = ${id}`,
    ),
  );

/** The error is kept without the message: an SMTP answer may quote it. */
async function noteFailure(mail: Due, error: Error) {
  const reason = (error as { code?: string }).code ?? error.name;
  console.error(`mail ${mail.id} was not sent: ${reason}`);
  await withAuth((tx) => tx.execute(sql`update mail_outbox set error = ${reason} where id = ${mail.id}`));
}

async function noteNoServer() {
  const reason = "SMTP_URL is not set: there is no mail server";
  const waiting = await withAuth((tx) =>
    tx.execute(
      sql`update mail_outbox set error = ${reason} where sent_at is null and error is distinct from ${reason} returning id`,
    ),
  );
  if (waiting.length > 0 && !place.tandemNoMail) {
    place.tandemNoMail = true;
    console.error(`Mail waits in the outbox. ${reason}.`);
  }
}

function transport(url: string): Transporter {
  if (place.tandemMail?.url !== url) {
    const smtp = createTransport(url, {
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    } as object);
    place.tandemMail = { url, transport: smtp };
  }
  return place.tandemMail?.transport as Transporter;
}
