import "server-only";
import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram, listTiers } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import type { ApplicationFilter, ApplicationShow } from "@/lib/applications/form";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { findApplicationEvidence } from "./evidence";
import { applicationEvents, applications } from "./schema";

export const applicationsPerPage = 50;

const ofShow: Record<ApplicationShow, SQL> = {
  waiting: eq(applications.state, "submitted"),
  returned: eq(applications.state, "returned"),
  decided: inArray(applications.state, ["approved", "rejected"]),
  all: sql`${applications.state} <> 'unconfirmed'`,
};
const { id, state, company, domain, country, type, contactName, contactEmail, contactTitle, sells, expects } =
  applications;
const { confirmedAt, dueAt, decidedAt, partnerId } = applications;

/** Applications whose address is confirmed, 50 a page: what waits by its due time, else the newest. For staff: throws NotFound. */
export async function listApplications(viewer: Viewer, { show, page }: ApplicationFilter, now = new Date()) {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const [program, rows, [counted]] = await Promise.all([
      getProgram(viewer, now),
      tx
        .select({ id, state, company, country, type, contactName, confirmedAt, dueAt, decidedAt })
        .from(applications)
        .where(ofShow[show])
        .orderBy(show === "waiting" ? asc(dueAt) : desc(confirmedAt), asc(id))
        .limit(applicationsPerPage)
        .offset((page - 1) * applicationsPerPage),
      tx
        .select({
          count: sql<number>`count(*)::int`,
          late: sql<number>`count(*) filter (where ${state} = 'submitted' and ${dueAt} < ${now.toISOString()}::timestamptz)::int`,
        })
        .from(applications)
        .where(ofShow[show]),
    ]);
    return { program, rows, count: counted?.count ?? 0, late: counted?.late ?? 0 };
  });
}

/** One application with what happened to it, what else is known of the company, and what approving it asks for. Throws NotFound. */
export async function readApplicationPage(viewer: Viewer, applicationId: string, now = new Date()) {
  requireStaff(viewer);
  if (!isId(applicationId)) throw new NotFound("This application");
  return withViewer(viewer, async (tx) => {
    const shown = {
      id,
      state,
      company,
      domain,
      country,
      type,
      contactName,
      contactEmail,
      contactTitle,
      sells,
      expects,
    };
    const [application] = await tx
      .select({ ...shown, confirmedAt, dueAt, decidedAt, partnerId, partner: partners.name })
      .from(applications)
      .leftJoin(partners, eq(partners.id, partnerId))
      .where(and(eq(id, applicationId), sql`${state} <> 'unconfirmed'`))
      .limit(1);
    if (!application) throw new NotFound("This application");
    const open = application.state === "submitted" || application.state === "returned";
    const [program, events, evidence, tiers, managers] = await Promise.all([
      getProgram(viewer, now),
      tx
        .select({
          id: applicationEvents.id,
          kind: applicationEvents.kind,
          text: applicationEvents.text,
          at: applicationEvents.at,
          by: people.name,
        })
        .from(applicationEvents)
        .leftJoin(people, eq(people.id, applicationEvents.personId))
        .where(eq(applicationEvents.applicationId, applicationId))
        .orderBy(asc(applicationEvents.at), asc(applicationEvents.id))
        .limit(200),
      open ? findApplicationEvidence(tx, application) : [],
      listTiers(viewer),
      tx
        .select({ id: people.id, name: people.name })
        .from(people)
        .where(
          and(
            eq(people.kind, "staff"),
            eq(people.access, "active"),
            inArray(people.role, ["channel_manager", "program_owner", "admin"]),
          ),
        )
        .orderBy(sql`${people.role} = 'channel_manager' desc`, asc(people.name))
        .limit(200),
    ]);
    return { application, program, events, evidence, tiers, managers };
  });
}

function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("This page");
}
