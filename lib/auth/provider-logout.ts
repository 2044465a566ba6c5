import "server-only";
import { withAuth } from "@/db/client";
import { endProviderSessions } from "@/db/people/sessions";
import { type LogoutToken, verifyLogoutToken } from "./provider-tokens";
import { hashToken } from "./session-cookie";
import { ssoSettings } from "./sso-settings";

/**
 * Ends the sessions that a logout token of the single sign-on provider names. False, with nothing ended, for any token
 * that does not hold, and for one that was used before.
 */
export async function endByLogoutToken(token: unknown): Promise<boolean> {
  const settings = ssoSettings();
  if (!settings) return false;
  const { issuer } = settings;
  let logout: LogoutToken;
  try {
    logout = await verifyLogoutToken(token, settings);
  } catch (error) {
    console.error(`a logout token was refused: ${(error as Error).name}`);
    return false;
  }
  return withAuth((tx) => endProviderSessions(tx, { ...logout, issuer, tokenId: hashToken(logout.tokenId) }));
}
