import type { Permission } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { watchViewer } from "@/lib/auth/require-viewer";
import { type Cell, csvLines } from "@/lib/exports/csv";
import type { FileFormat } from "@/lib/exports/reports";
import { xlsxBytes } from "@/lib/exports/xlsx";

type File = { name: string; title: string; format: FileFormat; viewer: Viewer; permission: Permission };

const types: Record<FileFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/**
 * A file of any length, in steps, never all in memory. Before each step leaves, the viewer must still hold the permission:
 * whoever lost it meanwhile is left with a download that broke off.
 */
export async function fileAnswer(
  steps: AsyncGenerator<Cell[][]>,
  { name, title, format, viewer, permission }: File,
): Promise<Response> {
  const allowed = whileHolding(steps, await watchViewer(viewer, permission));
  const pieces = format === "csv" ? csvBytes(allowed) : xlsxBytes(title, allowed);
  return new Response(stream(pieces), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

async function* whileHolding(steps: AsyncGenerator<Cell[][]>, holds: () => Promise<boolean>): AsyncGenerator<Cell[][]> {
  let begun = false;
  for await (const step of steps) {
    if (begun && !(await holds())) throw new Error("the access ended during the download");
    yield step;
    begun = true;
  }
}

async function* csvBytes(steps: AsyncGenerator<Cell[][]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // Spreadsheets read UTF-8 only when the file says so.
  let mark = "\ufeff";
  for await (const step of steps) {
    yield encoder.encode(mark + csvLines(step));
    mark = "";
  }
}

function stream(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
