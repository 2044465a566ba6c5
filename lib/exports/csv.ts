import { stringify } from "csv-stringify/sync";

/** A cell by its kind: a text is made safe for spreadsheets, a number or a day stays exactly what it is. */
export type Cell = { kind: "text" | "number" | "day"; value: string | null | undefined };

export const text = (value: string | null | undefined): Cell => ({ kind: "text", value });
/** An exact decimal text, such as `-5.0000`. */
export const number = (value: string | number | null | undefined): Cell => ({
  kind: "number",
  value: value === null || value === undefined ? null : String(value),
});
/** A day `yyyy-mm-dd`; the unknown day is empty. */
export const day = (value: string | null | undefined): Cell => ({
  kind: "day",
  value: value?.endsWith("infinity") ? null : value,
});

const plainNumber = /^-?\d+(\.\d+)?$/;
const plainDay = /^-?\d{4,6}-\d{2}-\d{2}$/;

/**
 * The text as a spreadsheet shows it: what it would take for a formula begins with an apostrophe. So does what would read
 * as if it had been made so: `plainText` gives back every text.
 */
export function safeText(value: string): string {
  return isFormula(value.replace(/^'+/, "")) ? `'${value}` : value;
}

/** What `safeText` was given, from a cell of one of our files. */
export function plainText(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.replace(/^'+/, "")) ? cell.slice(1) : cell;
}

/** Spreadsheets also take full-width and other shapes of the marks, and pass over blanks and invisible characters. */
function isFormula(value: string): boolean {
  if (/^[\t\r\n]/.test(value)) return true;
  const [first] = /[^\p{Z}\p{C}]/u.exec(value) ?? [];
  return first !== undefined && /^[=+\-\u2212@]/.test(first.normalize("NFKC"));
}

/**
 * Rows as CSV lines (RFC 4180, CRLF). A number or day that is none is treated as a text. Every line break is quoted: a
 * spreadsheet ends a row at any of them.
 */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((cells) => cells.map(written)),
    { record_delimiter: "windows", quoted_match: /[\r\n]|^'|^\s|\s$/ },
  );
}

function written({ kind, value }: Cell): string {
  if (value === null || value === undefined) return "";
  if (kind === "number" && plainNumber.test(value)) return value;
  if (kind === "day" && plainDay.test(value)) return value;
  return safeText(value);
}
