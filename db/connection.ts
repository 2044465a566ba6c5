import { createHmac } from "node:crypto";

export type DatabaseRole = "owner" | "web" | "worker";

/**
 * Where to connect as `role`. The owner's URL is DATABASE_URL or, without it, that of the built-in server in DATA_DIR,
 * which is started when it does not run. Web and worker log in to the same database, or to DATABASE_WEB_URL and
 * DATABASE_WORKER_URL when those are set. Throws when one of the two is set, the other is asked for, and nothing says
 * where it is: the built-in server would be another database.
 */
export async function connectionUrl(role: DatabaseRole): Promise<string> {
  const given = {
    owner: undefined,
    web: process.env.DATABASE_WEB_URL,
    worker: process.env.DATABASE_WORKER_URL,
  }[role];
  if (given) return given;
  if (!process.env.DATABASE_URL && (process.env.DATABASE_WEB_URL || process.env.DATABASE_WORKER_URL)) {
    const [set, missing] = process.env.DATABASE_WEB_URL ? ["WEB", "WORKER"] : ["WORKER", "WEB"];
    const wanted = role === "owner" ? "DATABASE_URL" : `DATABASE_${missing}_URL, or DATABASE_URL for all`;
    throw new Error(`DATABASE_${set}_URL is set, so the database is not the built-in one. Set ${wanted}.`);
  }
  const ownerUrl = process.env.DATABASE_URL || (await embeddedUrl());
  if (role === "owner") return ownerUrl;
  const url = new URL(ownerUrl);
  url.username = `portal_${role}`;
  url.password = rolePassword(ownerUrl, role);
  return url.href;
}

/**
 * The password of portal_web or portal_worker: hex HMAC-SHA256 of the role's name, keyed with the owner's password.
 * Throws when the owner's URL has none.
 */
export function rolePassword(ownerUrl: string, role: "web" | "worker"): string {
  const key = decodeURIComponent(new URL(ownerUrl).password);
  if (!key) {
    throw new Error(
      "DATABASE_URL has no password, so the passwords of portal_web and portal_worker cannot be derived from it. " +
        "Put the password into DATABASE_URL, or set DATABASE_WEB_URL and DATABASE_WORKER_URL as well.",
    );
  }
  return createHmac("sha256", key).update(`portal_${role}`).digest("hex");
}

async function embeddedUrl() {
  // Loaded only when needed: a deployment with its own database ships no server binaries.
  const { ensureServer } = await import("./server/embedded");
  return (await ensureServer(process.env.DATA_DIR || ".data")).url;
}
