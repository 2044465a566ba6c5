import { notFound } from "next/navigation";
import { getProgram } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { type Cell, csvLines } from "@/lib/exports/csv";
import { fileNameOf, isReport, reports } from "@/lib/exports/reports";
import type { Parameters } from "@/lib/lists/parameters";
import { sources } from "./sources";

/** A list as a CSV file: exactly the rows that its page shows for the same address, in steps, never all in memory. */
export async function GET(request: Request, { params }: { params: Promise<{ report: string }> }) {
  const { report } = await params;
  if (!isReport(report)) notFound();
  const viewer = await requireViewer(reports[report].permission);
  const program = await getProgram(viewer);
  const steps = sources[report](viewer, asked(request.url), program);
  return new Response(stream(steps), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileNameOf(report, program.today)}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function asked(url: string): Parameters {
  const query = new URL(url).searchParams;
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

function stream(steps: AsyncGenerator<Cell[][]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await steps.next();
      if (done) return controller.close();
      // Spreadsheets read UTF-8 only when the file says so.
      controller.enqueue(encoder.encode((begun ? "" : "\ufeff") + csvLines(value)));
      begun = true;
    },
    async cancel() {
      await steps.return(undefined);
    },
  });
}
