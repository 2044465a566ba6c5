import { z } from "zod";
import { isTierCriterion, tierCriteria } from "@/lib/partners/tier-criteria";

const reason = z
  .string()
  .trim()
  .max(500, "The reason may have at most 500 characters")
  .default("")
  .transform((text) => text || null);

/** A tier as its form sends it: one field `atLeast.<criterion>` for each criterion; empty ones are not asked for. */
export const tierForm = z
  .looseObject({
    name: z.string().trim().min(1, "Enter the tier's name").max(60, "The name may have at most 60 characters"),
    rank: z
      .string()
      .trim()
      .regex(/^\d{1,4}$/, "Write the rank as a whole number; the lowest tier has the lowest")
      .transform(Number),
    reason,
  })
  .transform(({ name, rank, reason: why, ...rest }, context) => {
    const requirements = Object.entries(rest).flatMap(([field, value]) => {
      const criterion = field.replace(/^atLeast\./, "");
      if (criterion === field || !isTierCriterion(criterion) || typeof value !== "string" || value.trim() === "")
        return [];
      const atLeast = value.trim().replace(/,/g, "");
      const fits = tierCriteria[criterion].unit === "money" ? /^\d{1,12}(\.\d{1,2})?$/ : /^\d{1,6}$/;
      if (!fits.test(atLeast))
        context.addIssue({ code: "custom", path: [field], message: "Write a number, such as 5" });
      return [{ criterion, atLeast }];
    });
    return { name, rank, requirements, reason: why };
  });

export type TierInput = z.output<typeof tierForm>;

const knownCurrencies = new Set(Intl.supportedValuesOf("currency"));

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
    .refine((code) => knownCurrencies.has(code), "Write a currency's three letters, such as EUR"),
  timeZone: z.string().trim().refine(isTimeZone, "Write a time zone such as Europe/Berlin"),
  reason,
});

export type SettingsInput = z.output<typeof settingsForm>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "" && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
