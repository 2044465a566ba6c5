import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkLocalTime,
  type Format,
  formatSchema,
  parseAmount,
  parseDate,
  parseDecimal,
  parseInteger,
} from "./formats";
import { readMapping } from "./mapping";
import { startFeed } from "./transform";

type Style = "plain" | "english" | "german" | "french" | "swiss";
/** How a mapping may declare numbers. */
const styles: Record<Style, Format> = {
  plain: {},
  english: { decimal: ".", grouping: "," },
  german: { decimal: ",", grouping: "." },
  french: { decimal: ",", grouping: " " },
  swiss: { decimal: ".", grouping: "'" },
};

/** Each text with the value it has by each declaration; by every other it is refused. Ten-thousandths. */
const numbers: [text: string, reads: Partial<Record<Style, string>>][] = [
  ["0", { plain: "0", english: "0", german: "0", french: "0", swiss: "0" }],
  ["-0", { plain: "0", english: "0", german: "0", french: "0", swiss: "0" }],
  ["1000", { plain: "10000000", english: "10000000", german: "10000000", french: "10000000", swiss: "10000000" }],
  ["007", { plain: "70000", english: "70000", german: "70000", french: "70000", swiss: "70000" }],
  ["+5", { plain: "50000", english: "50000", german: "50000", french: "50000", swiss: "50000" }],
  ["-5", { plain: "-50000", english: "-50000", german: "-50000", french: "-50000", swiss: "-50000" }],
  ["(100)", { plain: "-1000000", english: "-1000000", german: "-1000000", french: "-1000000", swiss: "-1000000" }],
  ["1234.56", { plain: "12345600", english: "12345600", swiss: "12345600" }],
  ["1234,56", { german: "12345600", french: "12345600" }],
  ["1.234,56", { german: "12345600" }],
  ["1,234.56", { english: "12345600" }],
  ["1 234,56", { french: "12345600" }],
  ["1\u00a0234,56", { french: "12345600" }],
  ["1\u202f234,56", { french: "12345600" }],
  ["1'234.56", { swiss: "12345600" }],
  ["1.234", { plain: "12340", english: "12340", german: "12340000", swiss: "12340" }],
  ["1,234", { english: "12340000", german: "12340", french: "12340" }],
  ["0.125", { plain: "1250", english: "1250", swiss: "1250" }],
  ["0,125", { german: "1250", french: "1250" }],
  ["00.125", { plain: "1250", english: "1250", swiss: "1250" }],
  ["012,125", { german: "121250", french: "121250" }],
  ["1.50", { plain: "15000", english: "15000", swiss: "15000" }],
  ["12,34", { german: "123400", french: "123400" }],
  ["1,50", { german: "15000", french: "15000" }],
  ["1.2345", { plain: "12345", english: "12345", swiss: "12345" }],
  ["1.23450000", { plain: "12345", english: "12345", swiss: "12345" }],
  ["1,234,567.89", { english: "12345678900" }],
  ["1.234.567,89", { german: "12345678900" }],
  ["-1,234.5", { english: "-12345000" }],
  ["(1.234,5)", { german: "-12345000" }],
  ["99999999.9999", { plain: "999999999999", english: "999999999999", swiss: "999999999999" }],
  ...[
    ...["1,23,456", "1234,567.8", "1.2.3", "1.234.56", "1,234,56", "1..5", "1,,5", "1'23", "1’234", "1 23"],
    ...["1.", ".5", "1,", ",5", ",", ".", "-", "+", "()", "(-1)", "--1", "+-1", "5-", "- 5", "−5", "(1", "1)"],
    ...[
      "1e3",
      "1E+3",
      "0x10",
      "1_000",
      "NaN",
      "Infinity",
      "null",
      "1/2",
      "50%",
      "€ 1 000",
      "$5",
      "1 000 EUR",
      "５",
      "²",
    ],
    ...["1.23456", "0.00001", "1\t000", "1  000", "=1+1", "'5", "99999999999999999999", "1\u2009000", "٣"],
  ].map((text): [string, object] => [text, {}]),
];

