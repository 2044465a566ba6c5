import { z } from "zod";
import { isId, oneOf, pageNumber } from "@/lib/lists/parameters";
import { partnerForm } from "@/lib/partners/form";
import { keysOf, partnerTypes } from "@/lib/partners/words";
import { decisions } from "./states";

const line = (most: number, missing: string) =>
  z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .max(most, `At most ${most} characters`)
    .regex(/^[^\p{Cc}\p{Cf}<>]*$/u, "Write one line of ordinary characters");

/** What somebody who is not signed in writes of their company. Name and address are read by the rules for people. */
export const applicationFields = z.object({
  company: line(200, "Enter the company's name"),
  domain: partnerForm.shape.domain,
  country: line(100, "Choose the country"),
  type: z.enum(keysOf(partnerTypes), "Choose what kind of partner you would be"),
  contactTitle: z
    .string()
    .trim()
    .max(120, "At most 120 characters")
    .regex(/^[^\p{Cc}\p{Cf}<>]*$/u, "Write one line of ordinary characters")
    .default("")
    .transform((text) => text || null),
  sells: z
    .string({ error: "Say how you sell" })
    .trim()
    .min(20, "Say it in a sentence or two")
    .max(4000, "At most 4,000 characters"),
  expects: z
    .string()
    .trim()
    .max(4000, "At most 4,000 characters")
    .default("")
    .transform((text) => text || null),
  /** Filled by machines alone: people do not see it. */
  fax: z.string().max(500).default(""),
  /** When the form was drawn, sealed by us. */
  stamp: z.string().max(200).default(""),
});
export type ApplicationInput = Omit<z.output<typeof applicationFields>, "fax" | "stamp"> & {
  contactName: string;
  contactEmail: string;
};

/** An answer to what staff asked, by a link. */
export const answerForm = z.object({
  token: z.string().max(100),
  text: z.string({ error: "Write the answer" }).trim().min(1, "Write the answer").max(4000, "At most 4,000 characters"),
});

/** What staff decide. The fields of a new partner count only when it is approved as one. */
export const decisionForm = z.object({
  applicationId: z.string().refine(isId),
  decision: z.enum(namesOf(decisions), "Choose a decision"),
  reason: z.string().trim().min(1, "Say why: the applicant reads it").max(2000, "At most 2,000 characters"),
  /** The partner that the company is already; empty for a new one. */
  existingId: z
    .string()
    .default("")
    .refine((text) => text === "" || isId(text), "Choose from the list")
    .transform((text) => text || null),
  type: partnerForm.shape.type.optional(),
  tier: partnerForm.shape.tier,
  managerId: partnerForm.shape.managerId,
});
export type DecisionInput = z.output<typeof decisionForm>;

function namesOf<Words extends object>(words: Words) {
  return Object.keys(words) as [keyof Words & string, ...(keyof Words & string)[]];
}

export const applicationShows = { waiting: "Waiting", returned: "Asked back", decided: "Decided", all: "All" } as const;
export type ApplicationShow = keyof typeof applicationShows;
export const applicationFilter = z.object({
  show: oneOf(Object.keys(applicationShows) as ApplicationShow[], "waiting"),
  page: pageNumber,
});
export type ApplicationFilter = z.output<typeof applicationFilter>;
export const applicationDefaults: ApplicationFilter = applicationFilter.parse({});
