import type { NextRequest } from "next/server";
import { limitSignIn, tooManyRequests } from "@/lib/auth/limits";
import { singleSignOn } from "@/lib/auth/sso";

/** Where the single sign-on provider returns to. Nothing else of next-auth is reachable: sign-in starts by our own form. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ nextauth: string[] }> }) {
  const sso = (await params).nextauth.join("/") === "callback/sso" ? singleSignOn() : null;
  if (!sso) return new Response("Not found", { status: 404 });
  const wait = await limitSignIn();
  return wait ? tooManyRequests(wait) : sso.handlers.GET(request);
}
