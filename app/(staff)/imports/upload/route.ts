import { withViewer } from "@/db/client";
import { keepFailure, stageImport } from "@/db/imports/commands";
import { findMapping } from "@/db/imports/queries";
import type { Viewer } from "@/lib/access/viewer";
import { transportHeaders } from "@/lib/auth/headers";
import { limitPerson, tooManyRequests } from "@/lib/auth/limits";
import { isOwnOrigin } from "@/lib/auth/origin";
import { requireViewer } from "@/lib/auth/require-viewer";
import { FileRefused } from "@/lib/imports/csv";
import { type Mapping, MappingInvalid, withDateFormat } from "@/lib/imports/mapping";
import { UploadRefused } from "@/lib/imports/upload-problems";
import { receive, type Upload } from "./receive";

/**
 * Takes files in by a plain form, with or without scripts: they are staged and checked, then the batch is shown. A
 * program, which asks for no page, is told what is wrong in words and by the status.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return said(403, "This form was not sent from a page of the portal.");
  const viewer = await requireViewer("imports.run");
  const forPerson = request.headers.get("accept")?.includes("text/html");
  const wait = await limitPerson("uploads", viewer.personId);
  if (wait) return tooManyRequests(wait);
  try {
    const upload = await receive(request);
    try {
      const { batchId, refused } = await take(viewer, upload);
      return refused && !forPerson ? said(422, refused) : seeOther(`/imports/${batchId}`);
    } finally {
      await upload.discard();
    }
  } catch (error) {
    if (!(error instanceof UploadRefused)) throw error;
    return forPerson ? seeOther(`/imports?problem=${error.problem}`) : said(error.status, error.message);
  }
}

/** Whoever opens the address of the form's target. */
export const GET = () => seeOther("/imports");

/** The batch that came of it: checked, or failed with the reason. */
async function take(viewer: Viewer, { fields, files }: Upload): Promise<{ batchId: string; refused?: string }> {
  const actor = { personId: viewer.personId, name: viewer.name };
  const mapping = await mappingOf(viewer, fields);
  if (files.length === 0) throw new UploadRefused("files");
  try {
    return { batchId: await withViewer(viewer, (tx) => stageImport(tx, actor, mapping, files), "long") };
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    const batchId = await withViewer(viewer, (tx) => keepFailure(tx, actor, mapping, error.message));
    return { batchId, refused: error.message };
  }
}

async function mappingOf(viewer: Viewer, fields: Record<string, string>): Promise<Mapping> {
  const mapping = await withViewer(viewer, (tx) => findMapping(tx, fields.source ?? ""));
  if (!mapping) throw new UploadRefused("source");
  const date = fields.date?.trim();
  try {
    return date ? withDateFormat(mapping, date) : mapping;
  } catch (error) {
    if (error instanceof MappingInvalid) throw new UploadRefused("date");
    throw error;
  }
}

const seeOther = (location: string) => new Response(null, { status: 303, headers: { ...headers(), location } });
const said = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: { ...headers(), "content-type": "text/plain; charset=utf-8" } });
/** The rest comes from `next.config.ts`. */
const headers = () => ({ ...transportHeaders(), "Cache-Control": "private, no-store" });
