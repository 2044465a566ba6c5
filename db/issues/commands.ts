import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import { can, roleHolds } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import type { AnswerInput, AskInput } from "@/lib/issues/form";
import { type IssueMove, issueAnswers, issueMoves, mayMove } from "@/lib/issues/states";
import { metricOf } from "@/lib/metrics/registry";
import { findCorrection } from "./corrections";
import { freeze, valueNow } from "./freeze";
import { tellAsker, tellOwner } from "./letters";
import { dataIssues } from "./schema";

type Done = { audit: AuditEntry };
type Moment = { now: Date; portalUrl: string };

/** Asks about a figure: keeps it as it is now with its rows, and gives it an owner and a day. Throws NotFound. */
export async function openIssue(
  tx: Tx,
  viewer: Viewer,
  input: AskInput,
  { now, portalUrl }: Moment,
): Promise<Done & { id: string }> {
  const { figure, evidence } = await freeze(tx, viewer, input, now);
  const partnerId = viewer.kind === "partner" ? viewer.partnerId : figure.partnerId;
  const shared = viewer.kind === "partner" || (input.shared && partnerId !== null);
  const { kept } = figure;
  // The columns by name: a partner may write no others.
  const [made] = await tx.execute<{ id: string; number: number; ownerId: string | null }>(sql`
    insert into data_issues (metric, partner_id, shared, period_from, period_to, query, version, as_of, value, evidence, question, due_on)
    select ${input.metric}, ${partnerId}::uuid, ${shared}, ${kept.periodFrom}::date, ${kept.periodTo}::date, ${kept.query}, ${kept.version}::int,
      ${kept.asOf.toISOString()}::timestamptz, ${kept.value}, ${JSON.stringify(evidence)}::jsonb, ${input.question},
      program_day(${now.toISOString()}::timestamptz) + issue_days from settings returning id, number::int, owner_id as "ownerId"`);
  if (!made) throw new Error("The question was not written");
  await happened(tx, made.id, "opened");
  const issue = { ...made, metric: input.metric, period: evidence.period };
  // A partner's question went to its manager as it was written; who else is there a partner does not know.
  const ownerId = made.ownerId ?? (viewer.kind === "staff" ? await giveToRole(tx, made.id, figure.owner) : null);
  await tellOwner(tx, ownerId, issue, { said: `${viewer.name} asks`, text: input.question }, portalUrl);
  const after = { figure: evidence.shown, period: evidence.period, question: input.question };
  return { id: made.id, audit: { action: "issue.opened", subject: subjectOf(issue), partnerId, after } };
}

/** Takes a question on: the actor owns it from now on. Throws NotFound and Refused. */
export async function takeIssue(tx: Tx, viewer: Viewer, actor: Actor, issueId: string): Promise<Done> {
  const issue = await lockFor(tx, viewer, issueId, "take");
  await tx.update(dataIssues).set({ status: "in_work", ownerId: actor.personId }).where(eq(dataIssues.id, issueId));
  await happened(tx, issueId, "taken");
  return { audit: { action: "issue.taken", subject: subjectOf(issue), partnerId: issue.partnerId } };
}

/** Gives a question to another person of the staff, or another day. Throws NotFound and Refused. */
export async function giveIssue(
  tx: Tx,
  viewer: Viewer,
  { issueId, ownerId, dueOn }: { issueId: string; ownerId: string; dueOn: string },
): Promise<Done> {
  const issue = await lockIssue(tx, viewer, issueId);
  const [person] = await tx
    .select({ name: people.name, role: people.role })
    .from(people)
    .where(and(eq(people.id, ownerId), eq(people.access, "active"), eq(people.kind, "staff")))
    .limit(1);
  if (!person || !roleHolds(person.role as Role, "issues.answer"))
    throw new Refused("This person does not answer questions", "ownerId");
  await tx.update(dataIssues).set({ ownerId, dueOn }).where(eq(dataIssues.id, issueId));
  await happened(tx, issueId, "given", person.name, { internal: true });
  const [before, after] = [{ dueOn: issue.dueOn }, { owner: person.name, dueOn }];
  return { audit: { action: "issue.given", subject: subjectOf(issue), partnerId: issue.partnerId, before, after } };
}

/** Says something on a question: for both sides, or among staff alone. Throws NotFound. */
export async function sayOnIssue(
  tx: Tx,
  viewer: Viewer,
  { issueId, text, internal }: { issueId: string; text: string; internal: boolean },
): Promise<Done> {
  const issue = await lockIssue(tx, viewer, issueId);
  if (internal && viewer.kind === "partner") throw new NotFound("This question");
  await happened(tx, issueId, internal ? "noted" : "said", text, internal ? { internal } : {});
  return { audit: { action: "issue.noted", subject: subjectOf(issue), partnerId: issue.partnerId, after: { text } } };
}

/**
 * Answers a question, with the figure as it is now beside the one that was asked about, the correction that moved it, and a
 * letter to who asked. Nobody answers their own. Throws NotFound and Refused.
 */
