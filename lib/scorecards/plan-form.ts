import { z } from "zod";
import { isDay, isId } from "../lists/parameters";
import { metricKeys } from "../metrics/registry";
import { parseAmountE4 } from "../money";
import { planMonths } from "./plan";

const id = z.string().refine(isId);
const day = z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31");
const text = (most: number, empty: string) => z.string().trim().min(1, empty).max(most, `At most ${most} characters`);
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters`)
    .default("")
    .transform((given) => given || null);
const number = (typed: string, context: z.RefinementCtx) => {
  try {
    return parseAmountE4(typed.trim().replace(/\s*%$/, ""), { decimal: ".", grouping: "," });
  } catch {
    context.addIssue({ code: "custom", message: "Write a number such as 1234.5" });
    return z.NEVER;
  }
};
const target = z.string().max(20, "This number is too long").transform(number);

export const planForm = z.object({
  partnerId: id,
  name: text(120, "Name the plan"),
  summary: optional(1000),
  internalNote: optional(2000),
  fromOn: day,
  months: z
    .string()
    .refine((given) => planMonths.some((months) => String(months) === given), "A plan lasts 18 to 36 months")
    .transform(Number),
});
export type NewPlan = z.output<typeof planForm>;

export const goalForm = z.object({
  planId: id,
  title: text(160, "Say what is to be reached"),
  metric: z.enum(metricKeys as [string, ...string[]], "Choose how it is measured"),
  staffOwnerId: z.string().refine(isId, "Choose who of staff answers for it"),
  partnerOwnerId: z.string().refine(isId, "Choose who of the partner answers for it"),
  first: target,
  last: target,
});
export type NewGoal = z.output<typeof goalForm>;

/** The target of each quarter, in order: `value.0`, `value.1`, and so on. */
export const targetsForm = z.looseObject({ goalId: id }).transform(({ goalId, ...fields }, context) => {
  const names = Object.keys(fields).filter((name) => /^value\.\d{1,2}$/.test(name));
  const inOrder = names.sort((a, b) => Number(a.slice(6)) - Number(b.slice(6)));
  const value = inOrder.map((name) => {
    const read = target.safeParse(fields[name]);
    if (read.success) return read.data;
    context.addIssue({ code: "custom", path: [name], message: "Write a number such as 1234.5" });
    return 0n;
  });
  return { goalId, value };
});

export const activityForm = z.object({
  planId: id,
  goalId: z
    .string()
    .default("")
    .refine((given) => given === "" || isId(given))
    .transform((given) => given || null),
  title: text(200, "Say what is to be done"),
  ownerId: z.string().refine(isId, "Every activity has an owner: choose one"),
  dueOn: day,
});
export type NewActivity = z.output<typeof activityForm>;

export const markForm = z.object({ activityId: id, done: z.enum(["yes", "no"]) });
export const goalIdForm = z.object({ goalId: id });
export const moveForm = z.object({ planId: id, move: z.enum(["agree", "end", "drop"]) });
