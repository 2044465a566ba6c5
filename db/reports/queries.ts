import "server-only";
import { and, asc, desc, eq, gt, isNotNull, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { partnerOf } from "./recipient";
import { reportRuns, reportSchedules } from "./schema";

/** What the viewer has sent to them, and the newest 30 sendings. */
export function readReports(viewer: Viewer) {
  const [s, r] = [reportSchedules, reportRuns];
  const about = sql<
    string | null
  >`(select ${partners.name} from ${partners} where ${s.subject} = 'scorecard' and ${partners.id} = ${partnerOf(s.query)} and ${scope(viewer, partners)})`;
  return withViewer(viewer, async (tx) => {
    const [schedules, runs] = await Promise.all([
      tx
        .select({
          id: s.id,
          subject: s.subject,
          format: s.format,
          query: s.query,
          cron: s.cron,
          timeZone: s.timeZone,
          toldBy: s.toldBy,
          about,
          nextAt: s.nextAt,
        })
        .from(s)
        .where(and(scope(viewer, s), eq(s.personId, viewer.personId)))
        .orderBy(asc(s.createdAt))
        .limit(50),
      tx
        .select({
          id: r.id,
          subject: s.subject,
          format: s.format,
          slot: r.slot,
          status: r.status,
          said: r.said,
          scheduleId: s.id,
          about,
          open: sql<boolean>`${r.status} = 'sent' and ${r.expiresAt} > now()`,
          expiresAt: r.expiresAt,
        })
        .from(r)
        .innerJoin(s, eq(s.id, r.scheduleId))
        .where(and(scope(viewer, r), scope(viewer, s), eq(r.personId, viewer.personId)))
        .orderBy(desc(r.createdAt))
        .limit(30),
    ]);
    return { schedules, runs };
  });
}

export type Reports = Awaited<ReturnType<typeof readReports>>;

/** The file of one of the viewer's own reports. Throws NotFound for anybody else's, and once it expired. */
export async function getReportFile(viewer: Viewer, runId: string) {
  const [s, r] = [reportSchedules, reportRuns];
  const [file] = isId(runId)
    ? await withViewer(viewer, (tx) =>
        tx
          .select({ content: r.content, subject: s.subject, format: s.format, slot: r.slot })
          .from(r)
          .innerJoin(s, eq(s.id, r.scheduleId))
          .where(
            and(
              scope(viewer, r),
              eq(r.id, runId),
              eq(r.personId, viewer.personId),
              gt(r.expiresAt, sql`now()`),
              isNotNull(r.content),
            ),
          )
          .limit(1),
      )
    : [];
  if (!file?.content) throw new NotFound("This file");
  return { ...file, content: file.content };
}
