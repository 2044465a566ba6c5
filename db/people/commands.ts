import "server-only";
import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { partners } from "@/db/partners/schema";
import { partnerRoles, type Role, roleLabels, staffRoles } from "@/lib/access/roles";
import { NotFound, Refused } from "@/lib/errors";
import { people, sessions } from "./schema";

export type Invitation = {
  name: string;
  /** As `address` reads it: ASCII, lower case. */
  email: string;
  role: Role;
  /** The company of a partner role; null for staff. */
  partnerId: string | null;
  /** Where the person signs in: the portal's public address. */
  portalUrl: string;
  /** Domains whose people are staff: they never get a partner's access. With none, staff of any domain may be invited. */
  staffDomains: readonly string[];
};

/**
 * Invites a person, or an imported contact of the same company and address who had no access. Queues the mail. Refused
 * (field email) when the address is someone else's, without telling whose; NotFound when the partner is not the viewer's.
 */
export async function invitePerson(
  tx: Tx,
  actor: Actor,
  invitation: Invitation,
): Promise<{ personId: string; audit: AuditEntry }> {
  const { name, email, role, partnerId } = invitation;
  const kind = kindOf(role);
  if ((kind === "partner") !== Boolean(partnerId))
    throw new Refused("Choose the company of a partner person.", "partnerId");
  const company = partnerId ? await openPartner(tx, partnerId) : null;
  checkDomain(kind, email, invitation.staffDomains);
  const access = { access: "invited", role, invitedAt: sql`now()`, invitedById: actor.personId } as const;
  const [added] = await tx
    .insert(people)
    .values({ kind, partnerId, name, email, ...access })
    .onConflictDoNothing()
    .returning({ id: people.id });
  const personId = added?.id ?? (await inviteContact(tx, invitation, access));
  const cause = actor.personId ? { personId: actor.personId, permissions: [...mayInvite] } : undefined;
  await queueMail(tx, { to: email, cause, ...invitationLetter(actor, invitation, company) });
  const after = { role, access: "invited", email };
  return { personId, audit: { action: "person.invited", subject: subjectOf(personId, name), partnerId, after } };
}

const mayInvite = ["people.manage", "team.manage", "applications.decide"] as const;

/** Whom a command is about; `ofPartner` is given when the actor may reach that company's people alone. */
export type Target = { personId: string; ofPartner?: string };

/** Gives a person another role of the same kind and ends their sessions. Nobody changes their own; the last admin stays one. */
export async function changeRole(tx: Tx, actor: Actor, target: Target, role: Role): Promise<AuditEntry> {
  const person = await lockPerson(tx, target);
  const personId = person.id;
  if (personId === actor.personId) throw new Refused("Nobody changes their own role. Ask another admin.", "role");
  if (kindOf(role) !== person.kind)
    throw new Refused("Staff keep a staff role, partner people a partner role.", "role");
  if (person.role === role) throw new Refused(`${person.name} already is ${roleLabels[role]}.`, "role");
  await keepAnAdmin(tx, person);
  await tx.update(people).set({ role, updatedAt: sql`now()` }).where(eq(people.id, personId));
  await tx.delete(sessions).where(eq(sessions.personId, personId));
  return entry("person.role_changed", person, { before: { role: person.role }, after: { role } });
}

/** Ends a person's access and sessions at once. What they did stays; links they asked for open nothing any more. */
export async function disablePerson(tx: Tx, actor: Actor, target: Target, reason: string): Promise<AuditEntry> {
  const person = await lockPerson(tx, target);
  const personId = person.id;
  if (personId === actor.personId) throw new Refused("Nobody ends their own access. Ask another admin.");
  if (person.access === "disabled") throw new Refused(`${person.name} has no access any more.`);
  await keepAnAdmin(tx, person);
  await tx
    .update(people)
    .set({ access: "disabled", disabledAt: sql`now()`, updatedAt: sql`now()` })
    .where(eq(people.id, personId));
  await tx.delete(sessions).where(eq(sessions.personId, personId));
  const change = { before: { access: person.access }, after: { access: "disabled" }, reason };
  return entry("person.disabled", person, change);
}

/** Gives a disabled person their access back, with the role they had. They sign in anew. */
export async function enablePerson(tx: Tx, target: Target): Promise<AuditEntry> {
  const person = await lockPerson(tx, target);
  if (person.access !== "disabled") throw new Refused(`The access of ${person.name} was not ended.`);
  if (!person.role || !person.email) throw new Refused(`${person.name} had no access before. Invite them instead.`);
  const access = person.lastSignInAt ? "active" : "invited";
  await tx.update(people).set({ access, disabledAt: null, updatedAt: sql`now()` }).where(eq(people.id, person.id));
  return entry("person.enabled", person, { before: { access: "disabled" }, after: { access } });
}

