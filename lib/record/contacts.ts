import { z } from "zod";
import { isId } from "@/lib/lists/parameters";

/** What a person is for us at their company. */
export const contactParts = {
  main: "Main contact",
  sales: "Sales",
  technical: "Technical",
  marketing: "Marketing",
  finance: "Finance",
  executive: "Executive sponsor",
} as const;
export type ContactPart = keyof typeof contactParts;

/** Contacts are looked at once a quarter: after so many days, a review is due. */
export const reviewDays = 92;

/** Whether a contact's review is due: never made, or too long ago. */
export function isStale(reviewedOn: string | null, today: string): boolean {
  if (!reviewedOn) return true;
  return (Date.parse(today) - Date.parse(reviewedOn)) / 86_400_000 > reviewDays;
}

const part = z
  .union([z.enum(Object.keys(contactParts) as [ContactPart, ...ContactPart[]]), z.literal("")], "Choose from the list")
  .default("")
  .transform((key) => key || null);
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters`)
    .regex(/^[^\p{Cc}]*$/u, "Write one line")
    .default("")
    .transform((text) => text || null);
const details = { part, title: line(120), phone: line(50) };

/** A contact as reviewed: what stands of them, still or anew. */
export const contactReview = z.object({ personId: z.string().refine(isId), ...details });
export type ContactReview = z.output<typeof contactReview>;

/** A new contact without access to the portal; name and address are read by the rules for people. */
export const contactDetails = z.object({ partnerId: z.string().refine(isId), ...details });
export type ContactDetails = z.output<typeof contactDetails>;
