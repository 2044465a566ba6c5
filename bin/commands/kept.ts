import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataDir } from "./database";

const file = () => join(dataDir(), "secret.json");

/** The secrets that this installation made for itself: the portal's, and the demo sign-in provider's for it. */
type Secrets = { authSecret: string; ssoSecret: string };

/** The kept secrets, made at the first call; readable by the data folder's owner alone. */
export function keptSecrets(): Secrets {
  if (existsSync(file())) return JSON.parse(readFileSync(file(), "utf8")) as Secrets;
  const made = { authSecret: randomBytes(32).toString("base64url"), ssoSecret: randomBytes(24).toString("base64url") };
  makeDataDir();
  writeKept(file(), made);
  return made;
}

/** Lets a new data folder have its secret before it is filled: letters of the example program are sealed with it. */
export function takeKeptSecret(): void {
  process.env.AUTH_SECRET ||= keptSecrets().authSecret;
}

/** What the operator's command shares with the running demo, where the environment does not say otherwise. */
export function takeKeptSettings(): void {
  if (!process.env.AUTH_SECRET && existsSync(file())) process.env.AUTH_SECRET = keptSecrets().authSecret;
  const demo = join(dataDir(), "demo.json");
  if (!process.env.AUTH_URL && existsSync(demo))
    process.env.AUTH_URL = (JSON.parse(readFileSync(demo, "utf8")) as { url: string }).url;
}

/** Makes the data folder. The database's own user must be able to pass through it when root runs the portal. */
export function makeDataDir(): void {
  mkdirSync(dataDir(), { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
}

/** Writes JSON in one step, readable by the owner alone. */
export function writeKept(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) chownSync(draft, statSync(dataDir()).uid, statSync(dataDir()).gid);
  renameSync(draft, path);
}
