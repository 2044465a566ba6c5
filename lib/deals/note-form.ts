import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";

/** What people write about a deal. A note is for staff alone: partners never read its kind (db/scope.ts). */
export const noteKinds = {
  note: { label: "Note, for staff alone", says: "Note", shared: false },
  comment: { label: "Comment, shared with the partner", says: "Comment", shared: true },
  call: { label: "Call, the partner sees it", says: "Call", shared: true },
  meeting: { label: "Meeting, the partner sees it", says: "Meeting", shared: true },
} as const;

export type NoteKind = keyof typeof noteKinds;

/** How a kind is told; data brought in may have others. */
export const kindSays = (kind: string): string =>
  Object.hasOwn(noteKinds, kind) ? noteKinds[kind as NoteKind].says : kind.charAt(0).toUpperCase() + kind.slice(1);

/** What was written. `kind`, `partnerId` and `on` are the staff's to say; what partner people write is a comment of today. */
export const noteForm = z.object({
  dealId: z.string().refine(isId),
  kind: z.enum(Object.keys(noteKinds) as [NoteKind, ...NoteKind[]], "Choose what it is").default("comment"),
  partnerId: z.string().refine(isId, "Choose the partner").optional(),
  subject: z.string().trim().min(1, "Say in a line what it is about").max(200, "At most 200 characters"),
  body: z.string().trim().max(10_000, "At most 10,000 characters").default(""),
  on: z
    .string()
    .trim()
    .refine((text) => text === "" || isDay(text), "Write the day as year, month and day, such as 2026-03-31")
    .optional(),
});

export type Note = z.output<typeof noteForm>;
