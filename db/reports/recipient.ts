import "server-only";
import { type SQLWrapper, sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { roleHolds } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { isReportSubject, subjectOf } from "@/lib/reports/subjects";

/** Whom a sending is for, while they may enter and their role of now holds what the report shows; otherwise null. */
export async function recipientOf(runId: string): Promise<string | null> {
  const [found] = await withWorker((tx) =>
    tx.execute<{ id: string; role: Role; subject: string }>(sql`select p.id, p.role, s.subject
      from report_runs r join report_schedules s on s.id = r.schedule_id join people p on p.id = r.person_id left join partners c on c.id = p.partner_id
      where r.id = ${runId}::uuid and p.access = 'active' and p.role is not null and p.email is not null
        and (p.kind = 'staff' or (c.status <> 'suspended' and c.merged_into_id is null))`),
  );
  if (!found || !isReportSubject(found.subject)) return null;
  return roleHolds(found.role, subjectOf(found.subject).permission) ? found.id : null;
}

/** The partner that a report's query names, as SQL; null when it names none. */
export const partnerOf = (query: SQLWrapper) =>
  sql`substring(${query} from '(?:^|&)partner=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:&|$)')::uuid`;
