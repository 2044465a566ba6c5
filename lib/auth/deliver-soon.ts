import "server-only";
import { after } from "next/server";
import { deliverMail } from "@/db/mail/deliver";

/** Sends what the action queued once its answer is out. What fails waits in the outbox for the worker. */
export async function deliverSoon(): Promise<void> {
  after(() =>
    deliverMail().then(
      () => undefined,
      (error: Error) => console.error(`mail waits in the outbox: ${error.name}`),
    ),
  );
}
