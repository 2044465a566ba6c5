import "server-only";
import { and, asc, desc, eq, gt, gte, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { auditEntries } from "@/db/audit/schema";
import { type Tx, withViewer } from "@/db/client";
import { containing } from "@/db/partners/conditions";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { AuditFilter } from "@/lib/audit/filter";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";

export const entriesPerPage = 50;

export type AuditRow = Awaited<ReturnType<typeof readEntries>>[number];
export type AuditPage = { rows: AuditRow[]; previous: string | null; next: string | null };

/** The audit log, newest first, 50 a page, with the edges of the neighbouring pages. For staff. */
export async function listAuditEntries(viewer: Viewer, filter: AuditFilter): Promise<AuditPage> {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const back = filter.before !== "";
    const beyond = back
      ? gt(auditEntries.id, BigInt(filter.before))
      : filter.after
        ? lt(auditEntries.id, BigInt(filter.after))
        : undefined;
    const found = await readEntries(tx, and(conditions(filter), beyond), back, entriesPerPage + 1);
    const more = found.length > entriesPerPage;
    const rows = found.slice(0, entriesPerPage);
    if (back) rows.reverse();
    return {
      rows,
      previous: (back ? more : filter.after !== "") ? String(rows[0]?.id ?? "") : null,
      next: (back ? true : more) ? String(rows.at(-1)?.id ?? "") : null,
    };
  });
}

/** The same entries without pages, in steps of 500, for the export. For staff. */
export async function* exportAuditEntries(viewer: Viewer, filter: AuditFilter): AsyncGenerator<AuditRow[]> {
  requireStaff(viewer);
  let last: bigint | undefined;
  for (;;) {
    const beyond: SQL | undefined = last === undefined ? undefined : lt(auditEntries.id, last);
    const rows: AuditRow[] = await withViewer(viewer, (tx) =>
      readEntries(tx, and(conditions(filter), beyond), false, 500),
    );
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)?.id;
  }
}

/** Who of the program's staff looked at the portal as the viewer's company does, newest first, at most 20 entries. */
export async function listViewings(viewer: Viewer) {
  if (viewer.kind !== "partner") throw new NotFound("This list");
  const { id, at, actor, action, reason, subjectType, subjectId } = auditEntries;
  return withViewer(viewer, (tx) =>
    tx
      .select({ id, at, actor, action, reason })
      .from(auditEntries)
      .where(and(scope(viewer, auditEntries), eq(subjectType, "partner"), eq(subjectId, viewer.partnerId)))
      .orderBy(desc(id))
      .limit(20),
  );
}

export type ViewingRow = Awaited<ReturnType<typeof listViewings>>[number];

/** When the log was last compared with its seals, and what came of it; null before the first time. For staff. */
export async function readAuditCheck(viewer: Viewer) {
  requireStaff(viewer);
  const [check] = await withViewer(viewer, (tx) =>
    tx.execute<{ at: string; outcome: string; said: string }>(
      sql`select ended_at::text as at, outcome, coalesce(did, error) as said from job_runs where name = 'audit_check' and ended_at is not null and outcome in ('done', 'dead', 'failed') order by id desc limit 1`,
    ),
  );
  return check ?? null;
}

function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("The audit log");
}

function readEntries(tx: Tx, where: SQL | undefined, oldestFirst: boolean, limit: number) {
  return tx
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      actor: auditEntries.actor,
      action: auditEntries.action,
      subjectType: auditEntries.subjectType,
      subjectId: auditEntries.subjectId,
      subject: auditEntries.subject,
      before: auditEntries.before,
      after: auditEntries.after,
      reason: auditEntries.reason,
    })
    .from(auditEntries)
    .where(where)
    .orderBy(oldestFirst ? asc(auditEntries.id) : desc(auditEntries.id))
    .limit(limit);
}

function conditions(filter: AuditFilter): SQL | undefined {
  const dayStart = (day: string) => sql`(${day}::date::timestamp at time zone (select time_zone from settings))`;
  return and(
    filter.q
      ? or(
          ilike(auditEntries.subject, containing(filter.q)),
          ilike(auditEntries.reason, containing(filter.q)),
          ilike(auditEntries.actor, containing(filter.q)),
        )
      : undefined,
    filter.actor ? ilike(auditEntries.actor, containing(filter.actor)) : undefined,
    filter.action.length > 0 ? inArray(auditEntries.action, filter.action) : undefined,
    isId(filter.subject) ? eq(auditEntries.subjectId, filter.subject) : undefined,
    filter.from ? gte(auditEntries.at, dayStart(filter.from)) : undefined,
    filter.to ? lt(auditEntries.at, dayStart(filter.to)) : undefined,
  );
}
