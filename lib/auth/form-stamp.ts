import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { readEnv } from "@/lib/env";

/** Seconds that a person takes at least to fill in the form, and how long a page may stay open before. */
const least = 3;
const longest = 86_400;

/** When a form was drawn, in a way that only we can write: `seconds.seal`. */
export function stampForm(now: Date): string {
  const seconds = String(Math.floor(now.getTime() / 1000));
  return `${seconds}.${sealOf(seconds)}`;
}

/** How a form's stamp looks now: `early` for one that no person fills in so soon, `bad` for a forged or very old one. */
export function judgeStamp(stamp: string, now: Date): "right" | "early" | "bad" {
  const [seconds = "", seal = ""] = stamp.split(".");
  const [sent, ours] = [Buffer.from(seal), Buffer.from(sealOf(seconds))];
  if (!/^\d{1,12}$/.test(seconds) || sent.length !== ours.length || !timingSafeEqual(sent, ours)) return "bad";
  const age = now.getTime() / 1000 - Number(seconds);
  if (age > longest || age < -60) return "bad";
  return age < least ? "early" : "right";
}

/** Without a secret (development) a stamp is sealed for this process alone. */
const secret = () => readEnv().AUTH_SECRET ?? `development ${process.pid}`;
const sealOf = (seconds: string) => createHmac("sha256", secret()).update(`form stamp ${seconds}`).digest("base64url");
