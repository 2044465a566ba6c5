import { z } from "zod";
import { criterionOf, customKeyOf, isTierCriterion } from "@/lib/tiers/criteria";
import type { Requirement } from "@/lib/tiers/standing";
import { isTierWindow, usualWindow } from "@/lib/tiers/windows";

const reasonText = z.string().trim().max(500, "The reason may have at most 500 characters");
const reason = reasonText.default("");

const tierFields = {
  name: z.string().trim().min(1, "Enter the tier's name").max(60, "The name may have at most 60 characters"),
  rank: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, "Write the rank as a whole number; the lowest tier has the lowest")
    .transform(Number),
  benefits: z
    .string()
    .max(4000, "The benefits may have at most 4,000 characters")
    .default("")
    .transform((text) =>
      text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
    ),
};

type Sent = { name: string; rank: number; reason: string | null; benefits: string[]; [field: string]: unknown };

/**
 * A tier as its form sends it: fields `atLeast.<criterion>` and `window.<criterion>` for each criterion; an empty one is not
 * asked for. Benefits are the lines of a text.
 */
export const tierForm = z
  .looseObject({ ...tierFields, reason: reason.transform((text) => text || null) })
  .transform((sent, context) => ({
    name: sent.name,
    rank: sent.rank,
    benefits: sent.benefits,
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
    benefits: sent.benefits,
    reason: sent.reason as string | null,
    requirements: requirementsOf(sent, context),
  }));

export type TierInput = z.output<typeof tierForm>;

function requirementsOf(sent: Sent, context: z.RefinementCtx): Requirement[] {
  return Object.entries(sent).flatMap(([field, value]) => {
    const criterion = field.replace(/^atLeast\./, "");
    if (criterion === field || !isAsked(criterion) || typeof value !== "string") return [];
    const atLeast = value.trim().replace(/,/g, "");
    if (atLeast === "") return [];
    const { label, unit, windowed } = criterionOf(criterion);
    const fits = unit === "count" ? /^\d{1,6}$/ : /^\d{1,12}(\.\d{1,4})?$/;
    if (!fits.test(atLeast))
      context.addIssue({ code: "custom", path: [field], message: `${label}: write a number, such as 5` });
    const window = sent[`window.${criterion}`];
    return [{ criterion, atLeast, ...(windowed ? { window: isTierWindow(window) ? window : usualWindow } : {}) }];
  });
}

const isAsked = (criterion: string) =>
  isTierCriterion(criterion) || /^[a-z0-9_]{1,60}$/.test(customKeyOf(criterion) ?? "");

/** A criterion whose values staff enter. */
export const criterionForm = z.object({
  name: z.string().trim().min(1, "Enter what is counted").max(60, "The name may have at most 60 characters"),
});

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
