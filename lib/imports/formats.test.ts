import { describe, expect, test } from "vitest";
import { checkLocalTime, formatSchema, parseAmount, parseDate, parseDecimal, parseInteger } from "./formats";

const point = { decimal: ".", grouping: "" } as const;
const english = { decimal: ".", grouping: "," } as const;
const german = { decimal: ",", grouping: "." } as const;
const french = { decimal: ",", grouping: " " } as const;

describe("an amount is read exactly as its declared format writes it, or refused", () => {
  test.each([
    ["1234.5", point, "12345000"],
    ["2024.9940", point, "20249940"],
    ["0", point, "0"],
    ["-0", point, "0"],
    ["+7", point, "70000"],
    ["(100)", point, "-1000000"],
    ["1,234,567.89", english, "12345678900"],
    ["1234.56", english, "12345600"],
    ["1.234,56", german, "12345600"],
    ["1234,56", german, "12345600"],
    ["1.234", german, "12340000"],
    ["1 234,5", french, "12345000"],
    ["1\u00a0234,5", french, "12345000"],
    ["1\u202f234,5", french, "12345000"],
    ["$1,234.50", { ...english, symbol: "$" }, "12345000"],
    ["1 000 €", { ...french, symbol: "€" }, "10000000"],
    ["0.10000", point, "1000"],
  ])("%s becomes %s", (text, format, expected) => expect(parseAmount(text, format)).toBe(expected));

  test.each([
    ["1.234,56", point],
    ["1,234.56", point],
    ["1,234", point],
    ["1.234,56", english],
    ["1,23", english],
    ["12,34,567", english],
    ["1,234.56", german],
    ["1.23", german],
    ["1 000", english],
    ["€ 1000", point],
    ["1e3", point],
    ["NaN", point],
    ["Infinity", point],
    ["1.2.3", point],
    ["1,234,56", german],
    ["--1", point],
    ["-(1)", point],
    ["(-1)", point],
    ["1.", point],
    [".5", point],
    ["0x10", point],
    ["１２", point],
    ["1.23456", point],
    ["", point],
    ["12 %", point],
    ["99999999999999999999", point],
  ])("%s is refused", (text, format) => expect(() => parseAmount(text, format)).toThrow());
});

describe("other numbers follow the same rule", () => {
  test.each([
    ["0.999800039992002", point, "0.999800039992002"],
    ["-0,5", german, "-0.5"],
    ["-0", point, "0"],
    ["007", point, "7"],
    ["1.234.567,10", german, "1234567.1"],
  ])("the decimal %s becomes %s", (text, format, expected) => expect(parseDecimal(text, format)).toBe(expected));
  test.each(["1e3", "1,5", "NaN", "", "1 2"])("the decimal %s is refused", (text) =>
    expect(() => parseDecimal(text, point)).toThrow(),
  );
  test("a whole number has no decimals that count", () => {
    expect(parseInteger("2,822", english)).toBe("2822");
    expect(parseInteger("12.0", point)).toBe("12");
    expect(() => parseInteger("12.5", point)).toThrow();
    expect(() => parseInteger("1234567890", point)).toThrow();
  });
});

describe("a date is read as its declared format writes it, or refused", () => {
  test.each([
    ["2017-03-01", "yyyy-MM-dd", "2017-03-01"],
    ["3/1/2017", "M/d/yyyy", "2017-03-01"],
    ["03/04/2026", "MM/dd/yyyy", "2026-03-04"],
    ["03/04/2026", "dd/MM/yyyy", "2026-04-03"],
    ["01.02.2026", "dd.MM.yyyy", "2026-02-01"],
    ["20101229", "yyyyMMdd", "2010-12-29"],
    ["2010-12-29 00:00:00", "yyyy-MM-dd HH:mm:ss", "2010-12-29"],
    ["2010-12-29T14:05:09", "yyyy-MM-ddTHH:mm:ss", "2010-12-29 14:05:09"],
    ["2020-02-04 4:30:21", "yyyy-MM-dd H:mm:ss", "2020-02-04 04:30:21"],
    ["2024-02-29", "yyyy-MM-dd", "2024-02-29"],
    ["45292", "excel", "2024-01-01"],
  ])("%s as %s is %s", (text, format, expected) => expect(parseDate(text, format)).toBe(expected));

  test.each([
    ["03/04/2026", "yyyy-MM-dd"],
    ["2026-03-04", "M/d/yyyy"],
    ["13/01/2026", "MM/dd/yyyy"],
    ["3/1/17", "M/d/yyyy"],
    ["2023-02-29", "yyyy-MM-dd"],
    ["1900-02-29", "yyyy-MM-dd"],
    ["2026-04-31", "yyyy-MM-dd"],
    ["2026-00-10", "yyyy-MM-dd"],
    ["0202-01-01", "yyyy-MM-dd"],
    ["45292", "yyyy-MM-dd"],
    ["2026-03-04 25:00:00", "yyyy-MM-dd HH:mm:ss"],
    ["2026-03-04", "yyyy-MM-dd HH:mm:ss"],
    ["4 March 2026", "yyyy-MM-dd"],
    ["1.2.2026", "dd.MM.yyyy"],
    ["01x02x2026", "dd.MM.yyyy"],
    ["60", "excel"],
  ])("%s as %s is refused", (text, format) => expect(() => parseDate(text, format)).toThrow());

  test("an hour that clocks skip or repeat is refused in that zone only", () => {
    expect(() => checkLocalTime("2026-03-29 02:30:00", "Europe/Berlin")).toThrow("exactly once");
    expect(() => checkLocalTime("2026-10-25 02:30:00", "Europe/Berlin")).toThrow("exactly once");
    expect(() => checkLocalTime("2026-03-29 02:30:00", "UTC")).not.toThrow();
    expect(() => checkLocalTime("2026-03-29", "Europe/Berlin")).not.toThrow();
  });

  test("a format names a year, a month and a day, with four digits for the year", () => {
    expect(formatSchema.safeParse({ date: "M/d/yy" }).success).toBe(false);
    expect(formatSchema.safeParse({ date: "MM/yyyy" }).success).toBe(false);
    expect(formatSchema.safeParse({ date: "whatever" }).success).toBe(false);
    expect(formatSchema.safeParse({ date: "dd.MM.yyyy" }).success).toBe(true);
  });
});
