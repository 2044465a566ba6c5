import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { readEnv } from "@/lib/env";

const algorithm = "aes-256-gcm";

/** Encrypts an endpoint's secret with a key derived from AUTH_SECRET, bound to the endpoint: the database alone tells it to nobody. */
export function sealSecret(secret: string, endpointId: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key(), nonce).setAAD(Buffer.from(endpointId));
  const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
}

/** Throws when it was changed, is another endpoint's, or AUTH_SECRET is another one by now. */
export function unsealSecret(sealed: string, endpointId: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv(algorithm, key(), bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(endpointId)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

function key(): Buffer {
  const { AUTH_SECRET } = readEnv();
  if (!AUTH_SECRET) throw new Error("AUTH_SECRET is not set: the secrets of webhooks are encrypted with it");
  return Buffer.from(hkdfSync("sha256", AUTH_SECRET, "", "webhook secrets", 32));
}
