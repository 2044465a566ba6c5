import { z } from "zod";
import { currencyExponent, minorOfText, ppmOfPercent } from "@/lib/incentives/minor";
import { isDay, isId } from "@/lib/lists/parameters";
import { claimDecisions, requestDecisions } from "./states";
import { type Activity, activities } from "./words";

const id = z.string().refine(isId, "Choose one of the list");
const text = (most: number, needed: string) => z.string().trim().min(1, needed).max(most, `At most ${most} characters`);
const reason = z.string().trim().max(1000, "The reason may have at most 1,000 characters").default("");
const day = z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31");
const whole = (most: number, says: string) => z.coerce.number(says).int(says).min(0, says).max(most, says);
/** An amount as it is typed, with or without grouping; read once its currency is known. */
const amount = z
  .string()
  .trim()
  .transform((given) => given.replace(/,/g, ""))
  .refine(
    (given) => /^\d{1,13}(\.\d{1,4})?$/.test(given) && /[1-9]/.test(given),
    "Write an amount above 0, such as 1500.00",
  );
const maybeAmount = z.union([z.literal(""), amount]).default("");
const inOrder = { path: ["endsOn"], message: "The last day is not before the first" };

/** A typed amount in minor units of its currency; null when the currency has fewer decimals. */
export function typedMinor(given: string, currency: string): bigint | null {
  try {
    return minorOfText(given, currency);
  } catch {
    return null;
  }
}

/** A request as its form sends it; `intent` says whether it is only kept. */
export const requestForm = z
  .object({
    requestId: id.optional(),
    intent: z.enum(["save", "submit"]).default("save"),
    allocationId: id,
    title: text(120, "Give the activity a name"),
    activity: z.enum(Object.keys(activities) as [Activity, ...Activity[]], "Choose what it is"),
    startsOn: day,
    endsOn: day,
    plan: text(4000, "Say what you will do, and for whom"),
    amount,
    expectedLeads: z.union([z.literal(""), whole(1_000_000, "Write a whole number")]).default(""),
    expectedPipeline: maybeAmount,
  })
  .refine(({ startsOn, endsOn }) => endsOn >= startsOn, inOrder);
export type RequestInput = z.output<typeof requestForm>;

export const requestStepForm = z.object({ requestId: id, step: z.enum(["recall", "withdraw", "keep", "close"]) });
export const amendForm = z
  .object({ requestId: id, amount, startsOn: day, endsOn: day, reason: text(1000, "Say why") })
  .refine(({ startsOn, endsOn }) => endsOn >= startsOn, inOrder);
export type AmendInput = z.output<typeof amendForm>;

const saysWhy = { path: ["reason"], message: "Say why: the partner reads it" };
/** A decision on a request. Without an amount all of what was asked for is approved. */
export const requestDecisionForm = z
  .object({ requestId: id, decision: z.enum(requestDecisions, "Choose a decision"), amount: maybeAmount, reason })
  .refine(({ decision, reason }) => decision === "approve" || reason !== "", saysWhy);
export type RequestDecision = z.output<typeof requestDecisionForm>;
export const amendmentDecisionForm = z
  .object({ requestId: id, answer: z.enum(["accept", "decline"], "Choose an answer"), reason })
  .refine(({ answer, reason }) => answer === "accept" || reason !== "", saysWhy);

/** A claim as its form sends it. */
export const claimForm = z.object({
  requestId: id,
  claimId: id.optional(),
  amount,
  what: text(2000, "Say what the money was spent on"),
  last: z
    .string()
    .optional()
    .transform((given) => given === "on"),
});
export type ClaimInput = z.output<typeof claimForm>;
export const claimStepForm = z.object({ claimId: id, step: z.enum(["submit", "recall", "withdraw"]) });
/** A decision on a claim. Without an amount all of it is approved. */
export const claimDecisionForm = z
  .object({ claimId: id, decision: z.enum(claimDecisions, "Choose a decision"), amount: maybeAmount, reason })
  .refine(({ decision, reason }) => decision === "approve" || reason !== "", saysWhy);
export type ClaimDecision = z.output<typeof claimDecisionForm>;

export const dealLinkForm = z.object({ requestId: id, dealId: id });

const percent = z
  .string()
  .trim()
  .default("")
  .refine((given) => given === "" || isPercent(given), "Write a percentage such as 2.5, or nothing");
function isPercent(given: string): boolean {
  try {
    return ppmOfPercent(given) > 0n && ppmOfPercent(given) <= 1_000_000n;
  } catch {
    return false;
  }
}
const currencies = new Set(Intl.supportedValuesOf("currency"));

/** A budget with, perhaps, its rule of accrual. */
export const budgetForm = z
  .object({
    name: text(80, "Give it a name that partners will recognise"),
    currency: z
      .string()
      .trim()
      .toUpperCase()
      .refine((code) => currencies.has(code) && currencyExponent(code) <= 4, "Enter a code such as USD"),
    amount,
    startsOn: day,
    endsOn: day,
    accrual: percent,
    accrualFrom: z.union([z.literal(""), day]).default(""),
    accrualTo: z.union([z.literal(""), day]).default(""),
    decisionDays: whole(60, "From 0 to 60 days"),
    claimDays: whole(365, "From 0 to 365 days"),
    noticeDays: whole(90, "From 0 to 90 days"),
    twoPeopleOver: maybeAmount,
  })
  .refine(({ startsOn, endsOn }) => endsOn >= startsOn, inOrder)
  .refine(({ accrual, accrualFrom, accrualTo }) => accrual === "" || (accrualFrom !== "" && accrualTo > accrualFrom), {
    path: ["accrualFrom"],
    message: "Say from which day to which the revenue counts",
  });
export type BudgetInput = z.output<typeof budgetForm>;

/** Money given to a partner from a budget, or taken back. */
export const allocateForm = z.object({
  budgetId: id,
  partnerId: id,
  direction: z.enum(["give", "take"]).default("give"),
  amount,
});
export type AllocateInput = z.output<typeof allocateForm>;
