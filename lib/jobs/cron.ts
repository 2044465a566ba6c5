import { Temporal } from "temporal-polyfill";

/** The five fields of a schedule, each as the numbers that it allows. */
export type Cron = { minutes: number[]; hours: number[]; days: number[]; months: number[]; weekdays: number[] };

const limits = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day of the month", 1, 31],
  ["month", 1, 12],
  ["day of the week", 0, 7],
] as const;

/** Reads `minute hour day month weekday`, with lists, ranges and steps; Sunday is 0 or 7. Throws a sentence that says what is wrong. */
export function readCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) throw new Error("A schedule has five fields: minute, hour, day, month, weekday.");
  const [minutes, hours, days, months, weekdays] = fields.map((field, i) => readField(field, i)) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  return { minutes, hours, days, months, weekdays: [...new Set(weekdays.map((day) => day % 7))].sort() };
}

function readField(field: string, which: number): number[] {
  const [name, least, most] = limits[which] as (typeof limits)[number];
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const [, range, from, to, step] = /^(\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    if (!range || step === "0") throw new Error(`"${part}" is no ${name}.`);
    const first = range === "*" ? least : Number(from);
    const last = range === "*" ? most : Number(to ?? (step ? most : from));
    if (first < least || last > most || first > last) throw new Error(`"${part}" is no ${name}.`);
    for (let n = first; n <= last; n += Number(step ?? 1)) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}

/** The newest moment of the schedule at or before `now`, by the clock of `timeZone`; null when there is none within five years. */
export const latestOf = (cron: Cron, now: Date, timeZone: string) => near(cron, now, timeZone, -1);

/** The next moment of the schedule after `now`; null when there is none within five years. */
export const nextOf = (cron: Cron, now: Date, timeZone: string) => near(cron, now, timeZone, 1);

function near(cron: Cron, now: Date, timeZone: string, way: 1 | -1): Date | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let n = -1; n < 366 * 5; n++) {
    const day = today.add({ days: n * way });
    if (!isDay(cron, day)) continue;
    // A time that the clock leaps over counts as the moment after the leap, one that it shows twice as the first.
    const moments = momentsOf(cron, day, timeZone).filter((at) => (way === 1 ? at > now : at <= now));
    const found = way === 1 ? moments[0] : moments.at(-1);
    if (found) return found;
  }
  return null;
}

/** As cron does: when both are limited, the day of the month or the weekday is enough. */
function isDay({ days, months, weekdays }: Cron, day: Temporal.PlainDate): boolean {
  if (!months.includes(day.month)) return false;
  const [ofMonth, ofWeek] = [days.includes(day.day), weekdays.includes(day.dayOfWeek % 7)];
  return days.length < 31 && weekdays.length < 7 ? ofMonth || ofWeek : ofMonth && ofWeek;
}

function momentsOf({ hours, minutes }: Cron, day: Temporal.PlainDate, timeZone: string): Date[] {
  const moments = hours.flatMap((hour) =>
    minutes.map((minute) => {
      const plainTime = Temporal.PlainTime.from({ hour, minute });
      return new Date(day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
    }),
  );
  return moments.sort((a, b) => a.getTime() - b.getTime());
}
