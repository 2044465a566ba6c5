import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";

const purpose = "sign_in";

/** Who may sign in by link: invited or active people of a partner that takes part, never staff, whose domains are given. */
const mayEnter = (staffDomains: readonly string[]) => sql`p.kind = 'partner' and p.access in ('invited', 'active')
  and p.role is not null and c.status <> 'suspended' and c.merged_into_id is null
  and split_part(lower(p.email), '@', 2) <> all(string_to_array(${staffDomains.join(",")}, ','))`;

type LinkRequest = {
  email: string;
  tokenHash: string;
  browserHash: string;
  /** The whole address to mail, with the token. */
  url: string;
  staffDomains: readonly string[];
};

/**
 * Makes a sign-in link that holds 10 minutes of the database's clock, ends the person's older ones and queues the mail
 * to the stored address. Returns false, having changed nothing, when nobody of that address may enter.
 */
export async function issueSignInLink(
  tx: Tx,
  { email, tokenHash, browserHash, url, staffDomains }: LinkRequest,
): Promise<boolean> {
  const [person] = await tx.execute<{ id: string; name: string; email: string; company: string }>(sql`
    select p.id, p.name, p.email, c.name as company from people p join partners c on c.id = p.partner_id
    where lower(p.email) = ${email} and ${mayEnter(staffDomains)} for update of p`);
  if (!person) return false;
  await tx.execute(sql`delete from one_time_tokens where person_id = ${person.id} and purpose = ${purpose}`);
  await tx.execute(sql`insert into one_time_tokens (purpose, token_hash, browser_hash, person_id, expires_at)
    values (${purpose}, ${tokenHash}, ${browserHash}, ${person.id}, now() + interval '10 minutes')`);
  await queueMail(tx, { to: person.email, ...signInLetter(person, url) });
  return true;
}

/** A link as a browser sends it back. */
type SentLink = { tokenHash: string; browserHash: string | null; staffDomains: readonly string[] };
export type OpenLink = { personName: string; email: string; partnerName: string; sameBrowser: boolean };

/** Whom a link signs in, while it holds. Reading it spends nothing. */
export async function findSignInLink(
  tx: Tx,
  { tokenHash, browserHash, staffDomains }: SentLink,
): Promise<OpenLink | null> {
  const [row] = await tx.execute<OpenLink>(sql`
    select p.name as "personName", p.email, c.name as "partnerName", coalesce(t.browser_hash = ${browserHash}, false) as "sameBrowser"
    from one_time_tokens t join people p on p.id = t.person_id join partners c on c.id = p.partner_id
    where ${holds(tokenHash)} and ${mayEnter(staffDomains)}`);
  return row ?? null;
}

/**
 * Spends a link: of any number of attempts at once, one gets the person. Null when it does not hold, or came from another
 * browser and was not confirmed (then it is not spent). An invited person becomes active.
 */
export async function spendSignInLink(
  tx: Tx,
  link: SentLink & { confirmed: boolean },
): Promise<{ personId: string } | null> {
  const [spent] = await tx.execute<{ person_id: string }>(sql`
    update one_time_tokens t set used_at = now() from people p join partners c on c.id = p.partner_id
    where p.id = t.person_id and ${holds(link.tokenHash)} and ${mayEnter(link.staffDomains)}
      and (${link.confirmed} or t.browser_hash = ${link.browserHash})
    returning t.person_id`);
  if (!spent) return null;
  const [entered] = await tx.execute<{ id: string }>(sql`
    update people set access = 'active', last_sign_in_at = now() where id = ${spent.person_id} and access in ('invited', 'active')
    returning id`);
  return entered ? { personId: entered.id } : null;
}

function holds(tokenHash: string): SQL {
  return sql`t.purpose = ${purpose} and t.token_hash = ${tokenHash} and t.used_at is null and t.expires_at > now()`;
}

function signInLetter(person: { name: string; company: string }, url: string) {
  const paragraphs = [
    `Hello ${person.name},`,
    `this link signs you in to the partner portal for ${person.company}. It works once, for 10 minutes, best in the browser you asked from.`,
    "If you did not ask for it, ignore this mail: without the link nobody gets in.",
  ];
  return letter("Your sign-in link", paragraphs, { label: "Sign in to the partner portal", url });
}
