import type { NextRequest } from "next/server";
import { singleSignOn } from "@/lib/auth/sso";

/** Where the single sign-on provider returns to. Nothing else of next-auth is reachable: sign-in starts by our own form. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ nextauth: string[] }> }) {
  const sso = (await params).nextauth.join("/") === "callback/sso" ? singleSignOn() : null;
  return sso ? sso.handlers.GET(request) : new Response("Not found", { status: 404 });
}
