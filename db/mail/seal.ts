import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Permission } from "@/lib/access/permissions";
import { readEnv } from "@/lib/env";

/** A message as it lies in the outbox: it may hold a one-time link, so the database alone must not tell it. */
export type Message = { subject: string; text: string; html: string };

/** Who caused a message, and the permissions of which they must still hold one when it leaves. */
export type Cause = { personId: string; permissions: Permission[] };

const algorithm = "aes-256-gcm";

/** Encrypts with a key derived from AUTH_SECRET; `recipient` is bound in, so that a sealed message cannot change hands. */
export function seal(message: Message & { cause?: Cause }, recipient: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, key(), nonce).setAAD(Buffer.from(recipient));
  const body = Buffer.concat([cipher.update(JSON.stringify(message), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
}

/** Throws when the text was changed, was meant for another recipient, or AUTH_SECRET is another one by now. */
export function unseal(sealed: string, recipient: string): Message & { cause?: Cause } {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv(algorithm, key(), bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(recipient)).setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8"));
}

function key(): Buffer {
  const { AUTH_SECRET } = readEnv();
  if (!AUTH_SECRET) throw new Error("AUTH_SECRET is not set: mail that waits in the outbox is encrypted with it");
  return Buffer.from(hkdfSync("sha256", AUTH_SECRET, "", "mail outbox", 32));
}
