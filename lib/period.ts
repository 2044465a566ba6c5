import { Temporal } from "temporal-polyfill";
import { formatDay } from "./format";

/** A span of days [from, to) in the program's time zone, with the words a reader sees. */
export type Period = { key: string; from: string; to: string; label: string };

export const periodKeys = [
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
  "trailing_12_months",
] as const;
export type PeriodKey = (typeof periodKeys)[number];

export const periodLabels = {
  this_month: "This month",
  last_month: "Last month",
  this_quarter: "This quarter",
  last_quarter: "Last quarter",
  this_year: "This year",
  last_year: "Last year",
  trailing_12_months: "Last 12 months",
} as const satisfies Record<PeriodKey, string>;

const date = (day: string) => Temporal.PlainDate.from(day);
const quarterStart = (day: Temporal.PlainDate) => day.with({ month: Math.floor((day.month - 1) / 3) * 3 + 1, day: 1 });
const spans: Record<PeriodKey, (today: Temporal.PlainDate) => [Temporal.PlainDate, Temporal.PlainDate]> = {
  this_month: (t) => [t.with({ day: 1 }), t.with({ day: 1 }).add({ months: 1 })],
  last_month: (t) => [t.with({ day: 1 }).subtract({ months: 1 }), t.with({ day: 1 })],
  this_quarter: (t) => [quarterStart(t), quarterStart(t).add({ months: 3 })],
  last_quarter: (t) => [quarterStart(t).subtract({ months: 3 }), quarterStart(t)],
  this_year: (t) => [t.with({ month: 1, day: 1 }), t.with({ month: 1, day: 1 }).add({ years: 1 })],
  last_year: (t) => [t.with({ month: 1, day: 1 }).subtract({ years: 1 }), t.with({ month: 1, day: 1 })],
  trailing_12_months: (t) => [t.with({ day: 1 }).subtract({ months: 12 }), t.with({ day: 1 })],
};

/** Today in the time zone, for an instant. */
export function dayIn(timeZone: string, now: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The hour of the day in the time zone, 0 to 23. */
export function hourIn(timeZone: string, now: Date): number {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).hour;
}

/** The named period around `today`. */
export function namedPeriod(key: PeriodKey, today: string): Period {
  const [from, to] = spans[key](date(today));
  return { key, from: from.toString(), to: to.toString(), label: periodLabels[key] };
}

/** A period by its name: `this_quarter`, `2026-03`, `2026-Q1` or `2026`. Throws a message for people otherwise. */
export function readPeriod(name: string, today: string): Period {
  if ((periodKeys as readonly string[]).includes(name)) return namedPeriod(name as PeriodKey, today);
  const [, year, quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(name) ?? [];
  if (!year) throw new Error(`"${name}" is no period: write 2026, 2026-Q3, 2026-07 or one of ${periodKeys.join(", ")}`);
  const first = quarter ? Number(quarter) * 3 - 2 : Number(month ?? 1);
  const from = Temporal.PlainDate.from({ year: Number(year), month: first, day: 1 });
  return customPeriod(from.toString(), from.add({ months: quarter ? 3 : month ? 1 : 12 }).toString());
}

/** A period of any two days. Throws when a day does not exist or the period is empty. */
export function customPeriod(from: string, to: string): Period {
  const [a, z] = [readDay(from), readDay(to)];
  if (Temporal.PlainDate.compare(a, z) >= 0) throw new Error(`The period is empty: ${from} is not before ${to}`);
  return { key: "custom", from: a.toString(), to: z.toString(), label: `${from} to ${z.subtract({ days: 1 })}` };
}

/** The period of the same length just before: by whole months when it consists of whole months, else by days. */
export function previousPeriod(period: Period): Period {
  const [from, to] = [date(period.from), date(period.to)];
  const months = wholeMonths(from, to);
  const start = months ? from.subtract({ months }) : from.subtract({ days: from.until(to).days });
  return { key: "previous", from: start.toString(), to: period.from, label: "previous period" };
}

/** The same days a year earlier. */
export function yearBefore(period: Period): Period {
  const [from, to] = [date(period.from).subtract({ years: 1 }), date(period.to).subtract({ years: 1 })];
  return { key: "year_before", from: from.toString(), to: to.toString(), label: "year before" };
}

/** What lies before the end of a period: its last twelve months, or everything since the beginning. */
export function reachingBack({ to }: { to: string }, since: "year" | "start"): { from: string; to: string } {
  return { from: since === "start" ? "0001-01-01" : date(to).subtract({ years: 1 }).toString(), to };
}

/** The last `count` months up to the month in which the period ends, oldest first: the points of a trend. */
export function monthsUpTo(period: Period, count: number): Period[] {
  const last = date(period.to).subtract({ days: 1 }).with({ day: 1 });
  return Array.from({ length: count }, (_, i) => {
    const from = last.subtract({ months: count - 1 - i });
    return {
      key: "month",
      from: from.toString(),
      to: from.add({ months: 1 }).toString(),
      label: from.toPlainYearMonth().toString(),
    };
  });
}

/** The whole months inside [from, to), and the ragged edges beside them. Any part may be empty (from equals to). */
export function splitByMonth(
  from: string,
  to: string,
): { head: [string, string]; months: [string, string]; tail: [string, string] } {
  const [a, z] = [date(from), date(to)];
  const first = a.day === 1 ? a : a.with({ day: 1 }).add({ months: 1 });
  const last = z.with({ day: 1 });
  if (Temporal.PlainDate.compare(first, last) >= 0) return { head: [from, to], months: [to, to], tail: [to, to] };
  return {
    head: [from, first.toString()],
    months: [first.toString(), last.toString()],
    tail: [last.toString(), to],
  };
}

/** The day `days` after `day` (before it when negative). */
export const addDays = (day: string, days: number) => date(day).add({ days }).toString();

/** The same day `months` later (before it when negative), or the last of that month. */
export const addMonths = (day: string, months: number) => date(day).add({ months }).toString();

function readDay(day: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(day, { overflow: "reject" });
  } catch {
    throw new Error(`"${day}" is not a day written like 2026-03-31`);
  }
}

