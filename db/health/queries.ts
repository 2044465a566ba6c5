import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { HealthFacts } from "@/lib/health/view";

/** How database, worker, queue, mail, imports, proofs and backups do, as figures. For staff: throws NotFound. */
export async function readHealth(viewer: Viewer): Promise<HealthFacts> {
  requireStaff(viewer);
  const [row] = await withViewer(viewer, (tx) =>
    tx.execute<{ facts: HealthFacts }>(sql`select health_facts() as facts`),
  );
  return row?.facts as HealthFacts;
}

function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("This page");
}
