import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { isSecure } from "./public-url";

/**
 * How long a session lives, in seconds. The idle limits stand in `open_session` (db/routines.sql): 12 hours for staff,
 * 7 days for partner people.
 */
export const sessionSeconds = { sso: 7 * 86_400, link: 30 * 86_400 };

/** The name binds the cookie to this host over TLS; without TLS (a laptop) browsers refuse such a name. */
export const sessionCookie = () => (isSecure() ? "__Host-session" : "session");

export const cookieOptions = () => ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

/** 256 random bits, for a cookie or a link. */
export const newToken = () => randomBytes(32).toString("base64url");

/** What the database keeps of a token. */
export const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

/** The hash of the request's session cookie; undefined when there is none that could be ours. */
export async function sentSessionHash(): Promise<string | undefined> {
  const token = (await cookies()).get(sessionCookie())?.value;
  return token && /^[\w-]{20,100}$/.test(token) ? hashToken(token) : undefined;
}

/** Gives the browser its new session. */
export async function sendSession(token: string, seconds: number): Promise<void> {
  (await cookies()).set(sessionCookie(), token, { ...cookieOptions(), maxAge: seconds });
}

/** Takes the session from the browser. */
export async function dropSession(): Promise<void> {
  (await cookies()).set(sessionCookie(), "", { ...cookieOptions(), maxAge: 0 });
}
