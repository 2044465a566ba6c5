import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";

/** What is logged about a partner. A note is for staff alone, whatever is ticked (db/scope.ts). */
export const logKinds = {
  note: "Note",
  call: "Call",
  email: "E-mail",
  meeting: "Meeting",
  comment: "Comment",
} as const;
export type LogKind = keyof typeof logKinds;
export const staffKinds = ["call", "email", "meeting", "note"] as const satisfies readonly LogKind[];

/** How a kind is told; data brought in may have others. */
export const logSays = (kind: string): string =>
  Object.hasOwn(logKinds, kind) ? logKinds[kind as LogKind] : kind.charAt(0).toUpperCase() + kind.slice(1);

/** What was written. Kind, day and who reads it are the staff's to say; what partner people write is a comment of today. */
export const logForm = z.object({
  partnerId: z.string().refine(isId),
  kind: z.enum(staffKinds, "Choose what it was").default("note"),
  subject: z.string().trim().min(1, "Say in a line what it was about").max(200, "At most 200 characters"),
  body: z.string().trim().max(10_000, "At most 10,000 characters").default(""),
  on: z
    .string()
    .trim()
    .default("")
    .refine((text) => text === "" || isDay(text), "Write the day as year, month and day, such as 2026-03-31"),
  audience: z.enum(["staff", "shared"]).default("staff"),
});
export type LogInput = z.output<typeof logForm>;
