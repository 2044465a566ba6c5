import "server-only";
import { cookies, headers } from "next/headers";
import { withAuth } from "@/db/client";
import { deliverMail } from "@/db/mail/deliver";
import { startSession } from "@/db/people/sessions";
import { findSignInLink, issueSignInLink, type OpenLink, spendSignInLink } from "@/db/people/sign-in-links";
import { localPath } from "./local-path";
import { isSecure, publicUrl } from "./public-url";
import { cookieOptions, hashToken, newToken, sendSession, sentSessionHash, sessionSeconds } from "./session-cookie";
import { staffDomains } from "./sso-settings";

const browserCookie = () => (isSecure() ? "__Host-sign-in-browser" : "sign-in-browser");
const looksLikeToken = (token: unknown): token is string => typeof token === "string" && /^[\w-]{43}$/.test(token);

/** Marks the browser that asks for a link, so that opening it in another one is noticed. Returns the mark's hash. */
export async function markBrowser(): Promise<string> {
  const mark = newToken();
  (await cookies()).set(browserCookie(), mark, { ...cookieOptions(), maxAge: 900 });
  return hashToken(mark);
}

/** Mails a link to the stored address, if it may enter. To be run after the answer was sent, so that nothing can be told from its time. */
export async function mailSignInLink(email: string, browserHash: string, next: string): Promise<void> {
  const token = newToken();
  const url = new URL("/sign-in/link", publicUrl());
  url.searchParams.set("token", token);
  if (localPath(next) !== "/") url.searchParams.set("next", localPath(next));
  const link = { email, browserHash, tokenHash: hashToken(token), url: url.href, staffDomains: staffDomains() };
  if (await withAuth((tx) => issueSignInLink(tx, link))) await deliverMail();
}

/** Whom the link would sign in, for the page with the button; null when it does not hold. */
export async function readSignInLink(token: unknown): Promise<OpenLink | null> {
  if (!looksLikeToken(token)) return null;
  const browserHash = await sentMark();
  return withAuth((tx) =>
    findSignInLink(tx, { tokenHash: hashToken(token), browserHash, staffDomains: staffDomains() }),
  );
}

/** Spends the link and gives this browser a session; false when it does not hold or was not confirmed in another browser. */
export async function enterBySignInLink(token: unknown, confirmed: boolean): Promise<boolean> {
  if (!looksLikeToken(token)) return false;
  const browserHash = await sentMark();
  const [replaces, sent] = [await sentSessionHash(), await headers()];
  const session = newToken();
  const link = { tokenHash: hashToken(token), browserHash, staffDomains: staffDomains() };
  const entered = await withAuth(async (tx) => {
    const person = await spendSignInLink(tx, { ...link, confirmed });
    if (!person) return false;
    const { personId } = person;
    const userAgent = sent.get("user-agent");
    const seconds = sessionSeconds.link;
    await startSession(tx, { personId, tokenHash: hashToken(session), via: "link", userAgent, seconds, replaces });
    return true;
  });
  if (!entered) return false;
  await sendSession(session, sessionSeconds.link);
  (await cookies()).set(browserCookie(), "", { ...cookieOptions(), maxAge: 0 });
  return true;
}

async function sentMark(): Promise<string | null> {
  const mark = (await cookies()).get(browserCookie())?.value;
  return looksLikeToken(mark) ? hashToken(mark) : null;
}
