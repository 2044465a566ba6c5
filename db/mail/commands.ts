import "server-only";
import type { Tx } from "@/db/client";
import { mailOutbox } from "./schema";
import { type Cause, type Message, seal } from "./seal";

/**
 * Puts a message into the outbox, in the caller's transaction: no commit, no mail. `to` must be an address that is
 * stored. `deliverMail` sends it, unless `cause` names a person who may not cause it any more by then.
 */
export async function queueMail(tx: Tx, message: Message & { to: string; cause?: Cause }): Promise<void> {
  const { to, subject, text, html, cause } = message;
  await tx.insert(mailOutbox).values({ recipient: to, sealed: seal({ subject, text, html, cause }, to) });
}
