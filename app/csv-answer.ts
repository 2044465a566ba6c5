import type { Permission } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { watchViewer } from "@/lib/auth/require-viewer";
import { type Cell, csvLines } from "@/lib/exports/csv";

type File = { name: string; viewer: Viewer; permission: Permission };

/**
 * A CSV file of any length, in steps, never all in memory. Before each step leaves, the viewer must still hold the
 * permission: whoever lost it meanwhile is left with a download that broke off.
 */
export async function csvAnswer(
  steps: AsyncGenerator<Cell[][]>,
  { name, viewer, permission }: File,
): Promise<Response> {
  const holds = await watchViewer(viewer, permission);
  return new Response(stream(steps, holds), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function stream(steps: AsyncGenerator<Cell[][]>, holds: () => Promise<boolean>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await steps.next();
      if (done) return controller.close();
      if (begun && !(await holds())) {
        await steps.return(undefined);
        return controller.error(new Error("the access ended during the download"));
      }
      // Spreadsheets read UTF-8 only when the file says so.
      controller.enqueue(encoder.encode((begun ? "" : "\ufeff") + csvLines(value)));
      begun = true;
    },
    async cancel() {
      await steps.return(undefined);
    },
  });
}
