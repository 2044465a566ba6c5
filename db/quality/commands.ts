import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { isQualityRule, qualityRuleOf } from "@/lib/quality/registry";
import { keepPartnerScores } from "./check";

type Done = { audit: AuditEntry };
type Locked = { id: string; rule: string; name: string; partnerId: string | null; source: string; accepted: boolean };

async function lockOpen(tx: Tx, id: string): Promise<Locked> {
  // The check counts what is open; while it does, nothing is accepted.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('quality'))`);
  const [row] = await tx.execute<
    Locked & { resolved: boolean }
  >(sql`select id, rule, name, partner_id as "partnerId", source, accepted_at is not null as accepted, resolved_at is not null as resolved
    from quality_findings where id = ${id}::uuid for update`);
  if (!row) throw new NotFound("This finding");
  if (row.resolved) throw new Refused("This was mended meanwhile");
  return row;
}

/** Accepts what was found as it is: it passes until something else is wrong there. Throws NotFound and Refused. */
export async function acceptFinding(tx: Tx, viewer: Viewer, input: { findingId: string; why: string }): Promise<Done> {
  const finding = await lockOpen(tx, input.findingId);
  if (finding.accepted) throw new Refused("Somebody accepted this already");
  await tx.execute(
    sql`update quality_findings set accepted_at = now(), accepted_by_id = ${viewer.personId}::uuid, accepted_why = ${input.why} where id = ${finding.id}::uuid`,
  );
  await count(tx, finding, -1);
  return { audit: entry(finding, "quality.accepted", input.why) };
}

/** Takes the acceptance back. Throws NotFound and Refused. */
export async function reopenFinding(tx: Tx, findingId: string): Promise<Done> {
  const finding = await lockOpen(tx, findingId);
  if (!finding.accepted) throw new Refused("This is open already");
  await tx.execute(
    sql`update quality_findings set accepted_at = null, accepted_by_id = null, accepted_why = null where id = ${finding.id}::uuid`,
  );
  await count(tx, finding, 1);
  return { audit: entry(finding, "quality.reopened", null) };
}

/** The counts follow at once, so that a figure is what its list shows. */
async function count(tx: Tx, { rule, partnerId, source }: Locked, by: 1 | -1): Promise<void> {
  await tx.execute(
    sql`update quality_counts set failed = failed + ${by}::int where rule = ${rule} and partner_id is not distinct from ${partnerId}::uuid and source = ${source}`,
  );
  await tx.execute(
    sql`update quality_days set failed = failed + ${by}::int where rule = ${rule} and source = ${source} and "on" = (select max("on") from quality_days)`,
  );
  if (partnerId) await keepPartnerScores(tx, sql`program_day(now())`, partnerId);
}

const entry = (
  { id, rule, name, partnerId }: Locked,
  action: AuditEntry["action"],
  reason: string | null,
): AuditEntry => ({
  action,
  subject: { type: "quality_finding", id, name: `${isQualityRule(rule) ? qualityRuleOf(rule).label : rule}: ${name}` },
  partnerId,
  reason,
});
