import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { readEnv } from "@/lib/env";

const algorithm = "aes-256-gcm";

/** A sealed text and the name of its key, which tells the key of now from one before. */
export type Sealed = { sealed: string; keyId: string };

/**
 * Encrypts payout details with a key derived from AUTH_SECRET. `owner` (whose, and what) is bound in, so that a sealed account
 * cannot be put under another partner.
 */
export function sealDetails(details: unknown, owner: string): Sealed {
  const key = keyOf(secrets()[0] as string);
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key.bytes, nonce).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(JSON.stringify(details), "utf8"), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64"), keyId: key.id };
}

/** Throws when the text was changed, belongs to somebody else, or neither AUTH_SECRET nor AUTH_SECRET_BEFORE made its key. */
export function unsealDetails<Details>({ sealed, keyId }: Sealed, owner: string): Details {
  const key = secrets()
    .map(keyOf)
    .find(({ id }) => id === keyId);
  if (!key)
    throw new Error(`Payout details are sealed with the key ${keyId}: set AUTH_SECRET_BEFORE to the secret of then`);
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv(algorithm, key.bytes, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8"));
}

/** The name of the key that seals now. */
export const keyNow = () => keyOf(secrets()[0] as string).id;

function secrets(): string[] {
  const { AUTH_SECRET, AUTH_SECRET_BEFORE } = readEnv();
  if (!AUTH_SECRET) throw new Error("AUTH_SECRET is not set: payout details are encrypted with it");
  return AUTH_SECRET_BEFORE ? [AUTH_SECRET, AUTH_SECRET_BEFORE] : [AUTH_SECRET];
}

function keyOf(secret: string): { id: string; bytes: Buffer } {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", "payout details", 32));
  return { id: createHash("sha256").update("key name").update(bytes).digest("hex").slice(0, 8), bytes };
}