describe("sec:C4 a number is read as declared, or refused", () => {
  test("more than sixty ways of writing one are tried", () => expect(numbers.length).toBeGreaterThan(60));

  test.each(numbers)("%j", (text, reads) => {
    const read = Object.entries(styles).map(([style, format]) => [style, orRefused(() => parseAmount(text, format))]);
    expect(Object.fromEntries(read.filter(([, value]) => value !== "refused"))).toEqual(reads);
  });

  test("by the same rule for rates and counts, which have no brackets", () => {
    for (const [text, reads] of numbers)
      for (const [style, format] of Object.entries(styles)) {
        const expected = reads[style as Style];
        const decimal = orRefused(() => parseDecimal(text, format));
        if (expected === undefined || text.startsWith("(")) {
          if (!manyDigits.includes(text)) expect([text, style, decimal]).toEqual([text, style, "refused"]);
        } else expect([text, parseAmount(decimal, {})]).toEqual([text, expected]);
        const whole = orRefused(() => parseInteger(text, format));
        if (whole !== "refused") expect([text, `${whole}0000`.replace(/^00000$/, "0")]).toEqual([text, expected]);
      }
  });

  test("a mark that is declared for decimals and for thousands reads nothing", () => {
    for (const format of [{ grouping: "." }, { decimal: ",", grouping: "," }] as Format[])
      for (const text of ["1.234", "1,234", "5"])
        expect(() => parseAmount(text, format)).toThrow("for decimals and thousands");
  });

  test.each([
    ["€ 1 000", "10000000"],
    ["1 000 €", "10000000"],
    ["-€5", "-50000"],
    ["(€ 5)", "-50000"],
    ["(5 €)", "-50000"],
    ["5", "50000"],
    ["1€50", "refused"],
    ["€€5", "refused"],
    ["€5€", "refused"],
    ["5 $", "refused"],
    ["€", "refused"],
  ])("with the sign € declared, %j is %s", (text, expected) =>
    expect(orRefused(() => parseAmount(text, { ...styles.french, symbol: "€" }))).toBe(expected),
  );

  test("a currency sign is no digit, sign or blank", () => {
    for (const symbol of ["1", "-", "(", " ", "€ "]) expect(formatSchema.safeParse({ symbol }).success).toBe(false);
    for (const symbol of ["€", "kr.", "Fr."]) expect(formatSchema.safeParse({ symbol }).success).toBe(true);
  });

  test("what a style writes, that style alone reads otherwise than plain", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
        fc.constantFrom<Style>("english", "german", "french", "swiss"),
        (e4, style) => {
          expect(parseAmount(writtenIn(styles[style], e4), styles[style])).toBe(e4.toString());
        },
      ),
    );
  });
});

/** They fit a rate, which has no four decimals to keep. */
const manyDigits = ["1.23456", "0.00001", "99999999999999999999"];

