import { isoDay, isWeekday } from "./calendar";
import type { Row } from "./insert";
import { random } from "./random";

/** US dollars for one unit at the start, and how many decimals a price in it has. */
const currencies = {
  EUR: { usd: 1.08, price: 0.95, decimals: 2 },
  GBP: { usd: 1.26, price: 0.82, decimals: 2 },
  CHF: { usd: 1.12, price: 0.92, decimals: 2 },
  JPY: { usd: 0.0068, price: 150, decimals: 0 },
  SEK: { usd: 0.095, price: 10.5, decimals: 2 },
  USD: { usd: 1, price: 1, decimals: 2 },
} as const;

export type Currency = keyof typeof currencies;

/** A rate for each currency and weekday, from a little before the first day to the last. */
export function ratesBetween(first: number, last: number): Row[] {
  const chance = random("rates");
  const rows: Row[] = [];
  for (const [currency, { usd }] of Object.entries(currencies)) {
    if (currency === "USD") continue;
    let rate: number = usd;
    for (let day = first - 10; day <= last; day++) {
      if (!isWeekday(day)) continue;
      // A walk that is pulled back to where it began.
      rate *= 1 + (chance.next() - 0.5) * 0.009 + (usd / rate - 1) * 0.004;
      rows.push({ currency, on: isoDay(day), rate: rate.toFixed(currency === "JPY" ? 8 : 6), source: "example" });
    }
  }
  return rows;
}

/** A dollar price in another currency, in ten-thousandths, rounded to what can be paid in it. */
export function localPriceE4(usdCents: number, currency: Currency): bigint {
  const { price, decimals } = currencies[currency];
  const inCurrency = BigInt(Math.round((usdCents * price) / (decimals ? 1 : 100)));
  return inCurrency * (decimals ? 100n : 10_000n);
}

/** Rounds ten-thousandths to what can be paid in the currency. */
export function payable(amountE4: bigint, currency: Currency): bigint {
  const step = currencies[currency].decimals ? 100n : 10_000n;
  return ((amountE4 + step / 2n) / step) * step;
}

/** About how many dollars an amount is: to set targets by, never to report. */
export const roughUsd = (amountE4: bigint, currency: Currency) =>
  (Number(amountE4) / 10_000) * currencies[currency].usd;
