import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";
import { parseAmountE4 } from "@/lib/money";

/** An amount of the deal's currency; empty for none. */
export const maybeAmount = z
  .string()
  .trim()
  .max(30, "This amount is too long")
  .default("")
  .transform((text, context) => {
    if (text === "") return null;
    try {
      const amount = parseAmountE4(text, { decimal: ".", grouping: "," });
      if (amount >= 0n && amount < 10n ** 17n) return amount;
      context.addIssue({ code: "custom", message: "The amount must be between 0 and 10 trillion" });
    } catch {
      context.addIssue({ code: "custom", message: "Write the amount as a number such as 1234.50" });
    }
    return z.NEVER;
  });

/** What a person enters to put a deal's outcome right. */
export const correctionForm = z.object({
  dealId: z.string().refine(isId),
  stage: z.string().trim().min(1, "Choose the stage that is true").max(50),
  on: z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31"),
  amountE4: maybeAmount,
  reason: z
    .string()
    .trim()
    .min(1, "Say why the deal is corrected")
    .max(500, "The reason may have at most 500 characters"),
});

export type Correction = z.output<typeof correctionForm>;

/** A day; empty for none. */
export const maybeDay = z
  .string()
  .trim()
  .refine((text) => text === "" || isDay(text), "Write the day as year, month and day, such as 2026-03-31")
  .default("")
  .transform((text) => text || null);

/** What a person enters to move a deal. `shownStage` is the stage that the form was drawn with; empty fields change nothing. */
export const moveForm = z.object({
  dealId: z.string().refine(isId),
  shownStage: z.string().max(50),
  stage: z.string().trim().min(1, "Choose the stage that the deal moves to").max(50),
  expectedCloseOn: maybeDay,
  amountE4: maybeAmount,
  reason: z.string().trim().max(500, "The reason may have at most 500 characters").default(""),
  /** Sent from a list, where the person stays. */
  stay: z.string().max(5).default(""),
});

export type Move = z.output<typeof moveForm>;

const nextStepFields = {
  dealId: z.string().refine(isId),
  nextStep: z.string().trim().max(200, "The next step may have at most 200 characters"),
  nextStepOn: maybeDay,
};
type Step = { nextStep: string; nextStepOn: string | null };
const saysWhat = ({ nextStep, nextStepOn }: Step) => nextStep !== "" || nextStepOn === null;
const sayWhat = { path: ["nextStep"], message: "Say what is to be done by this day" };

/** What is to be done next on a deal, and by when; empty for nothing. */
export const nextStepForm = z.object(nextStepFields).refine(saysWhat, sayWhat);

export type NextStep = z.output<typeof nextStepForm>;

/** What a partner plans on its own deal; a day of closing left empty stays as it is. */
export const planForm = z.object({ ...nextStepFields, expectedCloseOn: maybeDay }).refine(saysWhat, sayWhat);

export type Plan = z.output<typeof planForm>;

/** So many deals are given to another owner at once. */
export const mostAssigned = 200;

/** The deals that were ticked, and whose they become. */
export const assignForm = z.object({
  deals: z.preprocess(
    (given) => (given === undefined ? [] : [given].flat()),
    z
      .array(z.string().refine(isId))
      .min(1, "Tick the deals first")
      .max(mostAssigned, `At most ${mostAssigned} deals change their owner at once`)
      .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]),
  ),
  owner: z.string().refine(isId, "Choose the new owner"),
});

export type Assignment = z.output<typeof assignForm>;
