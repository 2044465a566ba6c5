import { z } from "zod";
import { first } from "@/lib/lists/parameters";

/** More cells than a person mends in a page. */
export const mostCells = 300;
/** A row of a file as an address names it. */
export const rowPlace = z.object({
  file: first,
  line: first.transform((text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)),
});
export const rowHref = (batchId: string, file: string, line: number): string =>
  `/imports/${batchId}/rows?${new URLSearchParams({ file, line: String(line) })}`;

/** What a cell is called in the form: headers may be anything. */
export const cellName = (n: number): string => `c${n}`;
export const rowForm = z.looseObject({
  batch: z.uuid(),
  file: z.string().min(1).max(200),
  line: z.coerce.number().int().min(1),
});

/** The cells of a form in the order of the header, at most so many; a cell that is missing stays as it was. */
export function cellsOf(form: Record<string, unknown>): string[] {
  const cells: string[] = [];
  for (let n = 0; n < mostCells; n++) {
    const typed = form[cellName(n)];
    // The database refuses NUL; a line break in a cell is a cell's own.
    if (typeof typed === "string") cells[n] = typed.replaceAll("\u0000", "").slice(0, 20_000);
  }
  return cells;
}
