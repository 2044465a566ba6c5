import iconv from "iconv-lite";
import type { Encoding, Format } from "./formats";

export type CsvRow = { line: number; cells: string[] };

/** A file that cannot be read at all. `line` and `column` are 1-based and absent where they have no meaning. */
export class FileRefused extends Error {
  override name = "FileRefused";
  constructor(
    readonly file: string,
    readonly reason: string,
    readonly line?: number,
    readonly column?: string,
  ) {
    super(`${file}${line ? `, line ${line}` : ""}${column ? `, column ${column}` : ""}: ${reason}`);
  }
}

const mostColumns = 10_000;
const largestRecord = 1_048_576;

/**
 * The records of a CSV file, first the header (line 1), some at a time: nothing larger than a piece of the file and a
 * record is held. `line` is where the record starts. Throws FileRefused for what is no CSV of the declared format.
 */
export async function* readCsv(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  format: Format,
): AsyncGenerator<CsvRow[]> {
  const records = new Records(file, format.delimiter ?? ",");
  for await (const text of decoded(file, bytes, format.encoding ?? "utf-8")) {
    const rows = records.take(text);
    if (rows.length > 0) yield rows;
  }
  const rows = records.end();
  if (rows.length > 0) yield rows;
}

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;

/**
 * Cuts text into records as RFC 4180 has them: LF, CR or both end one, quotes are doubled inside quotes and stand nowhere
 * else, blank lines are none. Most records hold no quote and are cut by the runtime's own search.
 */
class Records {
  private text = "";
  private at = 0;
  private line = 1;
  private rows: CsvRow[] = [];
  /** Where the next of each stands in the text from `at` on; its length when there is none. */
  private newline = 0;
  private carriage = 0;
  private quote = 0;

  constructor(
    private readonly file: string,
    private readonly delimiter: string,
  ) {}

  take(text: string): CsvRow[] {
    return this.cut(text, false);
  }

  end(): CsvRow[] {
    return this.cut("", true);
  }

  private cut(text: string, last: boolean): CsvRow[] {
    this.text = this.text.slice(this.at) + text;
    this.at = 0;
    this.newline = this.carriage = this.quote = -1;
    this.rows = [];
    while (this.at < this.text.length && this.record(last)) {}
    if (this.text.length - this.at > largestRecord) this.tooLarge();
    return this.rows;
  }

  /** Reads one record or blank line; false when the text ends before it does. */
  private record(last: boolean): boolean {
    const { text, at } = this;
    if (this.newline < at) this.newline = this.find("\n");
    if (this.carriage < at) this.carriage = this.find("\r");
    if (this.quote < at) this.quote = this.find('"');
    const end = Math.min(this.newline, this.carriage);
    if (this.quote < end) return this.quoted(last);
    if (end === text.length && !last) return false;
    if (end === text.length - 1 && end === this.carriage && !last) return false;
    if (end > at) this.keep(text.slice(at, end).split(this.delimiter), end);
    this.line += 1;
    this.at = this.after(end);
    return true;
  }

  private find(character: string): number {
    const found = this.text.indexOf(character, this.at);
    return found < 0 ? this.text.length : found;
  }

  private after(end: number): number {
    return this.text.charCodeAt(end) === RETURN && this.text.charCodeAt(end + 1) === NEWLINE ? end + 2 : end + 1;
  }

  private quoted(last: boolean): boolean {
    const { text, delimiter } = this;
    const cells: string[] = [];
    let [at, lines] = [this.at, 1];
    for (;;) {
      if (text.charCodeAt(at) === QUOTE) {
        const close = this.closing(at);
        if (close === text.length && !last) return false;
        if (close === text.length) throw this.refusal("a quoted cell that is never closed");
        if (close === text.length - 1 && !last) return false;
        const cell = text.slice(at + 1, close).replaceAll('""', '"');
        lines += breaksIn(cell);
        cells.push(cell);
        at = close + 1;
      } else {
        const start = at;
        while (at < text.length && !this.endsCell(at)) {
          if (text.charCodeAt(at) === QUOTE) throw this.refusal("a quote stands inside a cell that is not quoted");
          at += 1;
        }
        cells.push(text.slice(start, at));
      }
      if (at >= text.length && !last) return false;
      if (text.charAt(at) !== delimiter) break;
      at += 1;
    }
    if (at < text.length && !this.endsCell(at)) throw this.refusal("text follows a closing quote");
    if (at === text.length - 1 && text.charCodeAt(at) === RETURN && !last) return false;
    this.keep(cells, at);
    this.line += lines;
    this.at = this.after(at);
    return true;
  }