/** Signs a person out: everywhere, or of one session. NotFound when the session is not theirs. */
export async function endSessions(tx: Tx, personId: string, sessionId?: string): Promise<AuditEntry> {
  const [person] = await tx.select(personColumns).from(people).where(eq(people.id, personId));
  if (!person) throw new NotFound("This person");
  const which = sessionId
    ? and(eq(sessions.personId, personId), eq(sessions.id, sessionId))
    : eq(sessions.personId, personId);
  const ended = await tx.delete(sessions).where(which).returning({ id: sessions.id });
  if (sessionId && ended.length === 0) throw new NotFound("This session");
  return entry(sessionId ? "session.ended" : "session.ended_all", person, { after: { sessions: ended.length } });
}

const personColumns = {
  id: people.id,
  name: people.name,
  kind: people.kind,
  email: people.email,
  role: people.role,
  access: people.access,
  partnerId: people.partnerId,
  lastSignInAt: people.lastSignInAt,
};

type Person = {
  id: string;
  name: string;
  kind: "staff" | "partner";
  role: string | null;
  access: string;
  partnerId: string | null;
};

async function lockPerson(tx: Tx, { personId, ofPartner }: Target) {
  // Admins are locked first and in one order, so that two of them who act on each other wait instead of deadlocking.
  await tx.select({ id: people.id }).from(people).where(activeAdmins).orderBy(people.id).for("update");
  const reach = ofPartner ? eq(people.partnerId, ofPartner) : undefined;
  const [person] = await tx
    .select(personColumns)
    .from(people)
    .where(and(eq(people.id, personId), reach))
    .for("update");
  if (!person) throw new NotFound("This person");
  return person;
}

const activeAdmins = and(eq(people.kind, "staff"), eq(people.role, "admin"), eq(people.access, "active")) as SQL;

async function keepAnAdmin(tx: Tx, person: Person) {
  if (person.kind !== "staff" || person.role !== "admin" || person.access !== "active") return;
  const [other] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(activeAdmins, ne(people.id, person.id)))
    .limit(1);
  if (!other) throw new Refused(`${person.name} is the last active admin. Make someone else admin first.`);
}

/** An imported contact of the same company may be invited; any other holder of the address is not ours to tell of. */
async function inviteContact(tx: Tx, { email, partnerId, role }: Invitation, access: object): Promise<string> {
  const sameCompany = partnerId ? eq(people.partnerId, partnerId) : eq(people.kind, "staff");
  const [contact] = await tx
    .update(people)
    .set({ ...access, updatedAt: sql`now()` })
    .where(
      and(
        sql`lower(${people.email}) = ${email}`,
        eq(people.access, "none"),
        eq(people.kind, kindOf(role)),
        sameCompany,
      ),
    )
    .returning({ id: people.id });
  if (!contact) throw new Refused("This address cannot be invited: it is in use already.", "email");
  return contact.id;
}

async function openPartner(tx: Tx, partnerId: string) {
  const [partner] = await tx
    .select({ name: partners.name, status: partners.status })
    .from(partners)
    .where(eq(partners.id, partnerId));
  if (!partner) throw new NotFound("This partner");
  if (partner.status === "suspended")
    throw new Refused(`${partner.name} is suspended: its people cannot sign in.`, "partnerId");
  return partner;
}

function checkDomain(kind: "staff" | "partner", email: string, staffDomains: readonly string[]) {
  const ours = staffDomains.includes(email.split("@")[1] ?? "");
  if (kind === "partner" && ours)
    throw new Refused("This address belongs to staff, who sign in by single sign-on.", "email");
  if (kind === "staff" && staffDomains.length > 0 && !ours)
    throw new Refused(`Staff sign in by single sign-on with an address of ${staffDomains.join(" or ")}.`, "email");
}

function invitationLetter(
  actor: Actor,
  { name, role, portalUrl, partnerId }: Invitation,
  company: { name: string } | null,
) {
  const host = new URL(portalUrl).host;
  const how = partnerId
    ? "To sign in, enter this e-mail address on the page below. We then send you a link; there is no password."
    : "You sign in with the company's single sign-on.";
  const what = `${actor.name} invited you to the partner portal${company ? ` for ${company.name}` : ""}, as ${roleLabels[role].toLowerCase()}.`;
  const ignore = `If you did not expect this, ignore it: nothing happens until you sign in. The portal is at ${host}.`;
  const link = { label: "Open the partner portal", url: `${portalUrl}/sign-in` };
  return letter("You are invited to the partner portal", [`Hello ${name},`, what, how, ignore], link);
}

function kindOf(role: Role): "staff" | "partner" {
  if ((staffRoles as readonly string[]).includes(role)) return "staff";
  if ((partnerRoles as readonly string[]).includes(role)) return "partner";
  throw new Refused("Choose a role.", "role");
}

const subjectOf = (id: string, name: string) => ({ type: "person", id, name });

function entry(
  action: AuditEntry["action"],
  person: Pick<Person, "id" | "name" | "partnerId">,
  change: Partial<AuditEntry>,
): AuditEntry {
  return { action, subject: subjectOf(person.id, person.name), partnerId: person.partnerId, ...change };
}
