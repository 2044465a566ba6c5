import { z } from "zod";
import { formatMoney } from "@/lib/format";
import { decimalOfE4, parseAmountE4 } from "@/lib/money";
import { ppmOfPercent } from "../minor";

const readable = (read: (text: string) => unknown) => (text: string) => {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
};

/** A percentage such as `7.25`. */
export const percent = z
  .string()
  .trim()
  .refine(readable(ppmOfPercent), "Enter a percentage such as 7.5, with up to four decimals");

/** An amount such as `1500.50` in the plan's currency, above nothing. */
export const amount = z
  .string()
  .trim()
  .refine((text) => /^\d{1,12}(\.\d{1,4})?$/.test(text), "Enter an amount such as 1500 or 1500.50");

/** What a line of percentages is for: a family of products, or an amount from which it holds. */
export const lineKey = z.string().trim().min(1).max(120);

/** Lines of `key: percentage`, typed one below the other, or as they are kept: rows of `key` and `rate`. */
export const linesBy = <Row extends z.ZodType>(key: string, row: Row) =>
  z.preprocess(
    (given) => (typeof given === "string" ? linesOf(given, key) : given),
    z
      .array(row, "Write one line for each, such as 100000: 5")
      .min(1, "Write at least one line, such as 100000: 5")
      .max(50),
  );

const linesOf = (text: string, key: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const at = line.lastIndexOf(":");
      return { [key]: line.slice(0, Math.max(at, 0)), rate: at < 0 ? "" : line.slice(at + 1).replace("%", "") };
    });

/** Lines that are kept, as they are typed. */
export const typedLines = (lines: readonly Record<string, string>[]): string =>
  lines.map(({ rate, ...key }) => `${Object.values(key)[0]}: ${rate}`).join("\n");

/** `5 %` */
export const percentText = (rate: string) => `${rate} %`;

/** A decimal text as money, or bare when each line keeps its own currency. */
export const amountText = (text: string, currency: string | null) =>
  currency ? formatMoney(text, currency, "cents").replace(/\.00$/, "") : text;

/** Ten-thousandths as money of a statement: with the cents, or more where more counts. */
export const baseText = (amountE4: bigint, currency: string) =>
  formatMoney(decimalOfE4(amountE4), currency, amountE4 % 100n === 0n ? "cents" : "exact");

/** A percentage of an amount in ten-thousandths, exactly. */
export const partE10 = (baseE4: bigint, rate: string) => baseE4 * ppmOfPercent(rate);

/** An amount in the plan's currency as an exact product. */
export const wholeE10 = (text: string) => parseAmountE4(text) * 1_000_000n;
