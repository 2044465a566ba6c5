import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { checkHeader, FileRefused, readCsv } from "./csv";
import type { Format } from "./formats";

async function* inPieces(bytes: Uint8Array, size = 7) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rows(content: string | Uint8Array, format: Format = {}, size?: number) {
  const found: { line: number; cells: string[] }[] = [];
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for await (const some of readCsv("file.csv", inPieces(bytes, size), format)) found.push(...some);
  return found;
}

const said = (work: Promise<unknown>) =>
  work.then(
    () => "read",
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("a file is read as it declares itself", () => {
  test("with a mark, quotes, line breaks in cells and blank lines, each row at the line where it starts", async () => {
    expect(await rows('\ufeffa,b\r\n1,"x\ny"\r\n\r\n2,"say ""hi"""\r\n')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", "x\ny"] },
      { line: 5, cells: ["2", 'say "hi"'] },
    ]);
  });
  test("with semicolons, in windows-1252", async () => {
    const bytes = iconv.encode("name;ort\nMüller – Söhne;Köln €\n", "windows-1252");
    expect((await rows(bytes, { delimiter: ";", encoding: "windows-1252" }))[1]?.cells).toEqual([
      "Müller – Söhne",
      "Köln €",
    ]);
  });
  test.each(["utf-16le", "utf-16be"] as const)("with tabs, in %s", async (encoding) => {
    const bytes = iconv.encode("a\tb\r\nÆnix\t漢\r\n", encoding, { addBOM: true });
    expect((await rows(bytes, { delimiter: "\t", encoding }))[1]?.cells).toEqual(["Ænix", "漢"]);
  });
  test("with carriage returns alone", async () => {
    expect((await rows("a,b\r1,2\r3,4\r")).map((row) => row.line)).toEqual([1, 2, 3]);
  });
});

/** What another reader makes of the text; null when it refuses it. */
function otherReading(text: string): string[][] | null {
  try {
    const record_delimiter = ["\r\n", "\n", "\r"];
    return parse(text, { record_delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch {
    return null;
  }
}

test("2,000 random texts are read, or refused, as csv-parse does, however they come in pieces", async () => {
  let state = 7;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const parts = ["a", "bc", ",", ",", '"', '""', '"x"', '"y\n"', ',"z,"', "\n", "\r\n", "\r", "é"];
  for (let n = 0; n < 2_000; n++) {
    const text = Array.from({ length: 1 + next(12) }, () => parts[next(parts.length)]).join("");
    const own = await rows(text, {}, 1 + next(9)).catch(() => null);
    expect([text, own?.map((row) => row.cells) ?? null]).toEqual([text, otherReading(text)]);
  }
});

describe("what cannot be read is refused with its line", () => {
  test.each<[string, string | Uint8Array, Format, RegExp]>([
    ["a quote that stays open", 'a,b\n1,2\n"3,4\n5,6\n', {}, /line 3.*never closed/],
    ["a NUL", "a,b\n1,\0\n", {}, /line 2.*NUL/],
    ["other bytes than UTF-8", iconv.encode("a\nKöln\n", "latin1"), {}, /line 2.*not utf-8/],
    [
      "UTF-16 where UTF-8 is declared",
      iconv.encode("a\n1\n", "utf-16le", { addBOM: true }),
      {},
      /UTF-16.*declares utf-8/,
    ],
    ["a ZIP by another name", Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), {}, /ZIP archive/],
    ["a row above 1 MB", `a\n"${"x".repeat(1_100_000)}"\n`, {}, /line 2.*larger than 1 MB/],
    ["text after a closing quote", 'a,b\n"1"x,2\n', {}, /line 2/],
    ["more than 10,000 columns", `${"a,".repeat(10_001)}\n`, {}, /line 1.*10000 columns/],
  ])("%s", async (_name, content, format, expected) => {
    const message = await said(rows(content, format, 65_536));
    expect(message).toMatch(/^FileRefused: file\.csv/);
    expect(message).toMatch(expected);
  });
  test.each([
    ["a column that stands twice", ["a", "b", "a"], ["a"], /line 1, column a.*twice/],
    ["a blank header", ["a", "", "b"], ["a"], /column 2 is blank/],
    [
      "missing columns",
      ["a", "b"],
      ["a", "c", "d"],
      /line 1, column c: the columns c, d are missing; the header has a, b/,
    ],
  ])("%s", (_name, header, needed, expected) => {
    expect(() => checkHeader("file.csv", header, needed)).toThrow(expected);
    expect(() => checkHeader("file.csv", header, needed)).toThrow(FileRefused);
  });
  test("an empty file", () => expect(() => checkHeader("file.csv", undefined, [])).toThrow("is empty"));
});
