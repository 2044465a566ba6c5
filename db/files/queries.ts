import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { files } from "@/db/files/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { FilePlace } from "@/lib/files/file-place";
import { isId } from "@/lib/lists/parameters";

/** Which column names the place of a file. */
export const placeColumn = {
  deal: files.dealId,
  registration: files.registrationId,
  claim: files.fundClaimId,
  partner: files.aboutId,
};

/** The files of a place without their content, newest first; a partner reads those shared with it. */
export function listFiles(viewer: Viewer, place: FilePlace) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: files.id,
        name: files.name,
        type: files.type,
        size: files.size,
        addedAt: files.addedAt,
        addedBy: people.name,
        sharedWith: partners.name,
      })
      .from(files)
      .leftJoin(people, and(eq(people.id, files.addedById), scope(viewer, people)))
      .leftJoin(partners, and(eq(partners.id, files.partnerId), scope(viewer, partners)))
      .where(and(eq(placeColumn[place.of], place.id), scope(viewer, files)))
      .orderBy(desc(files.addedAt), desc(files.id))
      .limit(200),
  );
}
export type FileRow = Awaited<ReturnType<typeof listFiles>>[number];

/** One file with its content. Throws NotFound, also when it is not for this viewer. */
export async function getFile(viewer: Viewer, id: string) {
  if (!isId(id)) throw new NotFound("This file");
  const [file] = await withViewer(viewer, (tx) =>
    tx
      .select({ name: files.name, type: files.type, content: files.content })
      .from(files)
      .where(and(eq(files.id, id), scope(viewer, files)))
      .limit(1),
  );
  if (!file) throw new NotFound("This file");
  return file;
}
