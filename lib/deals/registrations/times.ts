import { formatNumber } from "@/lib/format";

type Times = { answered: number; median: number | null; slowest: number | null; inTime: number | null; due: number };

/** How long decisions take, as everybody reads it. Hours below a day and a half, days above. */
export function timesSentence({ median, slowest, inTime, due, answered }: Times): string {
  const promised = `A decision is due within ${duration(due)}.`;
  if (median === null || slowest === null || inTime === null) return promised;
  const how = `half within ${duration(median)}, nine of ten within ${duration(slowest)}, ${Math.round(inTime * 100)} % in time`;
  return `${promised} The ${formatNumber(answered, 0)} answers of the last 30 days: ${how}.`;
}

/** A number of hours in words. */
export function duration(hours: number): string {
  const plain = (value: number) => formatNumber(value, value < 10 ? 1 : 0).replace(/\.0$/, "");
  if (hours < 1) return "less than an hour";
  if (hours < 36) return plain(hours) === "1" ? "1 hour" : `${plain(hours)} hours`;
  return `${plain(hours / 24)} days`;
}

/** How far a due time is away: "in 5 hours", "2 days late". */
export function clock(dueAt: Date, now: Date): { says: string; late: boolean; soon: boolean } {
  const hours = (dueAt.getTime() - now.getTime()) / 3_600_000;
  if (hours < 0) return { says: `${duration(-hours)} late`, late: true, soon: false };
  return { says: `due in ${duration(hours)}`, late: false, soon: hours <= 8 };
}
