import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { PartnerViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { formatDay } from "@/lib/format";
import { addEvent, lockRegistration, subjectOf } from "./lock";
import { entry, findOwn } from "./own";
import { registrations } from "./schema";

/** Asks for a longer protection, as the program's policy allows. Throws NotFound and Refused. */
export async function requestExtension(
  tx: Tx,
  viewer: PartnerViewer,
  { registrationId, until, reason }: { registrationId: string; until: string; reason: string },
): Promise<{ id: string; audit: AuditEntry }> {
  const registration = await findOwn(tx, viewer, registrationId);
  if (registration.status !== "approved" || !registration.protectedUntil)
    throw new Refused("Only an approved registration is protected");
  const [policy] = await tx.execute<{ policy: string; days: number; latest: string; asked: number; open: number }>(sql`
    select extension_policy as policy, extension_days as days, (${registration.protectedUntil}::date + extension_days)::text as latest,
      (select count(*)::int from registration_extensions where registration_id = ${registrationId} and status <> 'rejected') as asked,
      (select count(*)::int from registration_extensions where registration_id = ${registrationId} and status = 'requested') as open
    from settings`);
  if (!policy || policy.policy === "none") throw new Refused("The program does not extend protections");
  if (policy.open > 0) throw new Refused("You have asked already: the answer is on its way");
  if (policy.policy === "once" && policy.asked > 0) throw new Refused("The program extends a protection once only");
  if (until <= registration.protectedUntil) throw new Refused("It is protected until then already", "until");
  if (until > policy.latest)
    throw new Refused(`At most ${policy.days} days more: until ${formatDay(policy.latest)} at the latest`, "until");
  await tx.execute(
    sql`insert into registration_extensions (registration_id, until, reason) values (${registrationId}, ${until}, ${reason})`,
  );
  await tx.execute(
    sql`insert into registration_events (registration_id, kind, text) values (${registrationId}, 'extension_requested', ${reason})`,
  );
  return {
    id: registrationId,
    audit: { ...entry("registration.extension_requested", registration, viewer.partnerId), after: { until }, reason },
  };
}

/** Answers a wish for longer protection; never whoever asked. Throws NotFound and Refused. */
export async function answerExtension(
  tx: Tx,
  actor: Actor,
  { extensionId, answer, reason }: { extensionId: string; answer: "approved" | "rejected"; reason: string },
): Promise<{ registrationId: string; audit: AuditEntry }> {
  const [asked] = await tx.execute<{
    registration_id: string;
    until: string;
    status: string;
    requested_by_id: string | null;
  }>(
    sql`select registration_id, until::text, status, requested_by_id from registration_extensions where id = ${extensionId} for update`,
  );
  if (!asked) throw new NotFound("This request");
  const registration = await lockRegistration(tx, asked.registration_id);
  if (asked.status !== "requested") throw new Refused("It was answered already");
  if (asked.requested_by_id === actor.personId) throw new Refused("You asked for it yourself: somebody else answers");
  if (answer === "rejected" && reason === "") throw new Refused("Say why: the partner reads it", "reason");
  if (answer === "approved" && registration.status !== "approved")
    throw new Refused("The registration is not protected any more");
  await tx.execute(sql`update registration_extensions set status = ${answer}, decided_by_id = ${actor.personId}, decided_at = now(), answer = ${reason || null}
    where id = ${extensionId}`);
  if (answer === "approved")
    await tx
      .update(registrations)
      .set({ protectedUntil: asked.until, updatedAt: sql`now()` })
      .where(eq(registrations.id, registration.id));
  await addEvent(tx, registration.id, `extension_${answer}`, reason || null);
  return {
    registrationId: registration.id,
    audit: {
      action: "registration.extension_answered",
      subject: subjectOf(registration),
      partnerId: registration.partnerId,
      before: { protectedUntil: registration.protectedUntil },
      after: { protectedUntil: answer === "approved" ? asked.until : registration.protectedUntil },
      reason: reason || null,
    },
  };
}
