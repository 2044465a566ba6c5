import "server-only";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { settings } from "@/db/program/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { Policies } from "@/lib/deals/registrations/policies";
import { NotFound, Refused } from "@/lib/errors";

const columns = {
  decisionHours: settings.decisionHours,
  escalateHours: settings.escalateHours,
  answerDays: settings.answerDays,
  protectionDays: settings.protectionDays,
  reminderDays: settings.reminderDays,
  extensionPolicy: settings.extensionPolicy,
  extensionDays: settings.extensionDays,
  registrationsADay: settings.registrationsADay,
  leadHours: settings.leadHours,
  issueDays: settings.issueDays,
  tierReview: settings.tierReview,
  tierGraceDays: settings.tierGraceDays,
  tierAppealDays: settings.tierAppealDays,
};

/** What holds for registrations, leads, data issues and tiers. */
export async function getPolicies(viewer: Viewer): Promise<Policies> {
  const [row] = await withViewer(viewer, (tx) =>
    tx.select(columns).from(settings).where(scope(viewer, settings)).limit(1),
  );
  if (!row) throw new NotFound("The settings");
  return row;
}

/** Changes them for what is submitted, approved and asked from now on; clocks that run keep their time. Throws Refused. */
export async function changePolicies(tx: Tx, after: Policies, reason: string): Promise<{ audit: AuditEntry }> {
  const [before] = await tx.select(columns).from(settings).for("update");
  if (!before) throw new NotFound("The settings");
  if (JSON.stringify(before) === JSON.stringify({ ...before, ...after }))
    throw new Refused("Nothing was changed: the policies say this already");
  await tx.update(settings).set({ ...after, updatedAt: sql`now()` });
  const subject = { type: "settings", id: null, name: "Policies of registrations, leads, data issues and tiers" };
  return { audit: { action: "settings.changed", subject, before, after, reason } };
}
