import "server-only";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { sessions } from "./schema";

type NewSession = {
  personId: string;
  /** SHA-256 of the cookie's token. */
  tokenHash: string;
  via: "sso" | "link" | "report";
  userAgent: string | null;
  seconds: number;
  /** The provider's name of the sign-in there (sid). */
  providerSession?: string;
  /** The session this browser sends so far: it ends. */
  replaces?: string;
};

/** Starts a session, always a new one, and ends the one that the browser had. */
export async function startSession(tx: Tx, session: NewSession): Promise<void> {
  const { personId, tokenHash, via, seconds, replaces, providerSession } = session;
  if (replaces) await tx.delete(sessions).where(eq(sessions.tokenHash, replaces));
  const userAgent = session.userAgent?.replace(/\p{Cc}/gu, "").slice(0, 300) || null;
  await tx.delete(sessions).where(sql`${sessions.personId} = ${personId} and ${sessions.expiresAt} < now()`);
  await tx.insert(sessions).values({
    personId,
    tokenHash,
    via,
    providerSession,
    userAgent,
    expiresAt: sql`now() + make_interval(secs => ${seconds})`,
  });
  const [person] = await tx.execute<{ name: string; partner_id: string | null }>(
    sql`select name, partner_id from people where id = ${personId}`,
  );
  const name = person?.name ?? "";
  const subject = { type: "person", id: personId, name };
  const entry = { action: "session.started", subject, partnerId: person?.partner_id, after: { via } } as const;
  await recordAudit(tx, { personId, name }, entry);
}

/** What a logout token of the provider names: a person, one of their sign-ins there, or both. `tokenId` is the token's own. */
export type ProviderLogout = { issuer: string; subject?: string; providerSession?: string; tokenId: string };

/** Longer than a logout token is accepted after it was made. */
const rememberSeconds = 3600;

/**
 * Ends the sessions that the provider says are over, with an entry in the log for each person. A session of the person
 * that never learned its name at the provider ends as well. Returns false, having changed nothing, for a token that was
 * used before.
 */
export async function endProviderSessions(tx: Tx, logout: ProviderLogout): Promise<boolean> {
  const { issuer, subject = null, providerSession = null, tokenId } = logout;
  const [spent] = await tx.execute<{ wait: number }>(
    sql`select count_attempt(${`logout ${tokenId}`}, 1, ${rememberSeconds}) as wait`,
  );
  if (spent?.wait) return false;
  const ended = await tx.execute<{ id: string; name: string; sessions: number }>(sql`
    with ended as (
      delete from sessions s using staff_identities i
      where i.person_id = s.person_id and s.via = 'sso' and i.issuer = ${issuer}
        and (${subject}::text is null or i.subject = ${subject})
        and (${providerSession}::text is null or s.provider_session = ${providerSession}
          or (s.provider_session is null and ${subject}::text is not null))
      returning s.person_id)
    select p.id, p.name, count(*)::int as sessions from ended e join people p on p.id = e.person_id group by p.id, p.name`);
  for (const { id, name, sessions } of ended) {
    const action = providerSession ? "session.ended" : "session.ended_all";
    await recordAudit(tx, singleSignOn, { action, subject: { type: "person", id, name }, after: { sessions } });
  }
  return true;
}

const singleSignOn = { personId: null, name: "Single sign-on" };
