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

const formula = /^[\s\u00a0\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠]|^[\t\r\n]/;
const plainNumber = /^-?\d+(\.\d+)?$/;
const plainDay = /^-?\d{4,6}-\d{2}-\d{2}$/;

/** The text as a spreadsheet shows it: what it would take for a formula begins with an apostrophe. */
export function safeText(value: string): string {
  return formula.test(value) ? `'${value}` : value;
}

/** Rows as CSV lines (RFC 4180, CRLF). A number or day that is none is treated as a text. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((cells) => cells.map(written)),
    { record_delimiter: "windows", quoted_match: /^'|^\s|\s$/ },
  );
}

function written({ kind, value }: Cell): string {
  if (value === null || value === undefined) return "";
  if (kind === "number" && plainNumber.test(value)) return value;
  if (kind === "day" && plainDay.test(value)) return value;
  return safeText(value);
}
