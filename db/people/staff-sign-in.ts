import "server-only";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { StaffRole } from "@/lib/access/roles";
import { people, sessions, staffIdentities } from "./schema";

/** What the single sign-on provider vouches for. `email` is verified and of an allowed domain; `role` null: in no group of ours. */
export type StaffClaims = { issuer: string; subject: string; email: string; name: string; role: StaffRole | null };
export type Admission = { personId: string } | { refused: "no-role" | "disabled" | "address" };

type Person = { id: string; name: string; kind: string; role: string | null; access: string; identified: boolean };

/**
 * Decides who a staff sign-in is, by issuer and subject, never by e-mail alone: a known identity, else a staff person of
 * that address who has no identity yet, else a new one. The provider's group sets the role each time; a change of it ends
 * all sessions. A refusal is written too, so the caller must commit.
 */
export async function admitStaff(tx: Tx, claims: StaffClaims): Promise<Admission> {
  const known = await findIdentity(tx, claims);
  if (known?.access === "disabled") return { refused: "disabled" };
  if (!claims.role) {
    if (known) await withdraw(tx, known);
    return { refused: "no-role" };
  }
  if (known) return { personId: await refresh(tx, known, claims, claims.role) };
  const holder = await findHolder(tx, claims.email);
  if (!holder) return { personId: await create(tx, claims, claims.role) };
  if (holder.access === "disabled") return { refused: "disabled" };
  // A partner's address never becomes staff, and an identity is never replaced by another of the same address.
  if (holder.kind !== "staff" || holder.identified) return { refused: "address" };
  // Nothing that was made under this address before its owner proved it is inherited.
  await tx.delete(sessions).where(eq(sessions.personId, holder.id));
  await link(tx, holder.id, claims);
  return { personId: await refresh(tx, holder, claims, claims.role) };
}

async function findIdentity(tx: Tx, { issuer, subject }: StaffClaims): Promise<Person | undefined> {
  const [row] = await tx.execute<Person>(sql`
    select p.id, p.name, p.kind, p.role, p.access, true as identified from staff_identities i join people p on p.id = i.person_id
    where i.issuer = ${issuer} and i.subject = ${subject} and p.kind = 'staff' for update of p`);
  return row;
}

async function findHolder(tx: Tx, email: string): Promise<Person | undefined> {
  const [row] = await tx.execute<Person>(sql`
    select p.id, p.name, p.kind, p.role, p.access,
           exists (select 1 from staff_identities i where i.person_id = p.id) as identified
    from people p where lower(p.email) = ${email} for update of p`);
  return row;
}

async function create(tx: Tx, claims: StaffClaims, role: StaffRole): Promise<string> {
  const { name, email } = claims;
  const [person] = await tx
    .insert(people)
    .values({ kind: "staff", name, email, role, access: "active", lastSignInAt: sql`now()` })
    .returning({ id: people.id });
  const id = (person as { id: string }).id;
  await link(tx, id, claims);
  const subject = { type: "person", id, name };
  await recordAudit(tx, provider, { action: "person.enabled", subject, after: { role, access: "active", email } });
  return id;
}

async function link(tx: Tx, personId: string, { issuer, subject }: StaffClaims) {
  await tx.insert(staffIdentities).values({ issuer, subject, personId });
}

async function refresh(tx: Tx, person: Person, { name, email }: StaffClaims, role: StaffRole): Promise<string> {
  if (person.role !== role || person.access !== "active") {
    await tx.delete(sessions).where(eq(sessions.personId, person.id));
    const before = { role: person.role, access: person.access };
    const subject = { type: "person", id: person.id, name: person.name };
    const action = person.role === role ? "person.enabled" : "person.role_changed";
    await recordAudit(tx, provider, { action, subject, before, after: { role, access: "active" } });
  }
  await tx.execute(sql`
    update people p set role = ${role}, access = 'active', name = ${name}, last_sign_in_at = now(), updated_at = now(),
      email = case when exists (select 1 from people o where lower(o.email) = ${email} and o.id <> p.id) then p.email else ${email} end
    where p.id = ${person.id}`);
  return person.id;
}

async function withdraw(tx: Tx, person: Person) {
  await tx.delete(sessions).where(eq(sessions.personId, person.id));
  if (person.access === "none") return;
  await tx.update(people).set({ access: "none", updatedAt: sql`now()` }).where(eq(people.id, person.id));
  const subject = { type: "person", id: person.id, name: person.name };
  const reason = "No group of the portal at the single sign-on provider";
  const change = { before: { access: person.access }, after: { access: "none" }, reason };
  await recordAudit(tx, provider, { action: "person.disabled", subject, ...change });
}

const provider = { personId: null, name: "Single sign-on" };
