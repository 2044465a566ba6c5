import { z } from "zod";
import { isRequirement } from "@/lib/deals/stage-requirements";

/** A percentage with at most two decimals, in basis points. */
const percentBp = z
  .string()
  .trim()
  .default("")
  .transform((text, context) => {
    const [, whole = "", part = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
    const bp = Number(whole) * 100 + Number(part.padEnd(2, "0"));
    if (whole !== "" && bp <= 10_000) return bp;
    context.addIssue({ code: "custom", message: "Write a percentage between 0 and 100" });
    return z.NEVER;
  });

/**
 * A stage as its form sends it: `requires.<key>` and `to.<stage>` are ticked or not there. `limited` says that deals go
 * to the ticked stages alone; else they go to any.
 */
export const stageForm = z
  .looseObject({
    key: z.string().max(50),
    name: z.string().trim().min(1, "Enter the stage's name").max(60, "The name may have at most 60 characters"),
    probability: percentBp,
    limited: z.literal("on").optional(),
    reason: z
      .string()
      .trim()
      .min(1, "Say why the stage changes")
      .max(500, "The reason may have at most 500 characters"),
  })
  .transform(({ key, name, probability, limited, reason, ...sent }) => ({
    key,
    name,
    probabilityBp: probability,
    limited: limited === "on",
    reason,
    requires: ticked(sent, "requires.").filter(isRequirement),
    movesTo: ticked(sent, "to."),
  }));

export type StageInput = z.output<typeof stageForm>;

const ticked = (sent: Record<string, unknown>, prefix: string) =>
  Object.keys(sent).flatMap((field) => (field.startsWith(prefix) ? [field.slice(prefix.length)] : []));
