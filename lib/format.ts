import { decimalOfE4 } from "./money";

const locale = "en-GB";

/** Decimal text such as `1234.5000` as money in the reader's locale; whole amounts lose their decimals only when `short`. */
export function formatMoney(decimal: string, currency: string, short = false): string {
  const options: Intl.NumberFormatOptions = { style: "currency", currency, currencyDisplay: "code" };
  if (short) Object.assign(options, { notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 });
  return new Intl.NumberFormat(locale, options).format(decimal as unknown as number).replace(/\u00a0/g, " ");
}

/** An amount in ten-thousandths as money: `EUR 1,234.50`. */
export const formatE4 = (amountE4: bigint, currency: string, short = false) =>
  formatMoney(decimalOfE4(amountE4), currency, short);

/** A fraction as percent with one decimal: `0.631501` → `63.2 %`. */
export function formatPercent(fraction: string | number): string {
  return `${new Intl.NumberFormat(locale, { style: "decimal", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Number(fraction) * 100)} %`;
}

/** A count, grouped. */
export const formatCount = (count: number | bigint | string) => new Intl.NumberFormat(locale).format(count as number);

/** A number with at most `places` decimals, grouped. */
export const formatNumber = (value: string | number, places = 1) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: places, minimumFractionDigits: places }).format(Number(value));

/** A day `yyyy-mm-dd` as `12 Mar 2026`; `-infinity` and nothing as a dash. */
export function formatDay(day: string | null | undefined): string {
  if (!day || day.endsWith("infinity")) return "–";
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** An instant as `12 Mar 2026, 14:05` in the time zone. */
export function formatInstant(at: Date, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(at);
}

/** The same moment said relative to `now`: `8 months ago`, `in 3 days`. */
export function formatRelative(at: Date, now: Date): string {
  const days = Math.round((at.getTime() - now.getTime()) / 86_400_000);
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(days) >= 365) return relative.format(Math.trunc(days / 365), "year");
  if (Math.abs(days) >= 30) return relative.format(Math.trunc(days / 30), "month");
  if (Math.abs(days) >= 1) return relative.format(days, "day");
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  return Math.abs(minutes) >= 60
    ? relative.format(Math.trunc(minutes / 60), "hour")
    : relative.format(minutes, "minute");
}
