import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Actor, recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import type { ApplicationInput } from "@/lib/applications/form";
import { applications } from "./schema";

const applicant: Actor = { personId: null, name: "The applicant" };

/** A link about an application: the hash of its token, and the address to mail. */
type Link = { tokenHash: string; url: string };

/**
 * Keeps an application that nobody sees until its address is confirmed, and queues the mail with the link for that. Looks
 * nothing up: the same happens for every company and every address. To be run as the sign-in role.
 */
export async function fileApplication(tx: Tx, input: ApplicationInput, { tokenHash, url }: Link): Promise<void> {
  const id = randomUUID();
  const { company, domain, country, type, contactName, contactEmail, contactTitle, sells, expects } = input;
  // These columns alone: whoever is not signed in may name no other, and reads none.
  await tx.execute(sql`insert into ${applications} (id, company, domain, country, type, contact_name, contact_email, contact_title, sells, expects)
    values (${id}, ${company}, ${domain}, ${country}, ${type}, ${contactName}, ${contactEmail}, ${contactTitle}, ${sells}, ${expects})`);
  await tx.execute(sql`insert into one_time_tokens (purpose, token_hash, application_id, expires_at)
    values ('application', ${tokenHash}, ${id}, now() + interval '1 day')`);
  await queueMail(tx, { to: contactEmail, ...confirmation(url) });
}

/** Says nothing that was typed: the form must not carry strangers' words to strangers. */
const confirmation = (url: string) =>
  letter(
    "Confirm your application",
    [
      "Hello,",
      "somebody entered this address in the application form of our partner program. Press the button to confirm that it was you; the application reaches us only then.",
      "The link works once, for a day. If it was not you, ignore this mail: nothing happens.",
    ],
    { label: "Confirm the application", url },
  );

/** Whether a link about an application still holds. Reading it spends nothing, and tells nothing else. */
export async function applicationLinkHolds(tx: Tx, tokenHash: string, purpose: "application" | "application_answer") {
  const rows =
    await tx.execute(sql`select 1 from one_time_tokens where purpose = ${purpose} and token_hash = ${tokenHash}
    and used_at is null and expires_at > now()`);
  return rows.length > 0;
}

/** Confirms the address of an application, which puts it into the queue. False when the link does not hold. */
export async function confirmApplication(tx: Tx, tokenHash: string): Promise<boolean> {
  const [filed] = await tx.execute<Filed>(sql`select id, company from confirm_application(${tokenHash})`);
  if (!filed) return false;
  await recordAudit(tx, applicant, { action: "application.filed", subject: subjectOf(filed) });
  return true;
}

/** Answers what staff asked, which puts the application back into the queue. False when the link does not hold. */
export async function answerApplication(tx: Tx, tokenHash: string, text: string): Promise<boolean> {
  const [filed] = await tx.execute<Filed>(sql`select id, company from answer_application(${tokenHash}, ${text})`);
  if (!filed) return false;
  await recordAudit(tx, applicant, { action: "application.answered", subject: subjectOf(filed), after: { text } });
  return true;
}

type Filed = { id: string; company: string };
export const subjectOf = ({ id, company }: Filed) => ({ type: "application", id, name: company });