export async function answerIssue(
  tx: Tx,
  viewer: Viewer,
  input: AnswerInput,
  { now, portalUrl }: Moment,
): Promise<Done> {
  const issue = await lockFor(tx, viewer, input.issueId, "answer");
  const { id: issueId, partnerId } = issue;
  if (issue.openedById === viewer.personId) throw new Refused("Somebody else answers what you asked", "answer");
  const correction = input.correction ? await findCorrection(tx, viewer, issue, input.correction) : null;
  if (input.correction && !correction) throw new Refused("Choose a correction from the list", "correction");
  const valueAfter = await valueNow(tx, viewer, issue);
  await tx
    .update(dataIssues)
    .set({
      status: "answered",
      answer: input.answer,
      valueAfter,
      answeredAt: now,
      answeredById: viewer.personId,
      resolvedAt: now,
    })
    .where(eq(dataIssues.id, issueId));
  if (correction)
    await happened(tx, issueId, "corrected", correction.says, { auditId: correction.id, href: correction.href });
  await happened(tx, issueId, "answered", input.text);
  const answer = issueAnswers[input.answer].says;
  if (!partnerId || issue.shared) await tellAsker(tx, issue, { answer, text: input.text }, portalUrl);
  const [before, after] = [
    { figure: issue.value },
    { answer, text: input.text, figure: valueAfter, correction: correction?.says },
  ];
  return { audit: { action: "issue.answered", subject: subjectOf(issue), partnerId, before, after } };
}

/** Closes an answered question, or one that its asker takes back. Throws NotFound and Refused. */
export async function closeIssue(tx: Tx, viewer: Viewer, issueId: string, now: Date): Promise<Done> {
  const issue = await lockIssue(tx, viewer, issueId);
  requireMove(viewer, issue, issue.status === "answered" ? "close" : "withdraw");
  await tx
    .update(dataIssues)
    .set({ status: "closed", resolvedAt: issue.resolvedAt ?? now })
    .where(eq(dataIssues.id, issueId));
  await happened(tx, issueId, "closed");
  return { audit: { action: "issue.closed", subject: subjectOf(issue), partnerId: issue.partnerId } };
}

/** Opens a question again that is answered or closed, with what is still wrong. Throws NotFound and Refused. */
export async function reopenIssue(
  tx: Tx,
  viewer: Viewer,
  { issueId, text }: { issueId: string; text: string },
  { now, portalUrl }: Moment,
): Promise<Done> {
  const issue = await lockFor(tx, viewer, issueId, "reopen");
  await tx
    .update(dataIssues)
    .set({
      status: "open",
      resolvedAt: null,
      dueOn: sql`(select program_day(${now.toISOString()}::timestamptz) + issue_days from settings)`,
    })
    .where(eq(dataIssues.id, issueId));
  await happened(tx, issueId, "reopened", text);
  await tellOwner(tx, issue.ownerId, issue, { said: `${viewer.name} asks again`, text }, portalUrl);
  return {
    audit: { action: "issue.reopened", subject: subjectOf(issue), partnerId: issue.partnerId, after: { text } },
  };
}

/** Gives a question to somebody of the role that owns the metric. */
async function giveToRole(tx: Tx, id: string, role: Role): Promise<string | null> {
  const [row] = await tx.execute<{ id: string }>(sql`
    update data_issues set owner_id = (select people.id from people where people.access = 'active' and people.kind = 'staff' and people.role = ${role}
      order by people.created_at, people.id limit 1) where id = ${id}::uuid returning owner_id as id`);
  return row?.id ?? null;
}

type More = { internal?: boolean; auditId?: string; href?: string | null };

/** Writes what happened; who did it is the person of the transaction. The columns by name: a partner may write no others. */
function happened(
  tx: Tx,
  issueId: string,
  kind: string,
  text: string | null = null,
  { internal, auditId, href }: More = {},
) {
  if (internal === undefined && auditId === undefined)
    return tx.execute(sql`insert into data_issue_events (issue_id, kind, text) values (${issueId}, ${kind}, ${text})`);
  return tx.execute(sql`insert into data_issue_events (issue_id, kind, text, internal, audit_id, href)
    values (${issueId}, ${kind}, ${text}, ${internal ?? false}, ${auditId ?? null}::bigint, ${href ?? null})`);
}

async function lockIssue(tx: Tx, viewer: Viewer, id: string) {
  const [issue] = await tx
    .select({
      id: dataIssues.id,
      number: dataIssues.number,
      status: dataIssues.status,
      metric: dataIssues.metric,
      partnerId: dataIssues.partnerId,
      shared: dataIssues.shared,
      query: dataIssues.query,
      periodFrom: dataIssues.periodFrom,
      periodTo: dataIssues.periodTo,
      period: sql<string>`${dataIssues.evidence} ->> 'period'`,
      value: dataIssues.value,
      openedAt: dataIssues.openedAt,
      openedById: dataIssues.openedById,
      ownerId: dataIssues.ownerId,
      dueOn: dataIssues.dueOn,
      resolvedAt: dataIssues.resolvedAt,
    })
    .from(dataIssues)
    .where(and(eq(dataIssues.id, id), scope(viewer, dataIssues)))
    .for("update");
  if (!issue) throw new NotFound("This question");
  return issue;
}
export type LockedIssue = Awaited<ReturnType<typeof lockIssue>>;

async function lockFor(tx: Tx, viewer: Viewer, id: string, move: IssueMove): Promise<LockedIssue> {
  const issue = await lockIssue(tx, viewer, id);
  requireMove(viewer, issue, move);
  return issue;
}

function requireMove(viewer: Viewer, issue: LockedIssue, move: IssueMove): void {
  const who = {
    answers: can(viewer, "issues.answer"),
    asked: viewer.kind === "partner" || issue.openedById === viewer.personId,
  };
  if (!mayMove(issue.status, move, who))
    throw new Refused(
      `This question is ${issue.status.replace("_", " ")}: it cannot become ${issueMoves[move].to.replace("_", " ")}`,
    );
}

const subjectOf = ({ id, number, metric }: { id: string; number: number | null; metric: string }) => ({
  type: "data_issue",
  id,
  name: `#${number} about ${metricOf(metric as AskInput["metric"])?.label ?? metric}`,
});
