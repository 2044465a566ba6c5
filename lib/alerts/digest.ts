import { z } from "zod";
import { formatCount } from "@/lib/format";
import type { Severity } from "./rule";
import { severities } from "./rule";

export const rhythms = {
  daily: "On work days",
  weekly: "Once a week",
  off: "Never",
} as const;
export type Rhythm = keyof typeof rhythms;

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};

/** When somebody wants their digest. An empty time zone is the program's. */
export const digestForm = z.object({
  rhythm: z.enum(Object.keys(rhythms) as [Rhythm, ...Rhythm[]], "Choose how often"),
  hour: z.coerce.number("Choose an hour").int().min(0).max(23),
  weekday: z.coerce.number("Choose a day").int().min(1).max(7),
  timeZone: z
    .string()
    .trim()
    .max(60)
    .refine((name) => name === "" || isTimeZone(name), "Write a time zone such as Europe/Berlin"),
  urgent: z
    .string()
    .optional()
    .transform((value) => value === "on"),
});
export type DigestChoice = z.output<typeof digestForm>;
export const usualDigest: DigestChoice = { rhythm: "daily", hour: 8, weekday: 1, timeZone: "", urgent: true };

export type DigestLine = { id: string; name: string; says: string; severity: Severity; isNew: boolean };
export const shownLines = 12;

/** Whether a digest is worth a mail: something is new, or a week has begun with something still open. */
export const worthMail = (lines: readonly Pick<DigestLine, "isNew">[], weekday: number, rhythm: Rhythm) =>
  lines.some(({ isNew }) => isNew) || (lines.length > 0 && (weekday === 1 || rhythm === "weekly"));

/** The digest's subject and words: what is new first, each by how urgent it is. */
export function digestWords(lines: readonly DigestLine[], all: number, programName: string) {
  const fresh = lines.filter(({ isNew }) => isNew).length;
  const many = (count: number) => `${formatCount(count)} ${count === 1 ? "alert" : "alerts"}`;
  const shown = lines.slice(0, shownLines);
  const rest = all - shown.length;
  return {
    subject: fresh
      ? `${programName}: ${many(fresh)} new${all > fresh ? `, ${formatCount(all - fresh)} still open` : ""}`
      : `${programName}: ${many(all)} still open`,
    intro: fresh ? "What is new and needs somebody, the most urgent first." : "Nothing is new; this is still open.",
    items: shown.map(({ id, name, says, severity, isNew }) => ({
      id,
      title: `${name}${isNew ? "" : " (still open)"}`,
      text: `${severities[severity].label}: ${says}`,
    })),
    rest: rest > 0 ? `And ${many(rest)} more in the portal.` : null,
  };
}
