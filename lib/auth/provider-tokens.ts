import "server-only";
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from "jose";
import type { SsoSettings } from "./sso-settings";

/** How long the single sign-on provider may take, for all that one request of ours asks of it. */
const patienceMs = 5_000;
const keepKeysMs = 3_600_000;
const clockTolerance = 30;
/** Signed with a key of the provider's; never "none", and never with a secret that we hold too. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";

/** A fetch for one request of ours: everything it asks of the provider together has its end. */
export function boundedFetch(): typeof fetch {
  const signal = AbortSignal.timeout(patienceMs);
  return (input, init) => fetch(input, { ...init, signal });
}

/** The claims of an ID token, or a throw: signed by the issuer, for us, and not over. */
export async function verifyIdToken(token: unknown, settings: SsoSettings): Promise<JWTPayload> {
  const { payload, protectedHeader } = await verify(token, settings, { requiredClaims: ["sub", "iat", "exp"] });
  if (protectedHeader.typ?.toLowerCase() === "logout+jwt") throw new Error("a logout token is no ID token");
  const { aud, azp } = payload;
  if ((Array.isArray(aud) && aud.length > 1) || azp !== undefined) {
    if (azp !== settings.clientId) throw new Error("the ID token was made for another client");
  }
  return payload;
}

export type LogoutToken = { tokenId: string; subject?: string; providerSession?: string };

/** What a logout token of OpenID Connect Back-Channel Logout says, or a throw: of its type, signed, for us, fresh. */
export async function verifyLogoutToken(token: unknown, settings: SsoSettings): Promise<LogoutToken> {
  const requiredClaims = ["iat", "jti", "events"];
  const { payload } = await verify(token, settings, { typ: "logout+jwt", maxTokenAge: 300, requiredClaims });
  const { sub, sid, jti, events } = payload;
  if ("nonce" in payload) throw new Error("a logout token has no nonce");
  const event = (events as Record<string, unknown> | null)?.[logoutEvent];
  if (typeof event !== "object" || event === null) throw new Error("the event is not a logout");
  if (typeof jti !== "string" || !jti || jti.length > 300) throw new Error("the token has no name of its own");
  const [subject, providerSession] = [named(sub), named(sid)];
  if (!subject && !providerSession) throw new Error("the token names nobody");
  return { tokenId: jti, subject, providerSession };
}

function named(claim: unknown): string | undefined {
  if (claim === undefined) return undefined;
  if (typeof claim === "string" && claim.length > 0 && claim.length <= 300) return claim;
  throw new Error("a name in the token is none");
}

async function verify(token: unknown, settings: SsoSettings, options: JWTVerifyOptions) {
  if (typeof token !== "string" || token.length > 16_000) throw new Error("there is no token");
  const { issuer, keys } = await issuerKeys(settings.issuer);
  return jwtVerify(token, keys, { issuer, audience: settings.clientId, algorithms, clockTolerance, ...options });
}

type IssuerKeys = { issuer: string; keys: JWTVerifyGetKey; until: number };
const known = new Map<string, IssuerKeys>();

/** Where the issuer publishes its keys. A key that is not known yet is looked for there: keys rotate. */
async function issuerKeys(configured: string): Promise<IssuerKeys> {
  const kept = known.get(configured);
  if (kept && kept.until > Date.now()) return kept;
  const address = `${configured.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const answer = await boundedFetch()(address, { redirect: "error", headers: { accept: "application/json" } });
  const { issuer, jwks_uri } = (await answer.json()) as { issuer?: string; jwks_uri?: string };
  if (!issuer || !jwks_uri || new URL(issuer).href !== new URL(configured).href)
    throw new Error("the provider's description is of another issuer");
  const keys = createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: 4_000, cooldownDuration: 0 });
  const found = { issuer, keys, until: Date.now() + keepKeysMs };
  known.set(configured, found);
  return found;
}
