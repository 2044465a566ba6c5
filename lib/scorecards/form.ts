import { z } from "zod";
import { isDay, isId } from "../lists/parameters";
import { metricKeys } from "../metrics/registry";
import { parseAmountE4 } from "../money";
import { cadenceKeys } from "./cadence";
import { layerKeys } from "./layers";
import { templateKeys } from "./templates";

const id = z.string().refine(isId);
const chosen = (says: string) => z.string().trim().refine(isId, says);
const day = z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31");
const maybe = <T extends z.ZodType<string>>(rule: T) =>
  z.preprocess((given) => (typeof given === "string" && given.trim() === "" ? null : (given ?? null)), rule.nullable());
const text = (most: number, empty: string) => z.string().trim().min(1, empty).max(most, `At most ${most} characters`);
const maybeText = (most: number) => maybe(z.string().trim().max(most, `At most ${most} characters`));
const ticked = z.preprocess((given) => given === "on" || given === "true", z.boolean());

/** A number as people type it, in ten-thousandths. */
const number = z
  .string()
  .trim()
  .max(20, "This number is too long")
  .transform((typed, context) => {
    try {
      return parseAmountE4(typed.replace(/\s*%$/, ""), { decimal: ".", grouping: "," });
    } catch {
      context.addIssue({ code: "custom", message: "Write a number such as 1234.5" });
      return z.NEVER;
    }
  });
const maybeNumber = z.preprocess(
  (given) => (typeof given === "string" && given.trim() === "" ? null : (given ?? null)),
  number.nullable(),
);

/** One sentence: what the partnership is for. */
const goal = z
  .string()
  .trim()
  .min(1, "Say in one sentence what the partnership is for")
  .max(200, "The goal may have at most 200 characters: one sentence")
  .refine((said) => !/[\n\r]|[.!?]\s+\S/.test(said), "Say it in one sentence");

export const startForm = z.object({
  partnerId: id,
  template: z.enum(templateKeys, "Choose what kind of partnership it is"),
  goal,
  ownerId: chosen("Choose who answers for the scorecard"),
});

export const headForm = z.object({
  partnerId: id,
  goal,
  cadence: z.enum(cadenceKeys),
  ownerId: chosen("Choose who answers for the scorecard"),
});

const kept = {
  ownerId: chosen("Every metric has an owner: choose one"),
  baseline: maybeNumber,
  target: maybeNumber,
  cadence: z.enum(cadenceKeys),
  shared: ticked,
};

export const addForm = z
  .object({
    partnerId: id,
    layer: z.enum(layerKeys, "Choose the layer"),
    metric: maybe(z.enum(metricKeys as [string, ...string[]], "Choose a metric from the list")),
    name: maybeText(80),
    unit: maybe(z.enum(["percent", "count", "days", "hours", "score", "ratio"])),
    better: maybe(z.enum(["up", "down"])),
    ...kept,
  })
  .refine(({ metric, name }) => metric || name, {
    path: ["name"],
    message: "Choose a metric, or name one that is entered by hand",
  })
  .refine(({ metric, name, unit, better }) => metric || !name || (unit && better), {
    path: ["unit"],
    message: "Say in what it is counted and which way is good",
  });
export type AddMetric = z.output<typeof addForm>;

export const changeForm = z.object({ partnerId: id, metricId: id, ...kept });
export type ChangeMetric = z.output<typeof changeForm>;
export const metricForm = z.object({ partnerId: id, metricId: id });

export const valueForm = z.object({
  partnerId: id,
  metricId: chosen("Choose the metric"),
  on: day,
  value: number,
  source: text(120, "Say where the value is from"),
});
export type EnterValue = z.output<typeof valueForm>;

export const partnerForm = z.object({ partnerId: id });
export const reviewForm = z.object({ reviewId: id });

/** A point of a review; what a kind asks for is checked with it. */
export const itemForm = z
  .object({
    reviewId: id,
    kind: z.enum(["change", "risk", "blocker", "decision", "experiment"]),
    text: text(500, "Say what it is"),
    ownerId: maybe(chosen("Choose an owner")),
    dueOn: maybe(day),
    metricId: maybe(chosen("Choose a metric")),
    expected: maybeNumber,
    shared: ticked,
    internalNote: maybeText(1000),
  })
  .superRefine(({ kind, ownerId, dueOn, metricId, expected }, context) => {
    const ask = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (kind !== "decision" && kind !== "experiment") return;
    const what = kind === "decision" ? "A decision" : "An experiment";
    if (!ownerId) ask("ownerId", `${what} has an owner: choose one`);
    if (!dueOn) ask("dueOn", `${what} has a day: set when it is due`);
    if (kind !== "experiment") return;
    if (!metricId) ask("metricId", "Choose the metric that should move");
    if (expected === null) ask("expected", "Say what you expect it to be then");
  });
export type ReviewItem = z.output<typeof itemForm>;

export const endItemForm = z.object({
  itemId: id,
  reviewId: maybe(id),
  partnerId: id,
  state: z.enum(["done", "dropped"]),
  outcome: text(500, "Say what came of it"),
});
export const itemIdForm = z.object({ itemId: id, reviewId: id });

export const closeForm = z.object({
  reviewId: id,
  summary: maybeText(1000),
  noDecisionReason: maybeText(500),
  internalNote: maybeText(2000),
});
export type CloseReview = z.output<typeof closeForm>;