  /** Where the quote stands that ends the cell whose first quote is at `at`; the text's length when it is not there. */
  private closing(at: number): number {
    for (let from = at + 1; ; from += 2) {
      from = this.text.indexOf('"', from);
      if (from < 0) return this.text.length;
      if (this.text.charCodeAt(from + 1) !== QUOTE) return from;
    }
  }

  private endsCell(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === NEWLINE || code === RETURN || this.text.charAt(at) === this.delimiter;
  }

  private keep(cells: string[], end: number) {
    if (end - this.at > largestRecord) this.tooLarge();
    if (cells.length > mostColumns) throw this.refusal(`has more than ${mostColumns} columns`);
    this.rows.push({ line: this.line, cells });
  }

  private tooLarge(): never {
    throw this.refusal("a row is larger than 1 MB (or a quote in it is never closed)");
  }

  private refusal(reason: string): FileRefused {
    return new FileRefused(this.file, reason, this.line);
  }
}

/** How many lines a text ends: LF, CR, or both together. */
function breaksIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || (code === RETURN && text.charCodeAt(at + 1) !== NEWLINE)) count += 1;
  }
  return count;
}

/** The file's text without its byte order mark. Refuses other kinds of file, other encodings, NUL and broken bytes. */
async function* decoded(file: string, bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  let [line, first] = [1, true];
  for await (const chunk of bytes) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (first) refuseOtherKinds(file, buffer, encoding);
    first = false;
    const text = decoder.write(buffer);
    line = checked(file, text, line, encoding);
    yield text;
  }
  const rest = decoder.end() ?? "";
  checked(file, rest, line, encoding);
  if (rest) yield rest;
}

function checked(file: string, text: string, line: number, encoding: Encoding): number {
  const bad = text.search(/[\0\ufffd]/);
  if (bad < 0) return line + breaksIn(text);
  const at = line + breaksIn(text.slice(0, bad));
  if (text[bad] === "\0") throw new FileRefused(file, "holds a NUL character; is it a text file in this encoding?", at);
  throw new FileRefused(file, `holds bytes that are not ${encoding}; declare the encoding that it is in`, at);
}

const marks: [bytes: number[], is: string, encoding?: Encoding][] = [
  [[0x50, 0x4b, 0x03, 0x04], "a ZIP archive (an Excel workbook?)"],
  [[0x1f, 0x8b], "a gzip archive"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF document"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook"],
  [[0xff, 0xfe], "UTF-16 (little endian)", "utf-16le"],
  [[0xfe, 0xff], "UTF-16 (big endian)", "utf-16be"],
  [[0xef, 0xbb, 0xbf], "UTF-8", "utf-8"],
];

function refuseOtherKinds(file: string, start: Buffer, encoding: Encoding) {
  const mark = marks.find(([bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (!mark || mark[2] === encoding) return;
  if (!mark[2]) throw new FileRefused(file, `is ${mark[1]}, not CSV: save it as CSV first`);
  throw new FileRefused(file, `is ${mark[1]}, but the mapping declares ${encoding}`, 1);
}

/** The header's names, trimmed, blank ones at the end left out. Refuses doubled and blank names and missing columns. */
export function checkHeader(file: string, cells: string[] | undefined, needed: string[]): string[] {
  if (!cells) throw new FileRefused(file, "is empty: it has no header");
  const names = cells.map((cell) => cell.trim());
  while (names.at(-1) === "") names.pop();
  const blank = names.indexOf("");
  if (blank >= 0) throw new FileRefused(file, `the header of column ${blank + 1} is blank`, 1);
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled !== undefined)
    throw new FileRefused(file, `the header ${JSON.stringify(doubled)} stands twice`, 1, doubled);
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const seen = names.length > 12 ? `${names.slice(0, 12).join(", ")} …` : names.join(", ");
    const plural = missing.length > 1 ? "the columns" : "the column";
    throw new FileRefused(
      file,
      `${plural} ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing; the header has ${seen}`,
      1,
      missing[0],
    );
  }
  return names;
}
