/** Amounts are bigint ten-thousandths of a currency unit (`E4`). Nothing here passes through a floating-point number. */

const scale = 10_000n;

/** How a source writes numbers: its decimal mark and, if it has one, its grouping mark. */
export type NumberFormat = { decimal: "." | ","; grouping?: "," | "." | " " | "'" | "" };

/**
 * Reads a decimal text of the declared format into ten-thousandths. Accepts a sign, or brackets for a negative.
 * Throws a message for people when the text is not a number of that format or has more than four decimals that count.
 */
export function parseAmountE4(text: string, format: NumberFormat = { decimal: "." }): bigint {
  const trimmed = text.trim().replace(/[\u00a0\u202f]/g, " ");
  const bracketed = /^\((.*)\)$/.exec(trimmed);
  const body = bracketed?.[1] ?? trimmed;
  const grouping = format.grouping ? escaped(format.grouping) : null;
  // Nobody groups 0.125: it is a fraction in the other way of writing.
  const whole = grouping ? `[1-9]\\d{0,2}(?:${grouping}\\d{3})+|\\d+` : "\\d+";
  const match = new RegExp(`^([+-]?)(${whole})(?:${escaped(format.decimal)}(\\d+))?$`).exec(body);
  if (!match || (bracketed && match[1])) throw new Error(`"${text}" is not a number written like ${example(format)}`);
  const decimals = (match[3] ?? "").replace(/0+$/, "");
  if (decimals.length > 4) throw new Error(`"${text}" has more than four decimals`);
  const digits = (match[2] ?? "").replace(/\D/g, "");
  const value = BigInt(digits) * scale + BigInt(decimals.padEnd(4, "0") || "0");
  return bracketed || match[1] === "-" ? -value : value;
}

/** The exact decimal text of ten-thousandths, always with four decimals: `1234.5000`. */
export function decimalOfE4(amountE4: bigint): string {
  const digits = (amountE4 < 0n ? -amountE4 : amountE4).toString().padStart(5, "0");
  return `${amountE4 < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** a / b of two integers as a decimal text with `places` decimals, rounded half away from zero; null when b is 0. */
export function divideExact(a: bigint, b: bigint, places = 10): string | null {
  if (b === 0n) return null;
  const negative = a < 0n !== b < 0n && a !== 0n;
  const [n, d] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const scaled = (n * 10n ** BigInt(places) * 2n + d) / (d * 2n);
  const digits = scaled.toString().padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return negative && scaled !== 0n ? `-${text}` : text;
}

const escaped = (mark: string) => mark.replace(/[.*+?^${}()|[\]\\']/g, "\\$&");
const example = (format: NumberFormat) => `1${format.grouping ?? ""}234${format.decimal}50`;

/** What part of the whole an amount is, to a thousandth; for reading, not for reckoning on. */
export const shareOf = (part: bigint, whole: bigint): number | null =>
  whole > 0n ? Number((part * 1000n) / whole) / 1000 : null;
