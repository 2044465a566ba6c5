import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { LockedIssue } from "./commands";

/** A change that may have moved the figure: the entry of the audit log that tells of it, in words that its partner may read. */
export type Correction = { id: string; at: string; says: string; actor: string; href: string | null };

const kinds: Record<string, string> = {
  "deal.corrected": "The deal was corrected",
  "earning.corrected": "The line was corrected by a new one",
  "deal.moved": "The deal was moved",
  "deal.products_changed": "The products of the deal were changed",
  "deal.partner_added": "Who takes part in the deal was changed",
  "deal.partner_removed": "Who takes part in the deal was changed",
  "registration.decided": "The registration was decided on",
  "partner.merged": "Records of the company were merged",
  "partner.unmerged": "A merge of records was undone",
  "fact.entered": "A fact was entered by hand",
  "fact.taken_back": "A fact entered by hand was taken back",
  "import.published": "Data was imported",
  "import.reverted": "An import was taken back",
};

/** What was changed since a question was asked that can have moved its figure, newest first. For staff: throws NotFound for others. */
export async function listCorrections(
  tx: Tx,
  viewer: Viewer,
  issue: Pick<LockedIssue, "openedAt" | "partnerId">,
): Promise<Correction[]> {
  if (viewer.kind !== "staff") throw new NotFound("The changes");
  const rows = await tx.execute<{
    id: string;
    at: string;
    action: string;
    type: string;
    subject_id: string;
    subject: string;
    actor: string;
  }>(sql`
    select a.id::text as id, to_json(a.at)#>>'{}' as at, a.action, a.subject_type as type, a.subject_id, a.subject, a.actor
    from audit_entries a where a.at >= ${issue.openedAt.toISOString()}::timestamptz and a.action = any(${sql.param(Object.keys(kinds))}::text[])
      and (${issue.partnerId}::uuid is null or a.action like 'import.%' or a.partner_id = ${issue.partnerId}::uuid
        or (a.subject_type = 'deal' and exists (select from deal_partners dp where dp.deal_id::text = a.subject_id and dp.partner_id = ${issue.partnerId}::uuid)))
    order by a.id desc limit 50`);
  return [...rows].map(({ id, at, action, type, subject_id, subject, actor }) => ({
    id,
    at,
    actor,
    says: type === "deal" || type === "earning" ? `${kinds[action]}: ${subject}` : (kinds[action] as string),
    href:
      type === "earning"
        ? `/incentives/lines/${subject_id}`
        : type === "deal"
          ? `/deals/${subject_id}`
          : type === "registration"
            ? `/registrations/${subject_id}`
            : null,
  }));
}

/** The correction with this id, when it is one of the question's. */
export async function findCorrection(
  tx: Tx,
  viewer: Viewer,
  issue: Pick<LockedIssue, "openedAt" | "partnerId">,
  id: string,
): Promise<Correction | null> {
  return (await listCorrections(tx, viewer, issue)).find((one) => one.id === id) ?? null;
}
