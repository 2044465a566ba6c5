import "server-only";
import { recordAudit } from "@/db/audit/commands";
import { withViewer } from "@/db/client";
import type { Permission } from "@/lib/access/permissions";
import { ownViewer, type Viewer } from "@/lib/access/viewer";
import { limitPerson } from "./limits";

/**
 * Writes into the audit log that a person asked for what their role may not: the address without its question, and the
 * permission that it needs. Of one person so many in a quarter of an hour: the first ones tell, and nobody fills the log.
 */
export async function noteRefusal(viewer: Viewer, permission: Permission, address: string | null): Promise<void> {
  if (await limitPerson("refusals", viewer.personId)) return;
  const path = (address ?? "").split("?")[0]?.slice(0, 200) || "an address of the portal";
  const person = ownViewer(viewer);
  await withViewer(person, (tx) =>
    recordAudit(tx, person, {
      action: "access.refused",
      subject: { type: "page", id: null, name: path },
      partnerId: person.kind === "partner" ? person.partnerId : null,
      reason: `Needs the permission ${permission}.`,
    }),
  );
}
