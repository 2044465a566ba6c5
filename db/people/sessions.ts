import "server-only";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { sessions } from "./schema";

type NewSession = {
  personId: string;
  /** SHA-256 of the cookie's token. */
  tokenHash: string;
  via: "sso" | "link";
  userAgent: string | null;
  seconds: number;
  /** The session this browser sends so far: it ends. */
  replaces?: string;
};

/** Starts a session, always a new one, and ends the one that the browser had. */
export async function startSession(tx: Tx, session: NewSession): Promise<void> {
  const { personId, tokenHash, via, seconds, replaces } = session;
  if (replaces) await tx.delete(sessions).where(eq(sessions.tokenHash, replaces));
  const userAgent = session.userAgent?.replace(/\p{Cc}/gu, "").slice(0, 300) || null;
  await tx.delete(sessions).where(sql`${sessions.personId} = ${personId} and ${sessions.expiresAt} < now()`);
  await tx
    .insert(sessions)
    .values({ personId, tokenHash, via, userAgent, expiresAt: sql`now() + make_interval(secs => ${seconds})` });
  const [person] = await tx.execute<{ name: string; partner_id: string | null }>(
    sql`select name, partner_id from people where id = ${personId}`,
  );
  const name = person?.name ?? "";
  const subject = { type: "person", id: personId, name };
  const entry = { action: "session.started", subject, partnerId: person?.partner_id, after: { via } } as const;
  await recordAudit(tx, { personId, name }, entry);
}
