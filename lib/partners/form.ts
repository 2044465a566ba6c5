import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";
import { contractStatuses, importances, keysOf, partnerStatuses, partnerTypes } from "./words";

const optional = (limit: number, what: string) =>
  z
    .string()
    .trim()
    .max(limit, `${what} may have at most ${limit} characters`)
    .default("")
    .transform((text) => text || null);

const optionalDay = z
  .string()
  .trim()
  .default("")
  .refine((text) => text === "" || isDay(text), "Write the day as year, month and day, such as 2026-03-31")
  .transform((text) => text || null);

/** A web domain such as `example.com`: what people paste around it is taken off. */
const domain = z
  .string()
  .trim()
  .default("")
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\//, "")
      .replace(/^www\./, "")
      .replace(/[/?#].*$/, ""),
  )
  .refine((text) => text === "" || /^[^\s@.]+(\.[^\s@.]+)+$/.test(text), "Write a domain such as example.com")
  .transform((text) => text || null);

const whole = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, `Write a whole number from 0 to ${most}`)
    .transform(Number)
    .refine((value) => value <= most, `Write a whole number from 0 to ${most}`);

/** What a person enters of a partner. Tier and manager are checked against what exists by the command. */
export const partnerForm = z.object({
  name: z.string().trim().min(1, "Enter the company's name").max(200, "The name may have at most 200 characters"),
  domain,
  website: optional(300, "The website").refine(
    (text) => text === null || /^https?:\/\/\S+$/.test(text),
    "Write the whole address, such as https://example.com",
  ),
  type: z.enum(keysOf(partnerTypes), "Choose what kind of partner this is"),
  tier: optional(50, "The tier"),
  status: z.enum(keysOf(partnerStatuses), "Choose a status"),
  importance: z.enum(keysOf(importances), "Choose how important the partner is"),
  leadWeight: whole(1000).default(100),
  leadCapacity: whole(10_000).default(10),
  contractStatus: z.enum(keysOf(contractStatuses), "Choose where the contract stands"),
  contractEndsOn: optionalDay,
  joinedOn: optionalDay,
  managerId: z
    .string()
    .trim()
    .default("")
    .refine((text) => text === "" || isId(text), "Choose a manager from the list")
    .transform((text) => text || null),
  country: optional(100, "The country"),
  region: optional(100, "The region"),
  territory: optional(100, "The territory"),
  segment: optional(100, "The segment"),
  city: optional(100, "The city"),
  phone: optional(50, "The phone number"),
  specializations: optional(500, "The specializations").transform((text) => [
    ...new Set(
      (text ?? "")
        .split(/[,;\n]/)
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ]),
  description: optional(2000, "The description"),
});

export type PartnerInput = z.output<typeof partnerForm>;

/** A change also says from which day it holds, and why. */
export const partnerChangeForm = partnerForm.extend({
  id: z.string().refine(isId),
  effectiveOn: optionalDay,
  reason: optional(500, "The reason"),
});
