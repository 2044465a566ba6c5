import "server-only";
import { headers } from "next/headers";
import { publicUrl } from "./public-url";

/**
 * Whether the request comes from a page of this portal. Next compares Origin with the Host header, which a badly set up
 * reverse proxy passes on unchecked, and lets a missing Origin through: here it must be there and ours.
 */
export async function isFromOwnPage(): Promise<boolean> {
  return isOwnOrigin(await headers());
}

/** Whether these request headers were sent by a page of the portal. */
export function isOwnOrigin(sent: Headers): boolean {
  const site = sent.get("sec-fetch-site");
  if (site && site !== "same-origin") return false;
  const origin = sent.get("origin");
  if (origin === publicUrl()) return true;
  // Without AUTH_URL (development) the port is whichever the server got.
  return !process.env.AUTH_URL && process.env.NODE_ENV !== "production" && origin === `http://${sent.get("host")}`;
}
