import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AuditAction } from "@/lib/access/audit-actions";

/** Who does something: a person, or the system with the name of its part. */
export type Actor = { personId: string | null; name: string };

export type AuditEntry = {
  action: AuditAction;
  subject: { type: string; id: string | null; name: string };
  partnerId?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  reason?: string | null;
};

/** Writes what was done into the audit log, in the caller's transaction: no entry, no change. Only fields that differ are kept. */
export async function recordAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  const [before, after] = differing(entry.before ?? null, entry.after ?? null);
  await tx.execute(sql`insert into audit_entries (actor_id, actor, action, subject_type, subject_id, subject, partner_id, before, after, reason)
    values (${actor.personId}, ${actor.name}, ${entry.action}, ${entry.subject.type}, ${entry.subject.id}, ${entry.subject.name},
      ${entry.partnerId ?? null}, ${before && JSON.stringify(before)}::jsonb, ${after && JSON.stringify(after)}::jsonb, ${entry.reason ?? null})`);
}

function differing(before: Record<string, unknown> | null, after: Record<string, unknown> | null) {
  if (!before || !after) return [before, after] as const;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null),
  );
  const pick = (from: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return [pick(before), pick(after)] as const;
}
