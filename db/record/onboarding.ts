import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { NotFound, Refused } from "@/lib/errors";
import { onboardingList, type Proof } from "@/lib/record/onboarding";
import { partnerTasks } from "./schema";

/** The day on which a partner launched, as the metric `time_to_launch` counts it: `partner` is its id in the statement. */
export const launchedOn = (partner: SQL): SQL => sql`least(
  (select min(i.live_on) from integrations i where i.partner_id = ${partner}),
  (select min(r.submitted_on) from registrations r where r.partner_id = ${partner}),
  (select min(d.registered_on) from deal_partners dp join deals d on d.id = dp.deal_id where dp.partner_id = ${partner} and dp.role = 'sourcing'))`;

const proofs: Record<Proof, (partner: SQL) => SQL> = {
  contract: (
    partner,
  ) => sql`coalesce((select min(c.signed_on) from partner_contracts c where c.partner_id = ${partner} and c.signed_on <= program_day(now())),
    (select p.contract_signed_on from partners p where p.id = ${partner}))`,
  signed_in: (partner) => sql`(select min(v."on") from visits v where v.partner_id = ${partner})`,
  certified: (partner) =>
    sql`(select min(coalesce(c.issued_on, program_day(now()))) from certifications c where c.partner_id = ${partner} and (c.issued_on is null or c.issued_on <= program_day(now())))`,
  launched: launchedOn,
};

/**
 * The day on which the task `t` of the statement was done: ticked, or shown by what happened. Read the same by the checklist
 * and by the morning's gaps, so that they cannot differ.
 */
export const doneOn: SQL = sql`coalesce(t.done_on, case t.step ${sql.join(
  onboardingList.flatMap(({ key, proof }) =>
    proof ? [sql`when ${key}::text then ${proofs[proof](sql`t.partner_id`)}`] : [],
  ),
  sql` `,
)} end)`;

/** Gives a partner the steps of the checklist, with days from `today` on. Throws NotFound, and Refused when it has them. */
export async function startOnboarding(
  tx: Tx,
  partnerId: string,
  { managerId, today, by }: { managerId: string | null; today: string; by: string | null },
): Promise<{ audit: AuditEntry }> {
  const [partner] = await tx
    .select({ name: partners.name })
    .from(partners)
    .where(and(eq(partners.id, partnerId), sql`${partners.mergedIntoId} is null`))
    .for("update");
  if (!partner) throw new NotFound("This partner");
  const [there] = await tx
    .select({ id: partnerTasks.id })
    .from(partnerTasks)
    .where(and(eq(partnerTasks.partnerId, partnerId), eq(partnerTasks.kind, "onboarding")))
    .limit(1);
  if (there) throw new Refused("This partner has the checklist already");
  await tx.insert(partnerTasks).values(
    onboardingList.map(({ key, title, note, side, days }, position) => ({
      partnerId,
      kind: "onboarding" as const,
      step: key,
      position,
      title,
      note,
      side,
      ownerId: side === "staff" ? managerId : null,
      dueOn: sql`${today}::date + ${days}::int`,
      createdById: by,
    })),
  );
  const subject = { type: "partner", id: partnerId, name: partner.name };
  return { audit: { action: "onboarding.started", subject, partnerId, after: { steps: onboardingList.length } } };
}
