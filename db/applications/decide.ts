import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { queueMail } from "@/db/mail/commands";
import { letter } from "@/db/mail/letter";
import { createPartner } from "@/db/partners/commands";
import { partners } from "@/db/partners/schema";
import { invitePerson } from "@/db/people/commands";
import { oneTimeTokens } from "@/db/people/schema";
import { startOnboarding } from "@/db/record/onboarding";
import type { DecisionInput } from "@/lib/applications/form";
import { applicationStates, decisions, mayDecide } from "@/lib/applications/states";
import { NotFound, Refused } from "@/lib/errors";
import { partnerForm } from "@/lib/partners/form";
import { subjectOf } from "./file";
import { applicationEvents, applications } from "./schema";

type Setting = {
  today: string;
  portalUrl: string;
  staffDomains: readonly string[];
  /** A link with which the applicant answers a question. */
  link: { tokenHash: string; url: string };
};
type Decided = { partnerId: string | null; audit: AuditEntry[] };

/**
 * Decides on an application, once: of two at the same time the second is refused. The applicant gets the reason by mail.
 * Approved, it becomes a partner in onboarding, its contact is invited as the company's admin and its checklist starts; or it is
 * found to be a partner already, and its contact is invited to that. Throws NotFound and Refused.
 */
export async function decideApplication(
  tx: Tx,
  actor: Actor,
  input: DecisionInput,
  setting: Setting,
): Promise<Decided> {
  const application = await lockFor(tx, input);
  const { decision, reason } = input;
  const { to } = decisions[decision];
  const approved = decision === "approve" ? await become(tx, actor, application, input, setting) : null;
  const partnerId = approved?.partnerId ?? null;
  const closing = decision === "return" ? {} : { decidedAt: sql`now()`, decidedById: actor.personId };
  await tx
    .update(applications)
    .set({ state: to, partnerId, ...closing })
    .where(eq(applications.id, application.id));
  await tx.insert(applicationEvents).values({ applicationId: application.id, kind: to, text: reason });
  if (decision === "return") await openAnswer(tx, application.id, setting);
  await queueMail(tx, { to: application.contactEmail, ...letterOf(decision, application, reason, setting) });
  const action = `application.${to}` as const;
  const [before, after] = [{ state: application.state }, { state: to, partner: approved?.name }];
  const audit: AuditEntry = { action, subject: subjectOf(application), partnerId, before, after, reason };
  return { partnerId, audit: [audit, ...(approved?.audit ?? [])] };
}

async function lockFor(tx: Tx, { applicationId, decision }: DecisionInput) {
  const [application] = await tx.select().from(applications).where(eq(applications.id, applicationId)).for("update");
  if (!application || application.state === "unconfirmed") throw new NotFound("This application");
  if (!mayDecide(application.state, decision))
    throw new Refused(
      `This application is ${applicationStates[application.state].label.toLowerCase()} already: open it again.`,
    );
  return application;
}
type Application = Awaited<ReturnType<typeof lockFor>>;

async function become(tx: Tx, actor: Actor, application: Application, input: DecisionInput, setting: Setting) {
  const { existingId, managerId } = input;
  const partner = existingId ? await existing(tx, existingId) : await create(tx, application, input, setting.today);
  const { contactName: name, contactEmail: email } = application;
  const { portalUrl, staffDomains } = setting;
  const role = existingId ? "partner_member" : "partner_admin";
  const invited = await invitePerson(tx, actor, {
    name,
    email,
    role,
    partnerId: partner.id,
    portalUrl,
    staffDomains,
  }).catch((error: unknown) => {
    // The form has no field for the address: what is wrong with it stands on top.
    throw error instanceof Refused ? new Refused(`${email}: ${error.message}`) : error;
  });
  await tx.execute(
    sql`update people set title = coalesce(title, ${application.contactTitle}), part = coalesce(part, 'main'), reviewed_on = ${setting.today}::date where id = ${invited.personId}`,
  );
  if (existingId) return { partnerId: partner.id, name: partner.name, audit: [invited.audit] };
  const started = await startOnboarding(tx, partner.id, { managerId, today: setting.today, by: actor.personId });
  return { partnerId: partner.id, name: partner.name, audit: [...partner.audit, invited.audit, started.audit] };
}

async function existing(tx: Tx, id: string) {
  const [partner] = await tx
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(sql`${partners.id} = ${id} and ${partners.mergedIntoId} is null`);
  if (!partner) throw new Refused("This partner is not there any more", "existingId");
  return { ...partner, audit: [] as AuditEntry[] };
}

async function create(tx: Tx, application: Application, { type, tier, managerId }: DecisionInput, today: string) {
  if (!managerId) throw new Refused("Choose who looks after the partner", "managerId");
  const { company: name, domain, country, sells } = application;
  const read = partnerForm.parse({
    name,
    type: type ?? application.type,
    status: "onboarding",
    importance: "medium",
    contractStatus: "none",
  });
  const made = await createPartner(
    tx,
    { ...read, domain, country, tier, managerId, joinedOn: today, description: sells.slice(0, 2000) },
    today,
  );
  return { id: made.id, name, audit: [made.audit] };
}

/** Lets the applicant answer by a link of their own; an older one ends. */
async function openAnswer(tx: Tx, applicationId: string, { link }: Setting) {
  await tx.execute(sql`delete from one_time_tokens where application_id = ${applicationId}`);
  await tx.execute(sql`insert into ${oneTimeTokens} (purpose, token_hash, application_id, expires_at)
    values ('application_answer', ${link.tokenHash}, ${applicationId}, now() + interval '14 days')`);
}

function letterOf(
  decision: DecisionInput["decision"],
  { contactName, company }: Application,
  reason: string,
  { link }: Setting,
) {
  const hello = `Hello ${contactName},`;
  if (decision === "return")
    return letter(
      "A question about your application",
      [hello, `we have a question about the application of ${company}:`, reason, "The link works once, for 14 days."],
      { label: "Answer the question", url: link.url },
    );
  if (decision === "reject")
    return letter("Your application", [
      hello,
      `we cannot take ${company} into the partner program now. The reason:`,
      reason,
    ]);
  return letter("Welcome to the partner program", [
    hello,
    `${company} is welcome in the partner program. We write:`,
    reason,
    "A second mail invites you to the portal.",
  ]);
}
