import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { type DigestChoice, usualDigest } from "@/lib/alerts/digest";

/** When somebody wants their digest: their own choice, or the usual one. */
export async function readDigestChoice(viewer: Viewer): Promise<DigestChoice> {
  const [row] = await withViewer(viewer, (tx) =>
    tx.execute<DigestChoice>(
      sql`select rhythm, hour, weekday, coalesce(time_zone, '') as "timeZone", urgent from digest_choices where person_id = ${viewer.personId}::uuid`,
    ),
  );
  return row ? { ...row } : usualDigest;
}
