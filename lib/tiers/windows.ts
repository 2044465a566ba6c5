import { Temporal } from "temporal-polyfill";

/** Over which time a criterion is counted, seen from the day that is asked about. */
export const tierWindows = {
  trailing_12_months: "in the last 12 months",
  year_to_date: "since 1 January",
  last_year: "in the last calendar year",
} as const;

export type TierWindow = keyof typeof tierWindows;
export const isTierWindow = (key: unknown): key is TierWindow =>
  typeof key === "string" && Object.hasOwn(tierWindows, key);
export const usualWindow: TierWindow = "trailing_12_months";

/** The days [from, to) that a window covers on a day; that day itself belongs to the first two. */
export function windowOn(window: TierWindow, day: string): { from: string; to: string } {
  const on = Temporal.PlainDate.from(day);
  const year = on.with({ month: 1, day: 1 });
  const after = on.add({ days: 1 });
  const [from, to] = {
    trailing_12_months: [after.subtract({ months: 12 }), after],
    year_to_date: [year, after],
    last_year: [year.subtract({ years: 1 }), year],
  }[window] as [Temporal.PlainDate, Temporal.PlainDate];
  return { from: from.toString(), to: to.toString() };
}

/** How often all partners are measured by themselves. */
export const reviewSchedules = {
  none: "Only when asked",
  monthly: "Monthly",
  quarterly: "Quarterly",
  yearly: "Yearly",
};
export type ReviewSchedule = keyof typeof reviewSchedules;
const months = { monthly: 1, quarterly: 3, yearly: 12 };

/** The last day of the latest period that is over on `today`, which the schedule measures; null without a schedule. */
export function reviewDue(schedule: ReviewSchedule, today: string): string | null {
  return schedule === "none" ? null : periodStart(schedule, today).subtract({ days: 1 }).toString();
}

/** The last day of the running period, on whose figures the next review stands; null without a schedule. */
export function nextReview(schedule: ReviewSchedule, today: string): string | null {
  if (schedule === "none") return null;
  return periodStart(schedule, today).add({ months: months[schedule] }).subtract({ days: 1 }).toString();
}

function periodStart(schedule: Exclude<ReviewSchedule, "none">, today: string): Temporal.PlainDate {
  const day = Temporal.PlainDate.from(today);
  const count = months[schedule];
  return day.with({ month: Math.floor((day.month - 1) / count) * count + 1, day: 1 });
}
