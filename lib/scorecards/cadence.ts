import { Temporal } from "temporal-polyfill";

/** How often something is looked at; `days` is what an entered value may be old. */
export const cadences = {
  weekly: { label: "Every week", step: { days: 7 }, days: 7 },
  biweekly: { label: "Every two weeks", step: { days: 14 }, days: 14 },
  monthly: { label: "Every month", step: { months: 1 }, days: 31 },
  quarterly: { label: "Every quarter", step: { months: 3 }, days: 92 },
} as const;

export type Cadence = keyof typeof cadences;
export const cadenceKeys = Object.keys(cadences) as Cadence[];

/** The day of the review after the one held on `day`: a Monday when it would fall on a weekend. */
export function nextReviewOn(day: string, cadence: Cadence): string {
  const next = Temporal.PlainDate.from(day).add(cadences[cadence].step);
  return (next.dayOfWeek > 5 ? next.add({ days: 8 - next.dayOfWeek }) : next).toString();
}

/** Days from one day to another, negative when it lies before. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
