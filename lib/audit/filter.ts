import { z } from "zod";
import { auditActions } from "@/lib/access/audit-actions";
import { first, maybeDay, someOf } from "@/lib/lists/parameters";
import { keysOf } from "@/lib/partners/words";

/** The audit log as an address says it. `from` is included, `to` is not. `after` and `before` are edges of a page. */
export const auditFilter = z.object({
  q: first,
  actor: first,
  action: someOf(keysOf(auditActions)),
  from: maybeDay,
  to: maybeDay,
  subject: first,
  after: first.transform((text) => (/^\d{1,18}$/.test(text) ? text : "")),
  before: first.transform((text) => (/^\d{1,18}$/.test(text) ? text : "")),
});

export type AuditFilter = z.output<typeof auditFilter>;
export const auditDefaults: AuditFilter = auditFilter.parse({});
