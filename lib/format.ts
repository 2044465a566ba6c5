import { decimalOfE4 } from "./money";

const locale = "en-GB";

/** How much of an amount is said: every decimal that counts, the currency's own decimals, whole units, or `12.4M`. */
export type Precision = "exact" | "cents" | "whole" | "short";

const precisions: Record<Precision, Intl.NumberFormatOptions> = {
  exact: { maximumFractionDigits: 4 },
  cents: {},
  whole: { maximumFractionDigits: 0 },
  short: { notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 },
};
const moneyFormats = new Map<string, Intl.NumberFormat>();

/** Decimal text such as `1234.5000` as money in the reader's locale: `EUR 1,234.50`. */
export function formatMoney(decimal: string, currency: string, precision: Precision = "exact"): string {
  const key = `${currency} ${precision}`;
  const made = moneyFormats.get(key);
  const format =
    made ??
    new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "code", ...precisions[precision] });
  if (!made) moneyFormats.set(key, format);
  return format.format(decimal as Intl.StringNumericLiteral).replace(/\u00a0/g, " ");
}

/** An amount in ten-thousandths as money. */
export const formatE4 = (amountE4: bigint, currency: string, precision: Precision = "exact") =>
  formatMoney(decimalOfE4(amountE4), currency, precision);

/** A fraction as percent with one decimal: `0.631501` → `63.2 %`. */
export const formatPercent = (fraction: string | number) => `${formatNumber(Number(fraction) * 100)} %`;

const countFormat = new Intl.NumberFormat(locale);

/** A count, grouped. */
export const formatCount = (count: number | bigint | string) => countFormat.format(count as Intl.StringNumericLiteral);

const numberFormats = [0, 1, 2, 3, 4].map(
  (places) => new Intl.NumberFormat(locale, { maximumFractionDigits: places, minimumFractionDigits: places }),
);

/** A number with `places` decimals, up to four, grouped. */
export const formatNumber = (value: string | number, places = 1) =>
  (numberFormats[places] as Intl.NumberFormat).format(Number(value));

const dayParts: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const dayFormat = new Intl.DateTimeFormat(locale, { ...dayParts, timeZone: "UTC" });
const instantFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormat = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** A day `yyyy-mm-dd` as `12 Mar 2026`; `-infinity` and nothing as a dash. */
export function formatDay(day: string | null | undefined): string {
  if (!day || day.endsWith("infinity")) return "–";
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

/** An instant as `12 Mar 2026, 14:05` in the time zone. */
export function formatInstant(at: Date, timeZone = "UTC"): string {
  const made = instantFormats.get(timeZone);
  const format = made ?? new Intl.DateTimeFormat(locale, { ...dayParts, hour: "2-digit", minute: "2-digit", timeZone });
  if (!made) instantFormats.set(timeZone, format);
  return format.format(at);
}

/** The same moment said relative to `now`: `8 months ago`, `in 3 days`. */
export function formatRelative(at: Date, now: Date): string {
  const days = Math.round((at.getTime() - now.getTime()) / 86_400_000);
  if (Math.abs(days) >= 365) return relativeFormat.format(Math.trunc(days / 365), "year");
  if (Math.abs(days) >= 30) return relativeFormat.format(Math.trunc(days / 30), "month");
  if (Math.abs(days) >= 1) return relativeFormat.format(days, "day");
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  return Math.abs(minutes) >= 60
    ? relativeFormat.format(Math.trunc(minutes / 60), "hour")
    : relativeFormat.format(minutes, "minute");
}

const monthFormat = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });

/** A month `yyyy-mm` as `Mar 2026`. */
export const formatMonth = (month: string) => monthFormat.format(new Date(`${month}-01T00:00:00Z`));
