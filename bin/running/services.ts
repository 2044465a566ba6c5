import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { staffCast } from "@/db/seed/cast";
import { roleLabels, staffRoles } from "@/lib/access/roles";
import { dataDir } from "../commands/database";
import { keptSecrets, writeKept } from "../commands/kept";
import { firstFreePort, isFree } from "./ports";

/** `movedFrom` is the sign-in provider's address of the last time, when it is another one now. */
export type Services = {
  env: Record<string, string>;
  mailbox: string | null;
  movedFrom: string | null;
  stop: () => Promise<void>;
};
type Ports = { signOn?: number; mailbox?: number };

/**
 * Starts the demo's sign-in provider and mailbox on loopback, each only when the environment names no real one, and
 * returns the environment that leads the portal to them.
 */
export async function startServices(portalUrl: string): Promise<Services> {
  const kept = readPorts();
  const env: Record<string, string> = {};
  const stops: (() => Promise<void>)[] = [];
  const ports: Ports = {};
  let mailbox: string | null = null;
  if (!process.env.AUTH_SSO_ISSUER) {
    const signOn = await startSignOn(portalUrl, kept.signOn);
    Object.assign(env, signOn.env);
    ports.signOn = signOn.port;
    stops.push(signOn.close);
  }
  if (!process.env.SMTP_URL) {
    const { startMailbox } = await import("../demo-services/mailbox");
    const caught = await startMailbox({ smtpPort: 0, httpPort: await wantedPort(kept.mailbox, 4200) });
    env.SMTP_URL = caught.smtpUrl;
    mailbox = caught.url;
    ports.mailbox = caught.httpPort;
    stops.push(caught.close);
  }
  writeKept(portsFile(), { ...kept, ...ports });
  const moved = kept.signOn && ports.signOn && kept.signOn !== ports.signOn;
  const movedFrom = moved ? `http://localhost:${kept.signOn}` : null;
  return { env, mailbox, movedFrom, stop: async () => void (await Promise.all(stops.map((stop) => stop()))) };
}

async function startSignOn(portalUrl: string, keptPort: number | undefined) {
  const clientId = "partner-portal";
  const clientSecret = keptSecrets().ssoSecret;
  const people = staffCast.map(({ key, name, email, role, title }) => ({
    id: key,
    name,
    email,
    groups: [`portal-${role.replaceAll("_", "-")}`],
    label: `${roleLabels[role]} · ${title}`,
  }));
  const redirectUri = `${portalUrl}/api/auth/callback/sso`;
  const logoutUri = `${portalUrl}/api/auth/backchannel-logout`;
  const port = await wantedPort(keptPort, 4100);
  const provider = await withoutWarnings(async () => {
    // Loaded only here: what runs against real services never has the demo's in its process.
    const { startIdentityProvider } = await import("../demo-services/oidc");
    return startIdentityProvider({ port, clientId, clientSecret, redirectUri, logoutUri, people });
  });
  const env = {
    AUTH_SSO_ISSUER: provider.issuer,
    AUTH_SSO_ID: clientId,
    AUTH_SSO_SECRET: clientSecret,
    AUTH_SSO_DOMAINS: "northstar.example",
    AUTH_SSO_ROLE_CLAIM: "groups",
    AUTH_SSO_ROLES: staffRoles.map((role) => `portal-${role.replaceAll("_", "-")}=${role}`).join(","),
  };
  return { env, port: provider.port, close: provider.close };
}

/** The provider warns that it keeps everything in memory and made its own keys, which is what a demo wants. */
async function withoutWarnings<T>(work: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
}

/** People are known by issuer and subject, and the demo's issuer is named by its port, which somebody else may have now. */
export async function forgetIssuer(issuer: string): Promise<void> {
  await withWorker((tx) => tx.execute(sql`delete from staff_identities where issuer = ${issuer}`));
}

const portsFile = () => join(dataDir(), "ports.json");
const readPorts = (): Ports => (existsSync(portsFile()) ? JSON.parse(readFileSync(portsFile(), "utf8")) : {});
const wantedPort = async (kept: number | undefined, from: number) =>
  kept && (await isFree(kept)) ? kept : firstFreePort(from);
