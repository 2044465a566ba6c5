import { notFound } from "next/navigation";
import { getReportFile } from "@/db/reports/queries";
import { can } from "@/lib/access/permissions";
import { limitPerson, tooManyRequests } from "@/lib/auth/limits";
import { requireViewer } from "@/lib/auth/require-viewer";
import { NotFound } from "@/lib/errors";
import { attachment } from "@/lib/files/file-types";
import { isReportSubject, subjectOf } from "@/lib/reports/subjects";

const types: Record<string, string> = {
  pdf: "application/pdf",
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** The file of a report that was sent: for its recipient alone, while they may still see what it holds. */
export async function GET(_request: Request, { params }: { params: Promise<{ runId: string }> }) {
  const viewer = await requireViewer("reports.schedule");
  const wait = await limitPerson("exports", viewer.personId);
  if (wait) return tooManyRequests(wait);
  const file = await getReportFile(viewer, (await params).runId).catch((error: unknown) => {
    if (error instanceof NotFound) notFound();
    throw error;
  });
  const { subject, format, slot } = file;
  if (!isReportSubject(subject) || !can(viewer, subjectOf(subject).permission)) notFound();
  return new Response(new Uint8Array(file.content), {
    headers: {
      "Content-Type": types[format] ?? "application/octet-stream",
      "Content-Disposition": attachment(`${subject}-${slot.toISOString().slice(0, 10)}.${format}`),
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
