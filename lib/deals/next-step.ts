import { daysOf } from "./history";

/** How a next step's day stands to today: overdue, due today, or in how many days. Null without a day. */
export function stepDue(on: string | null, today: string): { text: string; tone: "bad" | "warn" | "neutral" } | null {
  if (!on) return null;
  const days = Math.round((Date.parse(on) - Date.parse(today)) / 86_400_000);
  if (days < 0) return { text: `Overdue by ${daysOf(-days)}`, tone: "bad" };
  return days === 0 ? { text: "Due today", tone: "warn" } : { text: `Due in ${daysOf(days)}`, tone: "neutral" };
}
