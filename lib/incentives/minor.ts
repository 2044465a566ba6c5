/** Money of the ledger: whole minor units of a currency (`Minor`), and exact products of an amount and a rate (`E10`). */

/** How a remainder below the smallest unit is rounded, as statements say it. */
export const roundings = {
  half_away: "half a unit up",
  half_even: "half a unit to the even one",
  down: "down",
} as const;
export type Rounding = keyof typeof roundings;

const exponents = new Map<string, number>();

/** How many decimals the currency has: USD 2, JPY 0, KWD 3. Throws for what is no currency code. */
export function currencyExponent(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  const exponent = maximumFractionDigits ?? 2;
  exponents.set(currency, exponent);
  return exponent;
}

/** n / d as a whole number, rounded as named. Throws when d is not positive. */
export function roundRatio(n: bigint, d: bigint, rounding: Rounding): bigint {
  if (d <= 0n) throw new Error("A ratio is taken of something positive");
  const [whole, rest] = [n / d, n % d];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = rest < 0n ? -1n : 1n;
  if (rounding === "down" || twice < d) return whole;
  if (twice > d || rounding === "half_away") return whole + away;
  return whole % 2n === 0n ? whole : whole + away;
}

/** Ten-thousand-millionths of a currency unit as its minor units. */
export const minorOfE10 = (amountE10: bigint, currency: string, rounding: Rounding): bigint =>
  roundRatio(amountE10, 10n ** BigInt(10 - currencyExponent(currency)), rounding);

/** A decimal text such as `1500.50` in minor units. Throws a message for people when the currency has fewer decimals. */
export function minorOfText(text: string, currency: string): bigint {
  const exponent = currencyExponent(currency);
  const match = /^(-?)(\d{1,18})(?:\.(\d+))?$/.exec(text.trim());
  const decimals = match?.[3]?.replace(/0+$/, "") ?? "";
  if (!match || decimals.length > exponent)
    throw new Error(`"${text}" is not an amount of ${currency} with up to ${exponent} decimals`);
  const value = BigInt(`${match[2]}${decimals.padEnd(exponent, "0")}`);
  return match[1] ? -value : value;
}

/** The exact decimal text of minor units: 150050 of USD is `1500.50`. */
export function decimalOfMinor(amountMinor: bigint, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(exponent + 1, "0");
  const text = exponent ? `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}` : digits;
  return amountMinor < 0n ? `-${text}` : text;
}

/**
 * Splits a total by weights so that the parts add up to it exactly: each gets its part rounded down, and the units left
 * over go to the largest remainders, of equal ones to the first. Throws when no weight is positive or one is negative.
 */
export function splitMinor(totalMinor: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum <= 0n || weights.some((weight) => weight < 0n)) throw new Error("There is nobody to split among");
  const [sign, total] = totalMinor < 0n ? [-1n, -totalMinor] : [1n, totalMinor];
  const parts = weights.map((weight) => (total * weight) / sum);
  const byRemainder = weights
    .map((weight, index) => ({ index, rest: (total * weight) % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const left = total - parts.reduce((all, part) => all + part, 0n);
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index] = (parts[index] as bigint) + 1n;
  return parts.map((part) => part * sign);
}

/** A percentage such as `7.25` in millionths. Throws a message for people beyond four decimals. */
export function ppmOfPercent(text: string): bigint {
  const match = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text.trim());
  if (!match) throw new Error(`"${text}" is not a percentage with up to four decimals`);
  return BigInt(`${match[1]}${(match[2] ?? "").padEnd(4, "0")}`);
}

/**
 * An amount in ten-thousandths, converted by two rates to a common currency: what one unit of each is worth. Rounded to
 * ten-thousandths, half up; the rates are decimal texts.
 */
export function convertE4(amountE4: bigint, fromRate: string, toRate: string): bigint {
  const [from, to] = [scaled(fromRate), scaled(toRate)];
  return roundRatio(amountE4 * from, to, "half_away");
}

/** One rate over the other with ten decimals, as it is kept and shown. */
export function crossRate(fromRate: string, toRate: string): string {
  const digits = roundRatio(scaled(fromRate) * 10n ** 10n, scaled(toRate), "half_away")
    .toString()
    .padStart(11, "0");
  return `${digits.slice(0, -10)}.${digits.slice(-10)}`.replace(/\.?0+$/, "");
}

const rateDecimals = 15;
function scaled(rate: string): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(rate);
  if (!match) throw new Error(`"${rate}" is not a rate`);
  return BigInt(`${match[1]}${(match[2] ?? "").slice(0, rateDecimals).padEnd(rateDecimals, "0")}`);
}
