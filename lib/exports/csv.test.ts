import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLines, day, number, plainText, safeText, text } from "./csv";

const formulas = [
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  "＝1+1",
  "＋1",
  "－1",
  "＠x",
  " =1",
  "\u00a0 =cmd|' /C calc'!A0",
  "\ttext",
  "\ufeff=1",
  "\u2003\u200b=1",
  "\u00ad=1",
  "﹦1",
  "⁺1",
  "−1",
  "⩵1",
];

describe("an exported file", () => {
  it.each(formulas)("sec:C1 shows %j to a spreadsheet as a text", (formula) => {
    expect(safeText(formula)).toBe(`'${formula}`);
    expect(parse(csvLines([[text(formula)]]))).toEqual([[`'${formula}`]]);
  });

  it("sec:C1 begins a row only where a row begins: a line break in a text stays inside its cell", () => {
    for (const lineBreak of ["\n", "\r", "\r\n"]) {
      const row = ["Acme", `a note${lineBreak}=cmd|' /C calc'!A0`, "Bode"];
      const file = csvLines([row.map(text)]);
      expect(parse(file, { record_delimiter: ["\r\n", "\n", "\r"] })).toEqual([row]);
    }
  });

  it("sec:C2 gives back a text that it made safe, and one that only looks like it", () => {
    for (const value of [...formulas, "'=1", "''=1", "'plain", "'", "O'Neil", "=", "''"]) {
      expect(plainText(safeText(value))).toBe(value);
      expect(safeText(plainText(safeText(value)))).toBe(safeText(value));
    }
  });

  it("leaves numbers and days what they are", () => {
    expect(csvLines([[number("-5.0000"), number(0), day("2026-01-31"), day("-infinity"), number(null)]])).toBe(
      "-5.0000,0,2026-01-31,,\r\n",
    );
  });

  it("treats a number or day that is none as a text", () => {
    expect(csvLines([[number("-5+cmd"), day("=1")]])).toBe(`"'-5+cmd","'=1"\r\n`);
  });

  it("gives back every text that is no formula exactly", () => {
    const plain = fc.string({ unit: "grapheme", minLength: 1 }).filter((value) => safeText(value) === value);
    fc.assert(
      fc.property(fc.array(fc.array(plain, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        expect(parse(csvLines(rows.map((cells) => cells.map(text))))).toEqual(rows);
      }),
    );
  });
});
