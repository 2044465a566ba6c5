import { formatCount, formatDay, formatMoney } from "@/lib/format";
import type { Figures } from "./rule";

/** Pieces of an alert's sentence, read from figures that were written as JSON. */
export const numberOf = (figures: Figures, key: string): number => Number(figures[key] ?? 0);
export const dayOf = (figures: Figures, key: string): string => formatDay(figures[key] as string | null);
export const moneyOf = (figures: Figures, key: string): string =>
  formatMoney(String(figures[key] ?? 0), figures.currency ?? "USD", "short");
export const days = (count: number): string => (count === 1 ? "1 day" : `${formatCount(count)} days`);
export const inDays = (count: number): string =>
  count === 0 ? "today" : count === 1 ? "tomorrow" : `in ${days(count)}`;
