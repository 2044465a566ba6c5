import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import type { ContactDetails, ContactReview } from "@/lib/record/contacts";
import { type LogInput, logSays } from "@/lib/record/log";
import type { TaskInput } from "@/lib/record/tasks";
import { partnerTasks } from "./schema";

type Done = { audit: AuditEntry };

/** The partner that something is written about. Throws NotFound for another's people, and for one that was merged. */
export async function recordOf(tx: Tx, viewer: Viewer, partnerId: string) {
  const [partner] = await tx
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(and(eq(partners.id, partnerId), sql`${partners.mergedIntoId} is null`, scope(viewer, partners)));
  if (!partner) throw new NotFound("This partner");
  return { ...partner, subject: { type: "partner", id: partner.id, name: partner.name } };
}

/** Says that a contact is right as of today, with what was put right of it. Throws NotFound for another partner's. */
export async function reviewContact(
  tx: Tx,
  viewer: Viewer,
  input: ContactReview,
  today: string,
): Promise<Done & { partnerId: string }> {
  const { personId, part, title, phone } = input;
  const own = and(eq(people.id, personId), eq(people.kind, "partner"), scope(viewer, people));
  const shown = {
    name: people.name,
    partnerId: people.partnerId,
    part: people.part,
    title: people.title,
    phone: people.phone,
    reviewedOn: people.reviewedOn,
  };
  const [before] = await tx.select(shown).from(people).where(own);
  if (!before?.partnerId) throw new NotFound("This contact");
  const after = { part, title, phone, reviewedOn: today };
  await tx
    .update(people)
    .set({ ...after, updatedAt: sql`now()` })
    .where(eq(people.id, personId));
  const { name, partnerId, ...was } = before;
  const subject = { type: "person", id: personId, name };
  return { partnerId, audit: { action: "contact.reviewed", subject, partnerId, before: was, after } };
}

/** Adds a contact, who has no access. Refused (field email) for an address in use, without telling whose. Throws NotFound. */
export async function addContact(
  tx: Tx,
  viewer: Viewer,
  input: ContactDetails & { name: string; email: string },
  today: string,
): Promise<Done> {
  const { partnerId, ...contact } = input;
  const partner = await recordOf(tx, viewer, partnerId);
  const [made] = await tx
    .insert(people)
    .values({ kind: "partner", partnerId, ...contact, reviewedOn: today })
    .onConflictDoNothing()
    .returning({ id: people.id });
  if (!made) throw new Refused("This address is in use already", "email");
  return { audit: { action: "contact.added", subject: partner.subject, partnerId, after: contact } };
}

/** Logs a call, an e-mail, a meeting or a note; what partner people write is a comment. Throws NotFound and Refused. */
export async function addToLog(tx: Tx, viewer: Viewer, input: LogInput, today: string): Promise<Done> {
  const { partnerId, subject, body } = input;
  const partner = await recordOf(tx, viewer, partnerId);
  const staff = viewer.kind === "staff";
  const kind = staff ? input.kind : "comment";
  const on = (staff && input.on) || today;
  if (on > today) throw new Refused("This day has not come yet", "on");
  const internal = staff && (kind === "note" || input.audience === "staff");
  // These columns alone: partner people may name no other.
  if (internal)
    await tx.execute(sql`insert into activities (partner_id, kind, subject, body, internal, "on", person_id)
      values (${partnerId}, ${kind}, ${subject}, ${body || null}, true, ${on}, ${viewer.personId})`);
  else
    await tx.execute(sql`insert into activities (partner_id, deal_id, kind, subject, body, "on", person_id)
      values (${partnerId}, null, ${kind}, ${subject}, ${body || null}, ${on}, ${viewer.personId})`);
  const after = { kind: logSays(kind), subject, on, read: internal ? "by staff alone" : "by both sides" };
  return { audit: { action: "record.noted", subject: partner.subject, partnerId, after } };
}

/** Adds a task or a milestone. Its owner is a person of the program or of the company, or a side. Throws NotFound and Refused. */
export async function addTask(tx: Tx, viewer: Viewer, input: TaskInput): Promise<Done> {
  const { partnerId, kind, title, note, owner, dueOn, internal } = input;
  const partner = await recordOf(tx, viewer, partnerId);
  const { side, ownerId, name } = await ownerOf(tx, partnerId, owner);
  if (internal && side === "partner") throw new Refused("The partner cannot do what only staff see", "internal");
  const [made] = await tx
    .insert(partnerTasks)
    .values({ partnerId, kind, title, note, side, ownerId, dueOn, internal, createdById: viewer.personId })
    .returning({ id: partnerTasks.id });
  if (!made) throw new Error("The task was not written");
  const after = { kind, title, owner: name, dueOn, read: internal ? "by staff alone" : "by both sides" };
  return { audit: { action: "task.added", subject: partner.subject, partnerId, after } };
}

async function ownerOf(tx: Tx, partnerId: string, owner: string) {
  if (owner === "staff" || owner === "partner") return { side: owner, ownerId: null, name: owner } as const;
  const [person] = await tx
    .select({ id: people.id, name: people.name, partnerId: people.partnerId })
    .from(people)
    .where(and(eq(people.id, owner), sql`${people.access} <> 'disabled'`));
  if (!person || (person.partnerId && person.partnerId !== partnerId))
    throw new Refused("Choose somebody of the program or of this company", "owner");
  return { side: person.partnerId ? "partner" : "staff", ownerId: person.id, name: person.name } as const;
}

/** Marks a task as done today, or as open again; a partner those of its own side. Throws NotFound. */
export async function markTask(
  tx: Tx,
  viewer: Viewer,
  { taskId, done }: { taskId: string; done: boolean },
  today: string,
): Promise<Done & { partnerId: string }> {
  const task = await lockTask(tx, viewer, taskId);
  // The column alone: partner people may set no other, and a trigger says when and who.
  await tx.execute(sql`update partner_tasks set done_on = ${done ? today : null}::date where id = ${taskId}`);
  const subject = { type: "task", id: taskId, name: task.title };
  const [before, after] = [{ doneOn: task.doneOn }, { doneOn: done ? today : null }];
  const { partnerId } = task;
  return { partnerId, audit: { action: done ? "task.done" : "task.reopened", subject, partnerId, before, after } };
}

/** Takes a task away that is not done. Throws NotFound and Refused. For staff. */
export async function removeTask(tx: Tx, viewer: Viewer, taskId: string): Promise<Done & { partnerId: string }> {
  const task = await lockTask(tx, viewer, taskId);
  if (task.doneOn) throw new Refused("What is done stays in the record");
  await tx.delete(partnerTasks).where(eq(partnerTasks.id, taskId));
  const { partnerId, title } = task;
  return {
    partnerId,
    audit: { action: "task.removed", subject: { type: "task", id: taskId, name: title }, partnerId },
  };
}

async function lockTask(tx: Tx, viewer: Viewer, taskId: string) {
  const own = viewer.kind === "partner" ? eq(partnerTasks.side, "partner") : undefined;
  const [task] = await tx
    .select({ title: partnerTasks.title, partnerId: partnerTasks.partnerId, doneOn: partnerTasks.doneOn })
    .from(partnerTasks)
    .where(and(eq(partnerTasks.id, taskId), own, scope(viewer, partnerTasks)))
    .for("update");
  if (!task) throw new NotFound("This task");
  return task;
}
