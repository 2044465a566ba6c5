import "server-only";
import { and, desc, eq, isNull, type SQL } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { webhookDeliveries, webhookEndpoints } from "./schema";

const ofOwn = (viewer: Viewer): SQL =>
  viewer.kind === "partner" ? eq(webhookEndpoints.partnerId, viewer.partnerId) : isNull(webhookEndpoints.partnerId);

/** The endpoints of the viewer's company, or of the program, and their newest 50 deliveries. Never a secret. */
export function readWebhooks(viewer: Viewer) {
  const { id, url, kinds, status, oldUntil, createdAt } = webhookEndpoints;
  const d = webhookDeliveries;
  return withViewer(viewer, async (tx) => {
    const [endpoints, deliveries] = await Promise.all([
      tx
        .select({ id, url, kinds, status, oldUntil, createdAt })
        .from(webhookEndpoints)
        .where(and(scope(viewer, webhookEndpoints), ofOwn(viewer)))
        .orderBy(desc(createdAt))
        .limit(50),
      tx
        .select({
          id: d.id,
          url,
          kind: d.kind,
          status: d.status,
          tried: d.tried,
          tries: d.tries,
          nextAt: d.nextAt,
          createdAt: d.createdAt,
        })
        .from(d)
        .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, d.endpointId))
        .where(and(scope(viewer, d), scope(viewer, webhookEndpoints), ofOwn(viewer)))
        .orderBy(desc(d.createdAt))
        .limit(50),
    ]);
    return { endpoints, deliveries };
  });
}

export type Webhooks = Awaited<ReturnType<typeof readWebhooks>>;
