import "server-only";
import { headers } from "next/headers";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { readEnv } from "@/lib/env";

/** Counted in this process: `points` within `duration` seconds. */
const limiters = {
  address: new RateLimiterMemory({ keyPrefix: "address", points: 10, duration: 900 }),
  client: new RateLimiterMemory({ keyPrefix: "client", points: 100, duration: 900 }),
  links: new RateLimiterMemory({ keyPrefix: "links", points: 300, duration: 60 }),
  uses: new RateLimiterMemory({ keyPrefix: "uses", points: 600, duration: 60 }),
};

/** Counts a request for a sign-in link. Returns null, or the seconds to wait; the same for known and unknown addresses. */
export async function limitLinkRequest(email: string): Promise<number | null> {
  const wait = await limitClient("links");
  return wait ?? count("address", email);
}

/** Counts an attempt to sign in, by a link or by single sign-on. Returns null, or the seconds to wait. */
export const limitSignIn = () => limitClient("uses");

async function limitClient(total: "links" | "uses"): Promise<number | null> {
  const client = await clientAddress();
  const wait = client ? await count("client", client) : null;
  return wait ?? count(total, "all");
}

/**
 * The address that the reverse proxy saw. Anybody can send X-Forwarded-For: it counts only with TRUST_PROXY=1, and then
 * its last entry, which our proxy wrote.
 */
async function clientAddress(): Promise<string | undefined> {
  if (readEnv().TRUST_PROXY !== "1") return undefined;
  return (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) || undefined;
}

async function count(which: keyof typeof limiters, key: string): Promise<number | null> {
  try {
    await limiters[which].consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 1000);
    throw refused;
  }
}
