import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";

const reason = z.string().trim().max(1000, "The reason may have at most 1,000 characters").default("");
const moveId = z.string().refine(isId, "Choose a change of tier");
const day = z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31");

/** A person measures all partners as of a day. */
export const evaluationForm = z.object({ asOf: day });

/** The decision on a change of tier, as its form sends it. */
export const decisionForm = z.object({
  moveId,
  reason,
  effectiveOn: z
    .string()
    .trim()
    .default("")
    .refine((text) => text === "" || isDay(text), "Write the day as year, month and day, such as 2026-03-31")
    .transform((text) => text || null),
});
export const reasonForm = z.object({ moveId, reason });
export const appealForm = z.object({ moveId, reason: reason.refine((text) => text !== "", "Say why") });
export const answerForm = z.object({ moveId, reason, answer: z.enum(["uphold", "keep"], "Choose an answer") });

/** Promotions that were ticked. */
export const bulkForm = z.object({
  moveId: z.union([moveId, z.array(moveId).max(50)], "Tick at least one promotion").transform((ids) => [ids].flat()),
});

/** A value of a criterion that staff keep. */
export const valueForm = z.object({
  partnerId: z.string().refine(isId, "Choose a partner"),
  criterion: z.string().max(60).min(1, "Choose a criterion"),
  value: z
    .string()
    .trim()
    .transform((text) => text.replace(/,/g, ""))
    .refine((text) => /^\d{1,9}(\.\d{1,4})?$/.test(text), "Write a number, such as 5"),
  onDay: day,
  source: z.string().trim().min(1, "Say where it is from").max(200, "The source may have at most 200 characters"),
});
