import { parse } from "csv-parse";
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
 * The records of a CSV file, first the header (line 1), one at a time: nothing larger than a record is held. `line` is
 * where the record starts. Throws FileRefused for what is no CSV of the declared format.
 */
export async function* readCsv(file: string, bytes: AsyncIterable<Uint8Array>, format: Format): AsyncGenerator<CsvRow> {
  let lastLine = 0;
  const parser = parse({
    on_record: (record, { lines }) => {
      lastLine = lines;
      return record;
    },
    delimiter: format.delimiter ?? ",",
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: largestRecord,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
  });
  const fed = feed(parser, decoded(file, bytes, format.encoding ?? "utf-8"));
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const line = info.lines - lineBreaks(record);
      if (record.length > mostColumns) throw new FileRefused(file, `has more than ${mostColumns} columns`, line);
      yield { line, cells: record };
    }
  } catch (error) {
    throw asRefusal(file, (await fed) ?? error, lastLine + 1);
  } finally {
    parser.destroy();
    await fed;
  }
}

/** Writes the text into the parser as it takes it; resolves to the error that ended it, if any. */
async function feed(parser: ReturnType<typeof parse>, texts: AsyncIterable<string>): Promise<unknown> {
  try {
    for await (const text of texts) {
      if (parser.destroyed) return undefined;
      if (!parser.write(text)) await drained(parser);
    }
    parser.end();
    return undefined;
  } catch (error) {
    parser.destroy(error as Error);
    return error;
  }
}

const drained = (parser: ReturnType<typeof parse>) =>
  new Promise<void>((resolve) => {
    if (parser.destroyed || !parser.writableNeedDrain) return resolve();
    const done = () => {
      parser.off("drain", done).off("close", done);
      resolve();
    };
    parser.once("drain", done).once("close", done);
  });

function lineBreaks(record: string[]): number {
  let count = 0;
  for (const cell of record) {
    if (cell.includes("\n") || cell.includes("\r")) count += cell.split(/\r\n|\n|\r/).length - 1;
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
  const breaks = (part: string) => part.match(/\r\n|\n|\r/g)?.length ?? 0;
  if (bad < 0) return line + breaks(text);
  const at = line + breaks(text.slice(0, bad));
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

const refusals: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: "a quoted cell that is never closed",
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: "text follows a closing quote",
  CSV_INVALID_CLOSING_QUOTE: "text follows a closing quote",
  INVALID_OPENING_QUOTE: "a quote stands inside a cell that is not quoted",
  CSV_MAX_RECORD_SIZE: "a row is larger than 1 MB (or a quote in it is never closed)",
};

/** The parser counts up to where it gave up; what matters is where the row began that it could not end. */
function asRefusal(file: string, error: unknown, rowLine: number): unknown {
  const { code } = error as { code?: string };
  if (!code || !(code.startsWith("CSV_") || code.startsWith("INVALID_"))) return error;
  return new FileRefused(file, refusals[code] ?? (error as Error).message, rowLine);
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
