import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { readEndpoint } from "@/lib/webhooks/addresses";
import type { WebhookKind } from "@/lib/webhooks/events";
import { newSecret } from "@/lib/webhooks/signature";
import { sealSecret } from "./seal";
import { trustedHosts } from "./send";

const mostEndpoints = 10;
/** After a rotation both secrets sign for so long. */
export const overlapHours = 24;

type Made = { audit: AuditEntry; secret: string };
const partnerOf = (viewer: Viewer) => (viewer.kind === "partner" ? viewer.partnerId : null);
const own = (viewer: Viewer) => sql`partner_id is not distinct from ${partnerOf(viewer)}::uuid`;
const subjectOf = (id: string, url: string) => ({ type: "webhook", id, name: new URL(url).host });

/** Adds an endpoint of the viewer's company, or of the program. Returns its secret, which nobody sees again. */
export async function addEndpoint(tx: Tx, viewer: Viewer, asked: { url: string; kinds: WebhookKind[] }): Promise<Made> {
  const url = readEndpoint(asked.url, trustedHosts());
  if (typeof url === "string") throw new Refused(url, "url");
  const held = await tx.execute(sql`select 1 from webhook_endpoints where ${own(viewer)} limit ${mostEndpoints}`);
  if (held.length >= mostEndpoints) throw new Refused(`There are ${mostEndpoints} endpoints already: remove one.`);
  const [id, secret] = [randomUUID(), newSecret()];
  await tx.execute(sql`insert into webhook_endpoints (id, partner_id, url, kinds, secret)
    values (${id}, ${partnerOf(viewer)}, ${url.href}, array(select jsonb_array_elements_text(${JSON.stringify(asked.kinds)}::jsonb)), ${sealSecret(secret, id)})`);
  const after = { url: url.href, kinds: asked.kinds };
  return { secret, audit: { action: "webhook.added", subject: subjectOf(id, url.href), after } };
}

/** Gives an endpoint a new secret; the one before signs beside it for a day. Throws NotFound. */
export async function rotateSecret(tx: Tx, viewer: Viewer, id: string): Promise<Made> {
  const secret = newSecret();
  // The sealed text is bound to the endpoint, so what is kept beside it stays readable.
  const [row] = await tx.execute<{ url: string }>(
    sql`select url from webhook_endpoints where id = ${id} and ${own(viewer)}`,
  );
  if (!row) throw new NotFound("This endpoint");
  await tx.execute(sql`select rotate_webhook(${id}::uuid, ${sealSecret(secret, id)}, ${overlapHours})`);
  return { secret, audit: { action: "webhook.rotated", subject: subjectOf(id, row.url) } };
}

/** Pauses an endpoint, switches it on again, or removes it with its deliveries. Throws NotFound. */
export async function changeEndpoint(
  tx: Tx,
  viewer: Viewer,
  { endpoint, to }: { endpoint: string; to: "active" | "paused" | "removed" },
): Promise<AuditEntry> {
  const of = sql`id = ${endpoint} and ${own(viewer)}`;
  const [row] = await tx.execute<{ url: string }>(
    to === "removed"
      ? sql`delete from webhook_endpoints where ${of} returning url`
      : sql`update webhook_endpoints set status = ${to} where ${of} returning url`,
  );
  if (!row) throw new NotFound("This endpoint");
  return {
    action: to === "removed" ? "webhook.removed" : "webhook.switched",
    subject: subjectOf(endpoint, row.url),
    after: { status: to },
  };
}

/** Sends a delivery again, with the same message id, so that a receiver that had it knows. Throws NotFound. */
export async function replayDelivery(tx: Tx, viewer: Viewer, id: string): Promise<AuditEntry> {
  const [row] = await tx.execute<{ kind: string; endpoint: string; url: string }>(
    sql`update webhook_deliveries d set status = 'waiting', tried = 0, next_at = now() from webhook_endpoints e
      where d.id = ${id} and e.id = d.endpoint_id and e.partner_id is not distinct from ${partnerOf(viewer)}::uuid
      returning d.kind, e.id as endpoint, e.url`,
  );
  if (!row) throw new NotFound("This delivery");
  return {
    action: "webhook.replayed",
    subject: subjectOf(row.endpoint, row.url),
    after: { event: row.kind, delivery: id },
  };
}
