import "server-only";
import { and, asc, count, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import { can, permissions } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { IssueFilter } from "@/lib/issues/form";
import { waiting } from "@/lib/issues/states";
import { isId } from "@/lib/lists/parameters";
import { listCorrections } from "./corrections";
import { dataIssueEvents, dataIssues } from "./schema";

export const issuesPerPage = 50;

const nameOf = (viewer: Viewer, id: SQL) =>
  sql<string | null>`(select people.name from people where people.id = ${id} and ${scope(viewer, people)})`;
const listed = (viewer: Viewer) => ({
  id: dataIssues.id,
  number: dataIssues.number,
  status: dataIssues.status,
  metric: dataIssues.metric,
  partnerId: dataIssues.partnerId,
  partner: partners.name,
  period: sql<string>`${dataIssues.evidence} ->> 'period'`,
  shown: sql<string>`${dataIssues.evidence} ->> 'shown'`,
  question: dataIssues.question,
  openedAt: dataIssues.openedAt,
  owner: nameOf(viewer, sql`${dataIssues.ownerId}`),
  dueOn: dataIssues.dueOn,
  answer: dataIssues.answer,
});

const ofShow: Record<IssueFilter["show"], SQL | undefined> = {
  waiting: inArray(dataIssues.status, [...waiting]),
  answered: eq(dataIssues.status, "answered"),
  closed: eq(dataIssues.status, "closed"),
  all: undefined,
};

/** Questions about figures, 50 a page: those that wait by their day, then the newest. A partner reads its own. */
export function listIssues(viewer: Viewer, filter: IssueFilter, now = new Date()) {
  const where = and(
    scope(viewer, dataIssues),
    ofShow[filter.show],
    filter.owner && viewer.kind === "staff" ? eq(dataIssues.ownerId, viewer.personId) : undefined,
    filter.metric ? eq(dataIssues.metric, filter.metric) : undefined,
  );
  return withViewer(viewer, async (tx) => {
    const [program, rows, [total]] = await Promise.all([
      getProgram(viewer, now),
      tx
        .select(listed(viewer))
        .from(dataIssues)
        .leftJoin(partners, and(eq(partners.id, dataIssues.partnerId), scope(viewer, partners)))
        .where(where)
        .orderBy(
          sql`${dataIssues.status} in ('answered', 'closed')`,
          sql`case when ${dataIssues.status} in ('open', 'in_work') then ${dataIssues.dueOn} end`,
          desc(dataIssues.openedAt),
          asc(dataIssues.id),
        )
        .limit(issuesPerPage)
        .offset((filter.page - 1) * issuesPerPage),
      tx
        .select({
          count: count(),
          late: sql<number>`count(*) filter (where ${dataIssues.status} in ('open', 'in_work') and ${dataIssues.dueOn} < program_day(${now.toISOString()}::timestamptz))::int`,
        })
        .from(dataIssues)
        .where(where),
    ]);
    return { program, rows, count: total?.count ?? 0, late: total?.late ?? 0 };
  });
}
export type IssueRow = Awaited<ReturnType<typeof listIssues>>["rows"][number];

/** The questions that wait for an answer about a metric's figure: the viewer's partner's, one partner's, or the program's. */
export function listOpenAbout(viewer: Viewer, about: { metric: string; partnerId: string | null }) {
  const partnerId = viewer.kind === "partner" ? viewer.partnerId : about.partnerId;
  return withViewer(viewer, (tx) =>
    tx
      .select(listed(viewer))
      .from(dataIssues)
      .leftJoin(partners, and(eq(partners.id, dataIssues.partnerId), scope(viewer, partners)))
      .where(
        and(
          scope(viewer, dataIssues),
          eq(dataIssues.metric, about.metric),
          inArray(dataIssues.status, [...waiting]),
          partnerId ? eq(dataIssues.partnerId, partnerId) : isNull(dataIssues.partnerId),
        ),
      )
      .orderBy(asc(dataIssues.dueOn), asc(dataIssues.id))
      .limit(20),
  );
}

/** One question with the figure as it was. Throws NotFound outside the viewer's rows. */
export async function getIssue(viewer: Viewer, id: string) {
  if (!isId(id)) throw new NotFound("This question");
  const [issue] = await withViewer(viewer, (tx) =>
    tx
      .select({
        ...listed(viewer),
        shared: dataIssues.shared,
        query: dataIssues.query,
        version: dataIssues.version,
        asOf: dataIssues.asOf,
        value: dataIssues.value,
        evidence: dataIssues.evidence,
        openedById: dataIssues.openedById,
        openedBy: nameOf(viewer, sql`${dataIssues.openedById}`),
        ownerId: dataIssues.ownerId,
        valueAfter: dataIssues.valueAfter,
        answeredAt: dataIssues.answeredAt,
      })
      .from(dataIssues)
      .leftJoin(partners, and(eq(partners.id, dataIssues.partnerId), scope(viewer, partners)))
      .where(and(eq(dataIssues.id, id), scope(viewer, dataIssues)))
      .limit(1),
  );
  if (!issue) throw new NotFound("This question");
  return issue;
}
export type Issue = Awaited<ReturnType<typeof getIssue>>;

/** What happened to a question and was said about it, oldest first: a partner does not read what staff keep among themselves. */
export function listIssueEvents(viewer: Viewer, issueId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: dataIssueEvents.id,
        at: dataIssueEvents.at,
        person: nameOf(viewer, sql`${dataIssueEvents.personId}`),
        kind: dataIssueEvents.kind,
        text: dataIssueEvents.text,
        internal: dataIssueEvents.internal,
        href: dataIssueEvents.href,
      })
      .from(dataIssueEvents)
      .where(and(eq(dataIssueEvents.issueId, issueId), scope(viewer, dataIssueEvents)))
      .orderBy(asc(dataIssueEvents.at), asc(dataIssueEvents.id))
      .limit(500),
  );
}
export type IssueEvent = Awaited<ReturnType<typeof listIssueEvents>>[number];

/** Everything that stands on a question's page. Throws NotFound. */
export function readIssuePage(viewer: Viewer, id: string, now = new Date()) {
  return withViewer(viewer, async (tx) => {
    const issue = await getIssue(viewer, id);
    const answers = can(viewer, "issues.answer");
    const open = (waiting as readonly string[]).includes(issue.status);
    const [program, events, corrections, owners] = await Promise.all([
      getProgram(viewer, now),
      listIssueEvents(viewer, id),
      answers && open ? listCorrections(tx, viewer, issue) : [],
      answers && open ? listAnswerers(viewer) : [],
    ]);
    return { issue, program, events, corrections, owners };
  });
}

/** The staff who may answer. */
function listAnswerers(viewer: Viewer) {
  const roles = [...permissions["issues.answer"].roles];
  return withViewer(viewer, (tx) =>
    tx
      .select({ value: people.id, label: people.name })
      .from(people)
      .where(
        and(
          eq(people.kind, "staff"),
          eq(people.access, "active"),
          inArray(people.role, roles as (typeof people.$inferSelect.role & string)[]),
          scope(viewer, people),
        ),
      )
      .orderBy(asc(people.name), asc(people.id))
      .limit(200),
  );
}
