import type { NextRequest } from "next/server";
import { limitSignIn, tooManyRequests } from "@/lib/auth/limits";
import { localPath } from "@/lib/auth/local-path";
import { isOwnOrigin } from "@/lib/auth/origin";
import { enterBySignInLink } from "@/lib/auth/sign-in-link";

/**
 * Spends a sign-in link. A route of its own, not an action: its page sends no referrer, and then browsers send
 * `Origin: null` with a form, which actions refuse. Here the browser's own word on the sender counts as well.
 */
export async function POST(request: NextRequest) {
  const sent = request.headers;
  const ownPage = isOwnOrigin(sent) || (sent.get("origin") === "null" && sent.get("sec-fetch-site") === "same-origin");
  if (!ownPage) return new Response("This form was not sent from the portal's own page.", { status: 403 });
  const wait = await limitSignIn();
  if (wait) return tooManyRequests(wait);
  const form = await request.formData().catch(() => null);
  const token = form?.get("token");
  const next = localPath(form?.get("next"));
  const entered = await enterBySignInLink(token, form?.get("confirmed") === "yes");
  return seeOther(entered ? next : again(token, next));
}

/** The link's own page, which says why: it does not hold, or must be confirmed. */
function again(token: unknown, next: string): string {
  const query = new URLSearchParams({ token: typeof token === "string" ? token.slice(0, 100) : "", next });
  return `/sign-in/link?${query}`;
}

const seeOther = (location: string) => new Response(null, { status: 303, headers: { Location: location } });
