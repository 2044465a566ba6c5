import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";

/** Writes to everybody who manages the partner's people and money, in the transaction that it is about. */
export async function tellAdmins(
  tx: Tx,
  partnerId: string,
  { subject, paragraphs }: { subject: string; paragraphs: string[] },
  portalUrl: string,
): Promise<void> {
  const admins = await tx.execute<{ name: string; email: string }>(
    sql`select people.name, people.email from people where people.partner_id = ${partnerId}::uuid and people.role = 'partner_admin' and people.access = 'active' and people.email is not null order by people.id limit 50`,
  );
  const link = { label: "Open payouts", url: `${portalUrl}/incentives/payout-details` };
  for (const { name, email } of admins)
    await queueMail(tx, { to: email, ...letter(subject, [`Hello ${name},`, ...paragraphs], link) });
}
