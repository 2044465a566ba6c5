import { z } from "zod";
import { maybeAmount } from "@/lib/deals/form";
import { isDay, isId } from "@/lib/lists/parameters";

const optional = (limit: number, what: string) =>
  z
    .string()
    .trim()
    .max(limit, `${what} may have at most ${limit} characters`)
    .default("")
    .transform((text) => text || null);

const leadId = z.string().refine(isId);
const maybeId = z
  .string()
  .trim()
  .default("")
  .refine((text) => text === "" || isId(text), "Choose one from the list")
  .transform((text) => text || null);

const currency = z
  .string()
  .trim()
  .regex(/^[A-Z]{3}$/, "Choose a currency");

/** What staff enter of a lead. The product is checked against what exists by the command. */
export const leadForm = z.object({
  customerName: z
    .string()
    .trim()
    .min(1, "Enter the customer's name")
    .max(200, "The name may have at most 200 characters"),
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .default("")
    .transform((text) =>
      text
        .replace(/^https?:\/\//, "")
        .replace(/^www\./, "")
        .replace(/[/?#].*$/, ""),
    )
    .refine((text) => text === "" || /^[^\s@.]+(\.[^\s@.]+)+$/.test(text), "Write a domain such as example.com")
    .refine((text) => text.length <= 250, "The domain is too long")
    .transform((text) => text || null),
  country: optional(100, "The country"),
  region: optional(100, "The region"),
  industry: optional(100, "The industry"),
  contactName: optional(200, "The contact's name"),
  contactEmail: optional(254, "The e-mail address").refine(
    (text) => text === null || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
    "Write an address such as name@example.com",
  ),
  contactPhone: optional(50, "The phone number"),
  need: z.string().trim().min(1, "Say what the customer needs").max(2000, "The need may have at most 2000 characters"),
  source: optional(100, "The source"),
  productId: maybeId,
  amountE4: maybeAmount,
  currency,
});
export type LeadInput = z.output<typeof leadForm>;

/** Offers a lead to the partner that was chosen from the ranking. */
export const offerForm = z.object({ leadId, partnerId: z.string().refine(isId, "Choose a partner") });

const reason = z.string().trim().max(500, "The reason may have at most 500 characters").default("");

/** A move that needs its reason: passing on, declining, giving up. */
export const reasonForm = z.object({ leadId, reason });
export const acceptForm = z.object({ leadId });

export const noteForm = z.object({
  leadId,
  text: z.string().trim().min(1, "Write the note").max(2000, "The note may have at most 2000 characters"),
  rating: z
    .string()
    .trim()
    .default("")
    .refine((text) => /^[1-5]?$/.test(text), "Choose 1 to 5")
    .transform((text) => (text ? Number(text) : null)),
  /** Staff alone choose; what a partner writes is always shared. */
  audience: z.enum(["shared", "staff"]).default("shared"),
});
export type LeadNote = z.output<typeof noteForm>;

/** The deal that a partner opens from a lead that it accepted. */
export const openDealForm = z.object({
  leadId,
  name: z.string().trim().min(1, "Name the deal").max(200, "The name may have at most 200 characters"),
  amountE4: maybeAmount.transform((value) => value ?? 0n),
  currency,
  expectedCloseOn: z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31"),
});
export type OpenDeal = z.output<typeof openDealForm>;

export const linkForm = z.object({ leadId, dealId: z.string().refine(isId, "Choose a deal") });
