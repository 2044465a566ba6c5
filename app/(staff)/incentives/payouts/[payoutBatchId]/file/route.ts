import { bankFile } from "@/db/payouts/file";
import { limitPerson, tooManyRequests } from "@/lib/auth/limits";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { Refused } from "@/lib/errors";

const types = { xml: "application/xml; charset=utf-8", csv: "text/csv; charset=utf-8" };

/** The payments of an approved batch for the bank: the one place where accounts leave the portal whole. */
export async function GET(request: Request, { params }: { params: Promise<{ payoutBatchId: string }> }) {
  const viewer = await requireViewer("payouts.prepare");
  const wait = await limitPerson("exports", viewer.personId);
  if (wait) return tooManyRequests(wait);
  const format = new URL(request.url).searchParams.get("format") === "csv" ? "csv" : "xml";
  const file = await orNotFound(bankFile(viewer, (await params).payoutBatchId, format)).catch(unlessRefused);
  if (file instanceof Response) return file;
  return new Response(file.content, {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${file.name}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function unlessRefused(error: unknown): Response {
  if (error instanceof Refused) return new Response(`${error.message}.\n`, { status: 409 });
  throw error;
}
