import { recordAudit } from "@/db/audit/commands";
import { withViewer } from "@/db/client";
import { addFile } from "@/db/files/commands";
import type { Viewer } from "@/lib/access/viewer";
import { transportHeaders } from "@/lib/auth/headers";
import { limitPerson, tooManyRequests } from "@/lib/auth/limits";
import { isOwnOrigin } from "@/lib/auth/origin";
import { requireViewer } from "@/lib/auth/require-viewer";
import { NotFound } from "@/lib/errors";
import { type FilePlace, pageHref, placeOf } from "@/lib/files/file-place";
import { FileProblemFound } from "@/lib/files/file-problems";
import { plainName, typeOfFile } from "@/lib/files/file-types";
import { receiveFile } from "./receive-file";

/**
 * Takes a file of a deal, a registration or a partner in by a plain form, with or without scripts, then shows the page again. A
 * program, which asks for no page, is told what is wrong in words and by the status.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return said(403, "This form was not sent from a page of the portal.");
  const viewer = await requireViewer("deals.write");
  const wait = await limitPerson("uploads", viewer.personId);
  if (wait) return tooManyRequests(wait);
  const place = placeOf(new URL(request.url).searchParams);
  if (!place) return said(404, "There is no such place for a file.");
  try {
    await take(viewer, place, request);
    return seeOther(`${pageHref(place)}#files`);
  } catch (error) {
    if (error instanceof NotFound) return said(404, "There is no such place for a file.");
    if (!(error instanceof FileProblemFound)) throw error;
    const forPerson = request.headers.get("accept")?.includes("text/html");
    return forPerson ? seeOther(`${pageHref(place, error.problem)}#files`) : said(error.status, error.message);
  }
}

/** Whoever opens the address of the form's target. */
export const GET = () => seeOther("/deals");

async function take(viewer: Viewer, place: FilePlace, request: Request): Promise<void> {
  const { name, content, fields } = await receiveFile(request);
  const type = await typeOfFile(content, name);
  if (!type) throw new FileProblemFound("type");
  const sharedWith = fields.sharedWith || null;
  await withViewer(viewer, async (tx) => {
    const { audit } = await addFile(tx, viewer, { place, name: plainName(name, type), type, content, sharedWith });
    const ofPartner = viewer.kind === "partner" ? { partnerId: viewer.partnerId } : {};
    await recordAudit(tx, { personId: viewer.personId, name: viewer.name }, { ...audit, ...ofPartner });
  });
}

const seeOther = (location: string) => new Response(null, { status: 303, headers: { ...headers(), location } });
const said = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: { ...headers(), "content-type": "text/plain; charset=utf-8" } });
/** The rest comes from `next.config.ts`. */
const headers = () => ({ ...transportHeaders(), "Cache-Control": "private, no-store" });
