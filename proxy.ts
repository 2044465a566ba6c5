import { type NextRequest, NextResponse } from "next/server";
import { securityHeaders } from "@/lib/auth/headers";
import { isPublicForm, publicWait, tooManyRequests } from "@/lib/auth/limits";
import { isOwnOrigin } from "@/lib/auth/origin";
import { publicUrl } from "@/lib/auth/public-url";
import { readEnv } from "@/lib/env";
import { Unavailable } from "@/lib/errors";

/**
 * Headers, and nothing about access: that is decided by the page, the action and the database. What a client may have
 * sent under the names that Next or we read (a nonce, a policy, the path) is replaced. Two refusals that actions make as
 * well are made here first, with the status that an action cannot give: a form from elsewhere, and too many sign-ins.
 */
export async function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const { pathname, search } = request.nextUrl;
  const headers = securityHeaders(nonce, pathname === "/sign-in" ? signOnOrigins() : []);
  // What people added is never shown; a browser that did so all the same would run nothing and give it no origin.
  if (pathname.startsWith("/files/")) headers["Content-Security-Policy"] += "; sandbox";
  const forwarded = new Headers(request.headers);
  for (const name of ["content-security-policy-report-only", "x-nonce"]) forwarded.delete(name);
  forwarded.set("content-security-policy", headers["Content-Security-Policy"] as string);
  forwarded.set("x-portal-path", pathname + search);
  // Next compares a form's origin with this: it is the address that we know, not one that a request brings.
  if (readEnv().AUTH_URL) forwarded.set("x-forwarded-host", new URL(publicUrl()).host);
  const refusal = await refused(request);
  const response = refusal
    ? new NextResponse(refusal.body, refusal)
    : NextResponse.next({ request: { headers: forwarded } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (pathname.startsWith("/sign-in/link")) response.headers.set("Referrer-Policy", "no-referrer");
  // Who is signed in decides what a page says; only files named by their content are the same for all.
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}

/** Servers call the one, which trusts a signature; the other is sent by a page that names no origin, and checks it itself. */
const judgeOrigin = ["/api/auth/backchannel-logout", "/sign-in/link/use"];
const mostSignInBytes = 20_000;

async function refused(request: NextRequest): Promise<Response | null> {
  const { method, headers, nextUrl } = request;
  if (["GET", "HEAD", "OPTIONS"].includes(method) || judgeOrigin.includes(nextUrl.pathname)) return null;
  if (!isOwnOrigin(headers))
    return new Response("This form was not sent from a page of the portal.\n", { status: 403 });
  if (!isPublicForm(nextUrl.pathname)) return null;
  const short = Number(headers.get("content-length") ?? mostSignInBytes) < mostSignInBytes;
  const form = short ? await request.formData().catch(() => null) : null;
  const wait = await publicWait(nextUrl.pathname, headers, form).catch(ofAction);
  return wait ? tooManyRequests(wait) : null;
}

/** Without a database it is for the action to say so: in its form, which keeps what was typed. */
function ofAction(error: unknown): null {
  if (error instanceof Unavailable) return null;
  throw error;
}

function signOnOrigins() {
  const { AUTH_SSO_ISSUER } = readEnv();
  return AUTH_SSO_ISSUER ? [new URL(AUTH_SSO_ISSUER).origin] : [];
}

// A proxy holds a request's body in memory, and cuts it off at 10 MB: uploads go past it and set these headers themselves.
export const config = { matcher: "/((?!_next/static/|imports/upload$|files/upload$).*)" };
