import { readEnv } from "@/lib/env";

/** The portal's public address, without a path: the only one that links in mails start with. Never taken from a request. */
export function publicUrl(): string {
  const { AUTH_URL } = readEnv();
  if (AUTH_URL) return new URL(AUTH_URL).origin;
  if (process.env.NODE_ENV === "production") {
    throw new Error(
      "AUTH_URL is not set: it is the public address of the portal, such as https://partners.example.com",
    );
  }
  return `http://localhost:${process.env.PORT || 3000}`;
}

/** Whether browsers reach the portal over TLS. */
export const isSecure = () => publicUrl().startsWith("https:");
