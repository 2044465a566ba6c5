import { withViewer } from "@/db/client";
import { keepFailure, stageImport } from "@/db/imports/commands";
import { findMapping } from "@/db/imports/queries";
import type { Viewer } from "@/lib/access/viewer";
import { securityHeaders } from "@/lib/auth/headers";
import { isOwnOrigin } from "@/lib/auth/origin";
import { requireViewer } from "@/lib/auth/require-viewer";
import { FileRefused } from "@/lib/imports/csv";
import { type Mapping, MappingInvalid, withDateFormat } from "@/lib/imports/mapping";
import { UploadRefused } from "@/lib/imports/upload-problems";
import { receive, type Upload } from "./receive";

/** Takes files in by a plain form, with or without scripts: they are staged and checked, then the batch is shown. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refused("This form was not sent from a page of the portal.");
  const viewer = await requireViewer("imports.run");
  try {
    const upload = await receive(request);
    try {
      return seeOther(`/imports/${await take(viewer, upload)}`);
    } finally {
      await upload.discard();
    }
  } catch (error) {
    if (error instanceof UploadRefused) return seeOther(`/imports?problem=${error.problem}`);
    throw error;
  }
}

/** Whoever opens the address of the form's target. */
export const GET = () => seeOther("/imports");

/** The batch that came of it: checked, or failed with the reason. */
async function take(viewer: Viewer, { fields, files }: Upload): Promise<string> {
  const actor = { personId: viewer.personId, name: viewer.name };
  const mapping = await mappingOf(viewer, fields);
  if (files.length === 0) throw new UploadRefused("files");
  try {
    return await withViewer(viewer, (tx) => stageImport(tx, actor, mapping, files), { long: true });
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return withViewer(viewer, (tx) => keepFailure(tx, actor, mapping, error.message));
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
const refused = (text: string) =>
  new Response(`${text}\n`, { status: 403, headers: { ...headers(), "content-type": "text/plain; charset=utf-8" } });
const headers = () => ({ ...securityHeaders(crypto.randomUUID(), []), "Cache-Control": "private, no-store" });
