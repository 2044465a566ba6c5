import { type StaffRole, staffRoles } from "@/lib/access/roles";
import { readEnv } from "@/lib/env";

export type SsoSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  domains: readonly string[];
  scope: string;
  roleClaim: string;
  /** Group at the provider → role here. */
  roles: ReadonlyMap<string, StaffRole>;
};

/**
 * Single sign-on as the environment sets it, or null when AUTH_SSO_ISSUER is absent. Throws with the name of the variable
 * that is missing or wrong: a half-set sign-in lets nobody in rather than too many.
 */
export function ssoSettings(): SsoSettings | null {
  const env = readEnv();
  if (!env.AUTH_SSO_ISSUER) return null;
  const issuer = new URL(env.AUTH_SSO_ISSUER);
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(issuer.hostname);
  if (issuer.protocol !== "https:" && !loopback) throw new Error("AUTH_SSO_ISSUER must be an https address");
  return {
    issuer: env.AUTH_SSO_ISSUER,
    clientId: needed("AUTH_SSO_ID", env.AUTH_SSO_ID),
    clientSecret: needed("AUTH_SSO_SECRET", env.AUTH_SSO_SECRET),
    domains: list(needed("AUTH_SSO_DOMAINS", env.AUTH_SSO_DOMAINS)).map((domain) => domain.toLowerCase()),
    scope: env.AUTH_SSO_SCOPE,
    roleClaim: env.AUTH_SSO_ROLE_CLAIM,
    roles: new Map(list(needed("AUTH_SSO_ROLES", env.AUTH_SSO_ROLES)).map(rolePair)),
  };
}

/** The exact e-mail domains of staff; none without single sign-on. */
export const staffDomains = () => ssoSettings()?.domains ?? [];

/** The role that the groups give; of several the first in the order of `staffRoles`, admin first. Null for none. */
export function roleOfGroups(groups: unknown, roles: ReadonlyMap<string, StaffRole>): StaffRole | null {
  const named = typeof groups === "string" ? [groups] : Array.isArray(groups) ? groups : [];
  const granted = new Set(named.map((group) => roles.get(String(group))));
  return staffRoles.find((role) => granted.has(role)) ?? null;
}

function rolePair(pair: string): [string, StaffRole] {
  const [group, role] = pair.split("=").map((part) => part.trim());
  if (group && (staffRoles as readonly (string | undefined)[]).includes(role)) return [group, role as StaffRole];
  throw new Error(`AUTH_SSO_ROLES: "${pair}" is not group=role, with a role of ${staffRoles.join(", ")}`);
}

function needed(name: string, value: string | undefined): string {
  if (value) return value;
  throw new Error(`${name} is not set, though AUTH_SSO_ISSUER is`);
}

const list = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
