import { Cron } from "croner";

/** Whether `text` is a schedule of five fields: minute, hour, day, month, weekday. */
export function isCron(text: string): boolean {
  try {
    read(text, "UTC");
    return true;
  } catch {
    return false;
  }
}

/** The newest moment of the schedule at or before `now`, by the clock of `timeZone`; null when there is none. */
export function latestOf(cron: string, now: Date, timeZone: string): Date | null {
  const minute = 60_000;
  const nextMinute = new Date((Math.floor(now.getTime() / minute) + 1) * minute);
  return read(cron, timeZone).previousRuns(1, nextMinute)[0] ?? null;
}

/** The next moment of the schedule after `now`, by the clock of `timeZone`; null when there is none. */
export const nextOf = (cron: string, now: Date, timeZone: string): Date | null => read(cron, timeZone).nextRun(now);

function read(text: string, timezone: string): Cron {
  const five = text.trim();
  if (five.split(/\s+/).length !== 5) throw new Error("A schedule has five fields: minute, hour, day, month, weekday.");
  return new Cron(five, { timezone, mode: "5-part", paused: true });
}
