import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { parseAmountE4 } from "@/lib/money";

export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"] as const;
export type Encoding = (typeof encodings)[number];

const datePattern = /^(?:excel|(?:yyyy|MM?|dd?|HH?|mm|ss|[-./ :T])+)$/;
const dateParts = /yyyy|MM?|dd?|HH?|mm|ss|[-./ :T]/g;

/** Whether the format reads a day in one way alone: each part once, and a mark on both sides of what may have one digit. */
function namesADay(format: string): boolean {
  if (format === "excel") return true;
  const parts = format.match(dateParts) ?? [];
  const named = parts.filter((part) => /[a-zA-S]/.test(part)).map((part) => part.replace(/^(M|d|H)\1?$/, "$1"));
  const isMark = (part: string | undefined) => part === undefined || /^[-./ :T]$/.test(part);
  const loose = parts.some((part, at) => /^[MdH]$/.test(part) && !(isMark(parts[at - 1]) && isMark(parts[at + 1])));
  return !loose && new Set(named).size === named.length && ["yyyy", "M", "d"].every((part) => named.includes(part));
}

/** How a file writes its values. What is not declared is not accepted. */
export const formatSchema = z.strictObject({
  delimiter: z.enum([",", ";", "\t", "|"]).optional(),
  encoding: z.enum(encodings).optional(),
  date: z
    .string()
    .regex(
      datePattern,
      "a date format is made of yyyy, MM or M, dd or d, HH, mm, ss and the marks - . / : T, or is excel",
    )
    .refine(namesADay, "a date format names a year, a month and a day, each once, with marks around M, d and H")
    .optional(),
  decimal: z.enum([".", ","]).optional(),
  grouping: z.enum([",", ".", " ", "'", ""]).optional(),
  symbol: z
    .string()
    .regex(/^[^\d\s+()-]{0,5}$/, "a currency sign has no digits, signs or blanks")
    .optional(),
  nulls: z.array(z.string()).optional(),
});

export type Format = z.infer<typeof formatSchema>;

/** What holds where a mapping declares nothing: ISO days, a decimal point, no grouping, only a blank cell is empty. */
export const plainFormat = {
  delimiter: ",",
  encoding: "utf-8",
  date: "yyyy-MM-dd",
  decimal: ".",
  nulls: [""],
} as const;

const latestYear = 2199;
const widths: Record<string, string> = {
  yyyy: "\\d{4}",
  MM: "\\d{2}",
  M: "\\d{1,2}",
  dd: "\\d{2}",
  d: "\\d{1,2}",
  HH: "\\d{2}",
  H: "\\d{1,2}",
  mm: "\\d{2}",
  ss: "\\d{2}",
};
const patterns = new Map<string, { pattern: RegExp; parts: string[] }>();

function patternOf(format: string) {
  const known = patterns.get(format);
  if (known) return known;
  const parts: string[] = [];
  const source = format.replace(/yyyy|MM?|dd?|HH?|mm|ss|[^a-zA-Z]|T/g, (part) => {
    if (!widths[part]) return `\\${part}`.replace("\\T", "T");
    parts.push(part.slice(0, 1) + (part === "mm" ? "m" : ""));
    return `(${widths[part]})`;
  });
  const made = { pattern: new RegExp(`^${source}$`), parts };
  patterns.set(format, made);
  return made;
}

/**
 * Reads a day, with its time when the format has one, as `yyyy-mm-dd` or `yyyy-mm-dd hh:mm:ss` (never at midnight).
 * Throws a message for people when the text is not of the format or no such day exists.
 */
export function parseDate(text: string, format: string): string {
  if (format === "excel") return excelDay(text);
  const { pattern, parts } = patternOf(format);
  const match = pattern.exec(text);
  if (!match) throw new Error(`is not a date written as ${format}`);
  const part = (name: string) => (parts.includes(name) ? Number(match[parts.indexOf(name) + 1]) : 0);
  const [year, month, day] = [part("y"), part("M"), part("d")];
  const [hour, minute, second] = [part("H"), part("mm"), part("s")];
  if (year < 1900 || year > latestYear) throw new Error(`is not a date of this age: the year ${year}`);
  if (!isDay(year, month, day)) throw new Error(`is not a day of the calendar (${format})`);
  if (hour > 23 || minute > 59 || second > 59) throw new Error("is not a time of day");
  const iso = `${year}-${two(month)}-${two(day)}`;
  return hour || minute || second ? `${iso} ${two(hour)}:${two(minute)}:${two(second)}` : iso;
}

