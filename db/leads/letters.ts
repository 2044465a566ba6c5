import "server-only";
import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { people } from "@/db/people/schema";
import { settings } from "@/db/program/schema";
import { formatInstant } from "@/lib/format";

type About = { id: string; customerName: string; country: string | null };

/** Tells the admins of a partner that a lead is offered to it, and until when. Without an admin, its other people. */
export async function writeOffer(tx: Tx, lead: About, offer: { partnerId: string; answerBy: Date }, portalUrl: string) {
  const [program] = await tx.select({ timeZone: settings.timeZone }).from(settings).limit(1);
  const zone = program?.timeZone ?? "UTC";
  const until = `${formatInstant(offer.answerBy, zone)} (${zone})`;
  const where = lead.country ? ` in ${lead.country}` : "";
  const link = { label: "Read the lead and answer", url: `${portalUrl}/leads/${lead.id}` };
  for (const { name, email } of await peopleOf(tx, offer.partnerId)) {
    const paragraphs = [
      `Hello ${name},`,
      `${lead.customerName}${where} needs somebody like you. This lead is yours if you accept it until ${until}.`,
      "After that it goes to another partner. If it is nothing for you, say so: the customer is helped sooner.",
    ];
    await queueMail(tx, {
      to: email,
      ...letter(`A lead for you: ${lead.customerName}, answer by ${until}`, paragraphs, link),
    });
  }
}

async function peopleOf(tx: Tx, partnerId: string) {
  const all = await tx
    .select({ name: people.name, email: people.email, role: people.role })
    .from(people)
    .where(and(eq(people.partnerId, partnerId), eq(people.access, "active"), isNotNull(people.email)))
    .orderBy(asc(people.createdAt), asc(people.id))
    .limit(50);
  const admins = all.filter(({ role }) => role === "partner_admin");
  return (admins.length > 0 ? admins : all).map(({ name, email }) => ({ name, email: email as string }));
}

/**
 * Tells the partner's manager what its partner did with a lead. In the partner's own transaction, which sees no other of
 * the staff.
 */
export async function tellManager(
  tx: Tx,
  partnerId: string,
  about: { lead: About; said: string; reason?: string },
  portalUrl: string,
): Promise<void> {
  const { lead, said, reason } = about;
  const [manager] = await tx
    .select({ name: people.name, email: people.email })
    .from(people)
    .where(
      and(
        sql`${people.id} = (select manager_id from partners where id = ${partnerId})`,
        eq(people.access, "active"),
        isNotNull(people.email),
      ),
    )
    .limit(1);
  if (!manager?.email) return;
  const link = { label: "Open the lead", url: `${portalUrl}/leads/${lead.id}` };
  const paragraphs = [`Hello ${manager.name},`, `${said}: the lead ${lead.customerName}.`, ...(reason ? [reason] : [])];
  await queueMail(tx, { to: manager.email, ...letter(`${lead.customerName}: ${said}`, paragraphs, link) });
}

/** Tells whoever entered a lead that no partner is left for it. */
export async function writeUnplaced(tx: Tx, lead: About & { createdById: string | null }, portalUrl: string) {
  if (!lead.createdById) return;
  const [person] = await tx
    .select({ name: people.name, email: people.email })
    .from(people)
    .where(and(eq(people.id, lead.createdById), eq(people.access, "active"), isNotNull(people.email)))
    .limit(1);
  if (!person?.email) return;
  const link = { label: "Open the lead", url: `${portalUrl}/leads/${lead.id}` };
  const paragraphs = [
    `Hello ${person.name},`,
    `No partner near ${lead.customerName} is left: those that fit had this lead already or have no room. Others can be chosen by hand.`,
  ];
  await queueMail(tx, {
    to: person.email,
    ...letter(`No partner left for the lead ${lead.customerName}`, paragraphs, link),
  });
}
