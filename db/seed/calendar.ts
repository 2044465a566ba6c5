/** Days are counted from 1 January 1970; the example program lives in UTC. */
const msOfDay = 86_400_000;

export const dayOf = (date: Date) => Math.floor(date.getTime() / msOfDay);
export const isoDay = (day: number) => new Date(day * msOfDay).toISOString().slice(0, 10);
export const isoInstant = (day: number, minutes: number) => new Date(day * msOfDay + minutes * 60_000).toISOString();
export const isWeekday = (day: number) => (day + 4) % 7 !== 0 && (day + 4) % 7 !== 6;
export const nextWeekday = (day: number): number => (isWeekday(day) ? day : nextWeekday(day + 1));
export const monthOf = (day: number) => new Date(day * msOfDay).getUTCMonth();
export const monthKey = (day: number) => isoDay(day).slice(0, 7);

/** The first day of the month that is `months` after the month of `day`. */
export function monthStart(day: number, months = 0): number {
  const date = new Date(day * msOfDay);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / msOfDay;
}

/** The first day of the quarter that is `quarters` after the quarter of `day`. */
export const quarterStart = (day: number, quarters = 0) => monthStart(day, quarters * 3 - (monthOf(day) % 3));
