import "server-only";
import { answerApplication, applicationLinkHolds, confirmApplication, fileApplication } from "@/db/applications/file";
import { withAuth } from "@/db/client";
import { deliverMail } from "@/db/mail/deliver";
import type { ApplicationInput } from "@/lib/applications/form";
import { publicUrl } from "./public-url";
import { hashToken, newToken } from "./session-cookie";

const looksLikeToken = (token: unknown): token is string => typeof token === "string" && /^[\w-]{43}$/.test(token);

/** A new link about an application, with the hash that the database keeps of it. */
export function applicationLink(path: "/apply/confirm" | "/apply/answer"): { tokenHash: string; url: string } {
  const token = newToken();
  const url = new URL(path, publicUrl());
  url.searchParams.set("token", token);
  return { tokenHash: hashToken(token), url: url.href };
}

/** Keeps an application and mails the link that confirms it. To be run after the answer was sent, so that nothing can be told from its time. */
export async function fileAndMail(input: ApplicationInput): Promise<void> {
  await withAuth((tx) => fileApplication(tx, input, applicationLink("/apply/confirm")));
  await deliverMail();
}

/** Whether the link of the address holds. */
export async function linkHolds(token: unknown, purpose: "application" | "application_answer"): Promise<boolean> {
  return looksLikeToken(token) && withAuth((tx) => applicationLinkHolds(tx, hashToken(token), purpose));
}

/** Spends the link that confirms an application; false when it does not hold. */
export async function spendConfirmation(token: string): Promise<boolean> {
  return looksLikeToken(token) && withAuth((tx) => confirmApplication(tx, hashToken(token)));
}

/** Spends the link that answers a question; false when it does not hold. */
export async function spendAnswer(token: string, text: string): Promise<boolean> {
  return looksLikeToken(token) && withAuth((tx) => answerApplication(tx, hashToken(token), text));
}
