import { z } from "zod";
import { isTierCriterion, tierCriteria } from "@/lib/partners/tier-criteria";

const reasonText = z.string().trim().max(500, "The reason may have at most 500 characters");
const reason = reasonText.default("");

const tierFields = {
  name: z.string().trim().min(1, "Enter the tier's name").max(60, "The name may have at most 60 characters"),
  rank: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, "Write the rank as a whole number; the lowest tier has the lowest")
    .transform(Number),
};

type Sent = { name: string; rank: number; reason: string | null; [field: string]: unknown };

/** A tier as its form sends it: one field `atLeast.<criterion>` for each criterion; an empty one is not asked for. */
export const tierForm = z
  .looseObject({ ...tierFields, reason: reason.transform((text) => text || null) })
  .transform((sent, context) => ({
    name: sent.name,
    rank: sent.rank,
    reason: sent.reason,
    requirements: requirementsOf(sent, context),
  }));

/** A change of a tier; it needs a reason. */
export const tierChangeForm = z
  .looseObject({ ...tierFields, key: z.string().max(60), reason: reasonText.min(1, "Say why the tier changes") })
  .transform((sent, context) => ({
    key: sent.key,
    name: sent.name,
    rank: sent.rank,
    reason: sent.reason as string | null,
    requirements: requirementsOf(sent, context),
  }));

export type TierInput = z.output<typeof tierForm>;

function requirementsOf(sent: Sent, context: z.RefinementCtx): { criterion: string; atLeast: string }[] {
  return Object.entries(sent).flatMap(([field, value]) => {
    const criterion = field.replace(/^atLeast\./, "");
    if (criterion === field || !isTierCriterion(criterion) || typeof value !== "string") return [];
    const atLeast = value.trim().replace(/,/g, "");
    if (atLeast === "") return [];
    const fits = tierCriteria[criterion].unit === "money" ? /^\d{1,12}(\.\d{1,2})?$/ : /^\d{1,6}$/;
    if (!fits.test(atLeast))
      context.addIssue({
        code: "custom",
        path: [field],
        message: `${tierCriteria[criterion].label}: write a number, such as 5`,
      });
    return [{ criterion, atLeast }];
  });
}

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** What holds for the program, as its form sends it. */
export const settingsForm = z.object({
  programName: z
    .string()
    .trim()
    .min(1, "Enter the program's name")
    .max(100, "The name may have at most 100 characters"),
  reportingCurrency: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => currencies.has(code), "Write a currency's three letters, such as EUR"),
  timeZone: z.string().trim().refine(isTimeZone, "Write a time zone such as Europe/Berlin"),
  reason: reason.transform((text) => text || null),
});

export type SettingsInput = z.output<typeof settingsForm>;

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
