import "server-only";
import { sql } from "drizzle-orm";
import { headers } from "next/headers";
import NextAuth, { customFetch, type NextAuthConfig } from "next-auth";
import type { Adapter } from "next-auth/adapters";
import { withAuth } from "@/db/client";
import { startSession } from "@/db/people/sessions";
import { admitStaff } from "@/db/people/staff-sign-in";
import { readEnv } from "@/lib/env";
import { localPath } from "./local-path";
import { boundedFetch, verifyIdToken } from "./provider-tokens";
import { cookieOptions, hashToken, newToken, sentSessionHash, sessionCookie, sessionSeconds } from "./session-cookie";
import { type SsoSettings, ssoSettings } from "./sso-settings";
import { staffClaims } from "./staff-claims";

const providerId = "sso";

/**
 * Single sign-on of staff, or null when it is not set up. next-auth does the OpenID Connect exchange (PKCE, state, nonce,
 * ID token); who that is and whether they may enter is decided in `admitStaff`, and the session is one of ours.
 */
export function singleSignOn() {
  const settings = ssoSettings();
  return settings ? NextAuth(configure(settings)) : null;
}

/**
 * Where to send a browser so that it signs in and returns to `next`. When the provider does not answer in time, an address
 * of ours with the parameter `error`.
 */
export async function singleSignOnUrl(next: string): Promise<string> {
  const sso = singleSignOn();
  if (!sso) throw new Error("AUTH_SSO_ISSUER is not set");
  return sso.signIn(providerId, { redirect: false, redirectTo: localPath(next) });
}

/** For one request: what the ID token says is kept from the check of the person to the start of the session. */
function configure(settings: SsoSettings): NextAuthConfig {
  const signIn: SignIn = {};
  return {
    secret: readEnv().AUTH_SECRET,
    basePath: "/api/auth",
    providers: [
      {
        id: providerId,
        name: "Single sign-on",
        type: "oidc",
        issuer: settings.issuer,
        clientId: settings.clientId,
        clientSecret: settings.clientSecret,
        checks: ["pkce", "state", "nonce"],
        // Strict providers tell e-mail and groups at the userinfo endpoint only; others in the ID token: both are read.
        idToken: false,
        [customFetch]: boundedFetch(),
        authorization: { params: { scope: settings.scope } },
        profile: (profile) => ({ id: String(profile.sub), email: profile.email, name: profile.name }),
      },
    ],
    adapter: sessionAdapter(settings, signIn),
    session: { strategy: "database", maxAge: sessionSeconds.sso, generateSessionToken: newToken },
    cookies: { sessionToken: { name: sessionCookie(), options: cookieOptions() } },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: { error: (error) => console.error(`sign-in: ${error.name}`), warn: () => {}, debug: () => {} },
    callbacks: {
      signIn: async ({ account, profile }) => {
        const vouched = await verifyIdToken(account?.id_token, settings).catch(() => null);
        if (!vouched) return "/sign-in?problem=failed";
        if (typeof vouched.sid === "string") signIn.providerSession = vouched.sid.slice(0, 300);
        const claims = staffClaims({ ...vouched, ...profile }, settings);
        if (!claims) return "/sign-in?problem=address";
        const admission = await withAuth((tx) => admitStaff(tx, claims));
        return "personId" in admission || `/sign-in?problem=${admission.refused}`;
      },
      redirect: ({ url, baseUrl }) => {
        const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
        return baseUrl + (/^\/sign-in(\?[\w=&-]*)?$/.test(path) ? path : localPath(path));
      },
    },
  };
}

type SignIn = { providerSession?: string };

/**
 * Lets next-auth find the person that `admitStaff` linked a moment ago and start a session of ours; everything else it
 * could do with an adapter (make people, link accounts to whoever is signed in, keep tokens) is closed.
 */
function sessionAdapter({ issuer }: SsoSettings, signIn: SignIn): Adapter {
  const closed = () => {
    throw new Error("Only admitStaff makes or changes people");
  };
  return {
    getUserByAccount: async ({ providerAccountId }) => {
      const [row] = await withAuth((tx) =>
        tx.execute<{ id: string; email: string }>(activeStaff(issuer, providerAccountId)),
      );
      return row ? { id: row.id, email: row.email, emailVerified: null } : null;
    },
    createSession: async ({ sessionToken, userId, expires }) => {
      const [replaces, sent] = [await sentSessionHash(), await headers()];
      const session = { personId: userId, via: "sso", seconds: sessionSeconds.sso, replaces, ...signIn } as const;
      const userAgent = sent.get("user-agent");
      await withAuth((tx) => startSession(tx, { ...session, tokenHash: hashToken(sessionToken), userAgent }));
      return { sessionToken, userId, expires };
    },
    // The sign-in never builds on a session that is there, so next-auth finds none.
    getSessionAndUser: async () => null,
    getUser: async () => null,
    getUserByEmail: async () => null,
    createUser: closed,
    updateUser: closed,
    linkAccount: closed,
    updateSession: closed,
    deleteSession: async () => {},
  };
}

const activeStaff = (issuer: string, subject: string) => sql`
  select p.id, p.email from staff_identities i join people p on p.id = i.person_id
  where i.issuer = ${issuer} and i.subject = ${subject} and p.kind = 'staff' and p.access = 'active'`;
