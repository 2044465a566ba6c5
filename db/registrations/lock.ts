import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { NotFound } from "@/lib/errors";
import { registrations } from "./schema";

export type Registration = typeof registrations.$inferSelect;

/** The registration as it stands once nobody else changes it. Throws NotFound. */
export async function lockRegistration(tx: Tx, id: string): Promise<Registration> {
  const [row] = await tx.select().from(registrations).where(eq(registrations.id, id)).for("update");
  if (!row || row.status === "draft") throw new NotFound("This registration");
  return row;
}

/** The registration as the audit log names it. */
export const subjectOf = ({ id, number, customerName }: Registration) => ({
  type: "registration",
  id,
  name: `${registrationNumber(number)} ${customerName}`,
});

/** Adds to what happened to a registration; what is internal is for staff alone. */
export const addEvent = (tx: Tx, id: string, kind: string, text: string | null, internal = false) =>
  tx.execute(
    sql`insert into registration_events (registration_id, kind, text, internal) values (${id}, ${kind}, ${text}, ${internal})`,
  );
