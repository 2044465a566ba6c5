import "server-only";
import { and, asc, count, desc, eq, ilike, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { auditEntries } from "@/db/audit/schema";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { PeopleFilter } from "@/lib/people/filter";
import { people, sessions } from "./schema";

const columns = {
  id: people.id,
  name: people.name,
  email: people.email,
  kind: people.kind,
  role: people.role,
  access: people.access,
  partnerId: people.partnerId,
  partnerName: partners.name,
  invitedAt: people.invitedAt,
  lastSignInAt: people.lastSignInAt,
  disabledAt: people.disabledAt,
};

export const peoplePerPage = 50;

/** People of all companies with the filter in force, by name, and how many there are in all. */
export function listPeople(viewer: Viewer, filter: PeopleFilter) {
  const where = and(scope(viewer, people), ...conditions(filter));
  return withViewer(viewer, async (tx) => {
    const from = tx.select(columns).from(people).leftJoin(partners, eq(partners.id, people.partnerId));
    const rows = from
      .where(where)
      .orderBy(asc(sql`lower(${people.name})`), asc(people.id))
      .limit(peoplePerPage)
      .offset((filter.page - 1) * peoplePerPage);
    const total = tx
      .select({ n: count() })
      .from(people)
      .leftJoin(partners, eq(partners.id, people.partnerId))
      .where(where);
    const [list, [counted]] = await Promise.all([rows, total]);
    return { rows: list, total: Number(counted?.n ?? 0) };
  });
}

/** One person with their open sessions. NotFound when there is none. */
export async function getPerson(viewer: Viewer, personId: string) {
  return withViewer(viewer, async (tx) => {
    const one = tx
      .select(columns)
      .from(people)
      .leftJoin(partners, eq(partners.id, people.partnerId))
      .where(and(scope(viewer, people), eq(people.id, personId)))
      .limit(1);
    const [[person], open] = await Promise.all([
      one,
      tx.select(sessionColumns).from(sessions).where(openOf(personId)).limit(100),
    ]);
    if (!person) throw new NotFound("This person");
    return { ...person, sessions: open };
  });
}

/** What was changed about a person, newest first, at most 100 entries. */
export function listPersonHistory(viewer: Viewer, personId: string) {
  const { id, at, actor, action, before, after, reason } = auditEntries;
  return withViewer(viewer, (tx) =>
    tx
      .select({ id, at, actor, action, before, after, reason })
      .from(auditEntries)
      .where(and(eq(auditEntries.subjectType, "person"), eq(auditEntries.subjectId, personId)))
      .orderBy(desc(auditEntries.id))
      .limit(100),
  );
}

/** The people of the viewer's own company, by name, at most 500. */
export async function listTeam(viewer: Viewer) {
  if (viewer.kind !== "partner") throw new NotFound("This team");
  const { id, name, email, role, access, title, lastSignInAt, invitedAt } = people;
  return withViewer(viewer, (tx) =>
    tx
      .select({ id, name, email, role, access, title, lastSignInAt, invitedAt })
      .from(people)
      .where(and(scope(viewer, people), eq(people.partnerId, viewer.partnerId)))
      .orderBy(asc(sql`lower(${people.name})`), asc(people.id))
      .limit(500),
  );
}

/** A person's own open sessions, the latest seen first. `viewer` is the person themself, see `ownViewer`. */
export function listOwnSessions(viewer: Viewer) {
  return withViewer(viewer, (tx) =>
    tx
      .select(sessionColumns)
      .from(sessions)
      .where(openOf(viewer.personId))
      .orderBy(desc(sessions.lastSeenAt))
      .limit(100),
  );
}

/** Partners that a person can be invited for: those that take part, by name. */
export function listPartnersToInviteFor(viewer: Viewer) {
  return withViewer(viewer, (tx) =>
    tx
      .select({ id: partners.id, name: partners.name })
      .from(partners)
      .where(and(scope(viewer, partners), isNull(partners.mergedIntoId), ne(partners.status, "suspended")))
      .orderBy(asc(sql`lower(${partners.name})`))
      .limit(5000),
  );
}

const { id, via, userAgent, createdAt, lastSeenAt, expiresAt } = sessions;
const sessionColumns = { id, via, userAgent, createdAt, lastSeenAt, expiresAt };
export type SessionRow = Awaited<ReturnType<typeof listOwnSessions>>[number];
export type PersonRow = Awaited<ReturnType<typeof listPeople>>["rows"][number];
export type TeamRow = Awaited<ReturnType<typeof listTeam>>[number];

const openOf = (personId: string) => and(eq(sessions.personId, personId), sql`${sessions.expiresAt} > now()`);

function conditions({ kind, role, access, q }: PeopleFilter): (SQL | undefined)[] {
  const like = q && `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return [
    kind ? eq(people.kind, kind) : undefined,
    role ? eq(people.role, role) : undefined,
    access ? eq(people.access, access) : ne(people.access, "none"),
    like ? or(ilike(people.name, like), ilike(people.email, like), ilike(partners.name, like)) : undefined,
  ];
}

/** The name of a partner that was not merged away. NotFound when there is none. */
export async function getPartnerName(viewer: Viewer, partnerId: string): Promise<string> {
  return withViewer(viewer, async (tx) => {
    const [partner] = await tx
      .select({ name: partners.name })
      .from(partners)
      .where(and(scope(viewer, partners), eq(partners.id, partnerId), isNull(partners.mergedIntoId)))
      .limit(1);
    if (!partner) throw new NotFound("This partner");
    return partner.name;
  });
}
