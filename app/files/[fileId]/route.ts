import { notFound } from "next/navigation";
import { getFile } from "@/db/files/queries";
import { limitPerson, tooManyRequests } from "@/lib/auth/limits";
import { requireViewer } from "@/lib/auth/require-viewer";
import { NotFound } from "@/lib/errors";
import { attachment } from "@/lib/files/file-types";

/** A file of a deal or a registration, to be saved and never shown in the portal's own name. */
export async function GET(_request: Request, { params }: { params: Promise<{ fileId: string }> }) {
  const viewer = await requireViewer("deals.read");
  const wait = await limitPerson("exports", viewer.personId);
  if (wait) return tooManyRequests(wait);
  const file = await getFile(viewer, (await params).fileId).catch((error: unknown) => {
    if (error instanceof NotFound) notFound();
    throw error;
  });
  return new Response(new Uint8Array(file.content), {
    headers: {
      "Content-Type": file.type.startsWith("text/") ? `${file.type}; charset=utf-8` : file.type,
      "Content-Disposition": attachment(file.name),
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
