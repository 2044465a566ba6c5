import type { Cell } from "./csv";
import { type ZipEntry, zipped } from "./zip";

/** Rows that one sheet of a workbook holds, the heading among them. */
const mostRows = 1_048_576;
/** A spreadsheet keeps so many letters of a cell. */
const mostLetters = 32_767;

/**
 * A workbook of one table, in steps as they come: texts as texts (never as formulas), numbers and days as what they are.
 * Rows that a sheet has no room for go on in the next one, under the same heading.
 */
export async function* xlsxBytes(title: string, steps: AsyncGenerator<Cell[][]>): AsyncGenerator<Buffer> {
  try {
    yield* zipped(entriesOf(title, steps));
  } finally {
    await steps.return(undefined);
  }
}

async function* entriesOf(title: string, steps: AsyncGenerator<Cell[][]>): AsyncGenerator<ZipEntry> {
  const source = rowsOf(steps);
  const { value: heading = [] } = await source.next();
  const sheets: string[] = [];
  const rest: { row: Cell[] | null } = { row: (await source.next()).value ?? null };
  do {
    sheets.push(sheets.length === 0 ? title : `${title} ${sheets.length + 1}`);
    yield { name: `xl/worksheets/sheet${sheets.length}.xml`, pieces: sheetOf(heading, source, rest) };
  } while (rest.row);
  yield { name: "xl/styles.xml", pieces: [styles] };
  yield { name: "xl/workbook.xml", pieces: [workbookOf(sheets)] };
  yield { name: "xl/_rels/workbook.xml.rels", pieces: [relationsOf(sheets)] };
  yield { name: "_rels/.rels", pieces: [relations] };
  yield { name: "[Content_Types].xml", pieces: [typesOf(sheets)] };
}

async function* rowsOf(steps: AsyncGenerator<Cell[][]>): AsyncGenerator<Cell[], undefined> {
  for await (const step of steps) yield* step;
}

/** One sheet: the heading, which stays in sight, and rows until there are no more or no room. */
async function* sheetOf(heading: Cell[], source: AsyncGenerator<Cell[], undefined>, rest: { row: Cell[] | null }) {
  yield `${declared}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  yield rowOf(heading, true);
  let piece = "";
  for (let count = 1; rest.row && count < mostRows; count++) {
    piece += rowOf(rest.row, false);
    if (piece.length > 65_536) {
      yield piece;
      piece = "";
    }
    rest.row = (await source.next()).value ?? null;
  }
  yield `${piece}</sheetData></worksheet>`;
}

const rowOf = (cells: Cell[], heading: boolean) => `<row>${cells.map((cell) => cellOf(cell, heading)).join("")}</row>`;

/** A number or day that is none is a text. */
function cellOf({ kind, value }: Cell, heading: boolean): string {
  if (value === null || value === undefined || value === "") return "<c/>";
  if (kind === "number" && /^-?\d+(\.\d+)?$/.test(value)) return `<c><v>${value}</v></c>`;
  const serial = kind === "day" ? serialOf(value) : null;
  if (serial !== null) return `<c s="1"><v>${serial}</v></c>`;
  return `<c t="inlineStr"${heading ? ' s="2"' : ""}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/** The number that spreadsheets keep a day as; null for days that they have none for. */
function serialOf(day: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const serial = at / 86_400_000 + 25_569;
  return serial > 60 ? serial : null;
}

const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Without what XML cannot hold; what looks like an escape of the format is written as one of its underscore. */
const escaped = (text: string) =>
  text
    .slice(0, mostLetters)
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(/\r/g, "_x000D_")
    .replace(/[&<>"]/g, (mark) => marks[mark] as string);

const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const styles = `${declared}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

const workbookOf = (sheets: string[]) =>
  `${declared}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map((name, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join("")}</sheets></workbook>`;

const relationsOf = (sheets: string[]) =>
  `${declared}<Relationships xmlns="${packaged}/relationships">${sheets.map((_, n) => `<Relationship Id="rId${n + 1}" Type="${office}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`;

const relations = `${declared}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const typesOf = (sheets: string[]) =>
  `${declared}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/>${sheets.map((_, n) => `<Override PartName="/xl/worksheets/sheet${n + 1}.xml" ContentType="${kind}.worksheet+xml"/>`).join("")}</Types>`;