function excelDay(text: string): string {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 61) throw new Error("is not an Excel day number");
  const day = new Date(Date.UTC(1899, 11, 30) + Number(text) * 86_400_000).toISOString().slice(0, 10);
  if (Number(day.slice(0, 4)) > latestYear) throw new Error(`is not a date of this age: the year ${day.slice(0, 4)}`);
  return day;
}

const two = (n: number) => String(n).padStart(2, "0");
const isDay = (year: number, month: number, day: number) =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Throws when a local time does not exist in the zone, or happens twice: the hours when clocks are changed. */
export function checkLocalTime(stamp: string, timeZone: string): void {
  if (stamp.length === 10) return;
  try {
    Temporal.PlainDateTime.from(stamp.replace(" ", "T")).toZonedDateTime(timeZone, { disambiguation: "reject" });
  } catch {
    throw new Error(`is a time that does not happen exactly once in ${timeZone}: clocks change`);
  }
}

/** Reads a number of the declared format as ten-thousandths in text. Throws when it is not, has more than four decimals, or is too large. */
export function parseAmount(text: string, format: Format): string {
  let amount: bigint;
  try {
    amount = parseAmountE4(bare(text, format), numberFormat(format));
  } catch (error) {
    throw new Error(/four decimals/.test(String(error)) ? "has more than four decimals" : notANumber(format));
  }
  if (amount > 10n ** 17n || amount < -(10n ** 17n)) throw new Error("is too large for an amount");
  return amount.toString();
}

/** Reads a number of the declared format as plain decimal text, exactly. Throws when it is not one. */
export function parseDecimal(text: string, format: Format): string {
  const { sign, digits, decimals } = numberParts(text, format);
  const value = decimals ? `${digits}.${decimals}` : digits;
  return value === "0" ? value : `${sign}${value}`;
}

/** Reads a whole number of at most nine digits. Throws when it is not one. */
export function parseInteger(text: string, format: Format): string {
  const { sign, digits, decimals } = numberParts(text, format);
  if (decimals || digits.length > 9) throw new Error("is not a whole number of at most nine digits");
  return digits === "0" ? digits : `${sign}${digits}`;
}

function numberParts(text: string, format: Format) {
  const { decimal, grouping } = numberFormat(format);
  const group = grouping && `\\${grouping}`;
  const whole = group ? `[1-9]\\d{0,2}(?:${group}\\d{3})+|\\d+` : "\\d+";
  const body = bare(text, format).replace(/[\u00a0\u202f]/g, " ");
  const match = new RegExp(`^([+-]?)(${whole})(?:\\${decimal}(\\d{1,30}))?$`).exec(body);
  if (!match) throw new Error(notANumber(format));
  return {
    sign: match[1] === "-" ? "-" : "",
    digits: (match[2] ?? "").replace(/\D/g, "").replace(/^0+(?=\d)/, ""),
    decimals: (match[3] ?? "").replace(/0+$/, ""),
  };
}

const notANumber = (format: Format) =>
  `is not a number written like 1${format.grouping ?? ""}234${numberFormat(format).decimal}5`;

function numberFormat(format: Format) {
  const decimal = format.decimal ?? plainFormat.decimal;
  const grouping = format.grouping ?? ("" as const);
  if (decimal === grouping)
    throw new Error(`cannot be read: the mapping declares ${decimal} for decimals and thousands`);
  return { decimal, grouping };
}

/** The number without the declared currency sign, which stands before or after it: 1€50 is not 150. */
function bare(text: string, { symbol }: Format): string {
  if (!symbol || !text.includes(symbol)) return text;
  const [before, after, ...more] = text.split(symbol) as [string, string, ...string[]];
  const outside = /^[+-]?\(?\s*$/.test(before) || /^\s*\)?$/.test(after);
  return outside && more.length === 0 ? `${before.trimEnd()}${after.trimStart()}`.trim() : text;
}