/** Each text with the day it is by each declared format; by every other format it is refused. */
const formats = [
  "yyyy-MM-dd",
  "M/d/yyyy",
  "dd/MM/yyyy",
  "d.M.yyyy",
  "yyyyMMdd",
  "yyyy-MM-dd HH:mm:ss",
  "excel",
] as const;
const days: [text: string, reads: Partial<Record<(typeof formats)[number], string>>][] = [
  ["2026-03-04", { "yyyy-MM-dd": "2026-03-04" }],
  ["03/04/2026", { "M/d/yyyy": "2026-03-04", "dd/MM/yyyy": "2026-04-03" }],
  ["13/04/2026", { "dd/MM/yyyy": "2026-04-13" }],
  ["04/13/2026", { "M/d/yyyy": "2026-04-13" }],
  ["3/4/2026", { "M/d/yyyy": "2026-03-04" }],
  ["3.4.2026", { "d.M.yyyy": "2026-04-03" }],
  ["20260304", { yyyyMMdd: "2026-03-04" }],
  ["45292", { excel: "2024-01-01" }],
  ["61", { excel: "1900-03-01" }],
  ["2024-02-29", { "yyyy-MM-dd": "2024-02-29" }],
  ["2000-02-29", { "yyyy-MM-dd": "2000-02-29" }],
  ["2026-03-29 02:30:00", { "yyyy-MM-dd HH:mm:ss": "2026-03-29 02:30:00" }],
  ...[
    ...["2023-02-29", "1900-02-29", "2100-02-29", "2026-02-30", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00"],
    ...["03/04/26", "3/4/26", "26-03-04", "04.03.26", "260304", "202603", "0", "1", "60", "-5", "45292.5", "999999"],
    ...["1899-12-31", "2200-01-01", "0026-03-04", "12026-03-04", "2026-3-4", "2026/03/04", "2026-03-04T00:00:00Z"],
    ...["2026-03-04 24:00:00", "2026-03-04 23:60:00", "2026-03-04 23:59:60", "2026-03-04 1:00:00", "4 March 2026"],
    ...["2026-W10-3", "2026-064", "today", "31/02/2026", "00/01/2026", "２０２６-03-04", "2026-03-04 ", "", "NaN"],
  ].map((text): [string, object] => [text, {}]),
];

describe("sec:C5 a day is read as declared, or refused", () => {
  test.each(days)("%j", (text, reads) => {
    const read = formats.map((format) => [format, orRefused(() => parseDate(text, format))]);
    expect(Object.fromEntries(read.filter(([, value]) => value !== "refused"))).toEqual(reads);
  });

  test("an hour that clocks skip or repeat is refused in its zone, at every change of a year", () => {
    const gaps: Record<string, string[]> = {
      "Europe/Berlin": ["2026-03-29 02:00:00", "2026-03-29 02:59:59", "2026-10-25 02:00:00"],
      "America/New_York": ["2026-03-08 02:30:00", "2026-11-01 01:30:00"],
      "Australia/Lord_Howe": ["2026-10-04 02:15:00", "2026-04-05 01:45:00"],
    };
    for (const [zone, stamps] of Object.entries(gaps))
      for (const stamp of stamps) expect(() => checkLocalTime(stamp, zone), `${stamp} ${zone}`).toThrow("exactly once");
    for (const stamp of ["2026-03-29 01:59:59", "2026-03-29 03:00:00", "2026-10-25 03:00:00", "2026-10-25"])
      expect(() => checkLocalTime(stamp, "Europe/Berlin"), stamp).not.toThrow();
  });

  test("a format that could read a text as two days is no format", () => {
    for (const date of ["dMyyyy", "Mdyyyy", "yyyyMd", "d/Myyyy", "dd/dd/yyyy MM", "yyyy-MM-dd M", "M/d/yy", "MM/yyyy"])
      expect(formatSchema.safeParse({ date }).success, date).toBe(false);
    for (const date of [...formats, "dd.MM.yyyy HH:mm", "yyyy-MM-ddTHH:mm:ss"])
      expect(formatSchema.safeParse({ date }).success, date).toBe(true);
  });
});

test("sec:C4 a value map reads its own values alone, not what every object has", () => {
  const mapping = readMapping({
    source: "mapped",
    label: "Mapped",
    files: { rows: { match: "*" } },
    valueMaps: { industry: { IT: "technology" } },
    feeds: [
      {
        entity: "account",
        from: "rows",
        fields: { id: { column: "Id" }, name: { column: "Id" }, industry: { column: "Kind", map: "industry" } },
      },
    ],
  });
  const feed = startFeed(mapping, mapping.feeds[0] as (typeof mapping.feeds)[number], "UTC");
  const kinds = ["IT", "constructor", "toString", "__proto__", "hasOwnProperty"];
  const read = kinds.map((kind) => {
    const cells = feed.slots.columns.map(({ column }) => (column === "Kind" ? kind : "1"));
    return feed.add({ line: 2, cells, found: [], broken: null })[0]?.payload.industry;
  });
  expect(read).toEqual(["technology", ...kinds.slice(1)]);
});

function orRefused(read: () => string): string {
  try {
    return read();
  } catch {
    return "refused";
  }
}

/** The amount as people of the style write it. */
function writtenIn({ decimal = ".", grouping = "" }: Format, e4: bigint): string {
  const digits = (e4 < 0n ? -e4 : e4).toString().padStart(5, "0");
  const whole = digits.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, grouping);
  return `${e4 < 0n ? "-" : ""}${whole}${decimal}${digits.slice(-4)}`;
}
