import { type NextRequest, NextResponse } from "next/server";
import { securityHeaders } from "@/lib/auth/headers";
import { readEnv } from "@/lib/env";

/**
 * Headers, and nothing about access: that is decided by the page, the action and the database. What a client may have
 * sent under the names that Next or we read (a nonce, a policy, the path) is replaced.
 */
export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const { pathname, search } = request.nextUrl;
  const headers = securityHeaders(nonce, pathname === "/sign-in" ? signOnOrigins() : []);
  const forwarded = new Headers(request.headers);
  for (const name of ["content-security-policy-report-only", "x-nonce"]) forwarded.delete(name);
  forwarded.set("content-security-policy", headers["Content-Security-Policy"] as string);
  forwarded.set("x-portal-path", pathname + search);
  const response = NextResponse.next({ request: { headers: forwarded } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (pathname.startsWith("/sign-in/link")) response.headers.set("Referrer-Policy", "no-referrer");
  // Who is signed in decides what a page says; only files named by their content are the same for all.
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}

function signOnOrigins() {
  const { AUTH_SSO_ISSUER } = readEnv();
  return AUTH_SSO_ISSUER ? [new URL(AUTH_SSO_ISSUER).origin] : [];
}

// A proxy holds a request's body in memory, and cuts it off at 10 MB: uploads go past it and set these headers themselves.
export const config = { matcher: "/((?!_next/static/|imports/upload$).*)" };