function wholeMonths(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  if (from.day !== 1 || to.day !== 1) return 0;
  return (to.year - from.year) * 12 + to.month - from.month;
}

export type Bucket = { label: string; from: string; to: string };
const bucketMonths = { month: 1, quarter: 3, year: 12 } as const;

/** The calendar months, quarters or years that [from, to) touches, each cut to the span: `2026-03`, `2026-Q1`, `2026`. */
export function bucketsOf(span: { from: string; to: string }, by: keyof typeof bucketMonths): Bucket[] {
  const months = bucketMonths[by];
  const end = date(span.to);
  let start = date(span.from);
  start = start.with({ month: Math.floor((start.month - 1) / months) * months + 1, day: 1 });
  const buckets: Bucket[] = [];
  while (Temporal.PlainDate.compare(start, end) < 0) {
    const next = start.add({ months });
    const from = start.toString() < span.from ? span.from : start.toString();
    buckets.push({ label: bucketLabel(start, by), from, to: next.toString() > span.to ? span.to : next.toString() });
    start = next;
  }
  return buckets;
}

function bucketLabel(start: Temporal.PlainDate, by: keyof typeof bucketMonths): string {
  if (by === "year") return String(start.year);
  return by === "month"
    ? start.toPlainYearMonth().toString()
    : `${start.year}-Q${Math.floor((start.month - 1) / 3) + 1}`;
}

/** A span in words: `Q3 2026`, `Oct 2026`, `2025`, else its first and last day. */
export function spanLabel({ from, to }: { from: string; to: string }): string {
  const [a, z] = [date(from), date(to)];
  const months = wholeMonths(a, z);
  if (months === 12 && a.month === 1) return String(a.year);
  if (months === 3 && (a.month - 1) % 3 === 0) return `Q${(a.month + 2) / 3} ${a.year}`;
  if (months === 1) return dayText(a).slice(dayText(a).indexOf(" ") + 1);
  return `${dayText(a)} – ${dayText(z.subtract({ days: 1 }))}`;
}

const dayText = (day: Temporal.PlainDate) => formatDay(day.toString());

/** The part of an earlier period that compares with `period` as far as it has come: all of it, when the period is over. */
export function elapsedPart(earlier: Period, period: Period, today: string): Period {
  if (today >= addDays(period.to, -1) || today < period.from) return earlier;
  const days = date(period.from).until(date(today)).days + 1;
  const to = addDays(earlier.from, days);
  return to < earlier.to ? { ...earlier, to } : earlier;
}

/** The last `count` calendar quarters up to `quarter`, oldest first. */
export function quartersUpTo(quarter: Period, count: number): Period[] {
  const last = date(quarter.from);
  return Array.from({ length: count }, (_, i) => {
    const from = last.subtract({ months: 3 * (count - 1 - i) });
    return {
      key: "quarter",
      from: from.toString(),
      to: from.add({ months: 3 }).toString(),
      label: bucketLabel(from, "quarter"),
    };
  });
}
