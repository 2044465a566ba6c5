import { limitLogout } from "@/lib/auth/limits";
import { endByLogoutToken } from "@/lib/auth/provider-logout";

const mostBytes = 20_000;

/**
 * OpenID Connect Back-Channel Logout: the single sign-on provider tells that someone's sign-in there is over. The
 * token's signature is what is trusted; there is no cookie and no origin.
 */
export async function POST(request: Request): Promise<Response> {
  const wait = await limitLogout();
  if (wait) return answer(429, "slow_down", { "Retry-After": String(wait) });
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return answer(413, "invalid_request");
  const form = isForm(request) ? await request.formData().catch(() => null) : null;
  const ended = await endByLogoutToken(form?.get("logout_token"));
  return ended ? answer(200) : answer(400, "invalid_request");
}

const isForm = (request: Request) =>
  request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === "application/x-www-form-urlencoded";

const answer = (status: number, error?: string, more: Record<string, string> = {}) =>
  Response.json(error ? { error } : {}, { status, headers: { "Cache-Control": "no-store", ...more } });
