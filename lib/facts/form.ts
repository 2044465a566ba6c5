import { z } from "zod";
import { isDay, isId, oneOf } from "../lists/parameters";
import { type MetricKey, metricKeys } from "../metrics/registry";
import { parseAmountE4 } from "../money";

/** What staff may enter where no import brings it. */
export const enteredKinds = {
  target: {
    label: "Targets",
    one: "target",
    says: "What a metric should come to, or the baseline that it starts from.",
  },
  cost: { label: "Costs", one: "cost", says: "What the channel cost: invested in one partner, or in the program." },
  answer: { label: "Satisfaction", one: "answer", says: "An answer of somebody of a partner, or of a customer." },
  uptime: {
    label: "Uptime",
    one: "day of uptime",
    says: "How many minutes of a day an integration was observed, and up.",
  },
} as const;
export type EnteredKind = keyof typeof enteredKinds;
export const enteredKindKeys = Object.keys(enteredKinds) as EnteredKind[];

export const costKinds = {
  incentives: "Incentives",
  mdf: "Market development",
  enablement: "Enablement",
  support: "Support",
  operations: "Operations",
} as const;
export const answerKinds = { pulse: "Partner, 0 to 10", csat: "Customer, 1 to 5" } as const;
export const targetKinds = { target: "Target", baseline: "Baseline" } as const;

const keysOf = <Words extends object>(words: Words) => Object.keys(words) as [keyof Words & string];
const text = (most: number, ask: string) => z.string().trim().min(1, ask).max(most, `At most ${most} characters`);
const day = z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31");

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
const whole = (most: number) =>
  z
    .string()
    .trim()
    .refine((typed) => /^\d{1,4}$/.test(typed) && Number(typed) <= most, `Write a whole number from 0 to ${most}`)
    .transform(Number);

/** What every entry says: whose it is, by name and empty for the program, and where it is from. `entryId` makes sending it twice one entry. */
const common = {
  entryId: z.string().refine(isId),
  partner: z.string().trim().max(200, "At most 200 characters").default(""),
  source: text(200, "Say where this is from: a report, a survey, a bill"),
};

export const enterForm = z
  .discriminatedUnion("what", [
    z.object({
      ...common,
      what: z.literal("target"),
      kind: z.enum(keysOf(targetKinds), "Choose one"),
      metric: z.enum(metricKeys as [MetricKey, ...MetricKey[]], "Choose the metric"),
      period: text(10, "Write the period: 2026, 2026-Q3 or 2026-07"),
      value: number,
    }),
    z.object({
      ...common,
      what: z.literal("cost"),
      kind: z.enum(keysOf(costKinds), "Choose what it was for"),
      amount: number,
      currency: z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z]{3}$/, "Write the currency as three letters, such as EUR"),
      on: day,
    }),
    z.object({
      ...common,
      what: z.literal("answer"),
      kind: z.enum(keysOf(answerKinds), "Choose who answered"),
      score: whole(10),
      on: day,
    }),
    z.object({
      ...common,
      what: z.literal("uptime"),
      integration: z.string().trim().max(200, "At most 200 characters").default(""),
      minutesUp: whole(1500),
      minutesObserved: whole(1500),
      on: day,
    }),
  ])
  .superRefine((entry, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (entry.what === "answer" && entry.kind === "csat" && (entry.score < 1 || entry.score > 5))
      wrong("score", "A customer answers 1 to 5");
    if (entry.what === "answer" && entry.kind === "pulse" && !entry.partner)
      wrong("partner", "Name the partner whose people answered");
    if (entry.what === "uptime" && entry.minutesUp > entry.minutesObserved)
      wrong("minutesUp", "This is more than was observed");
    if (entry.what === "uptime" && !entry.partner) wrong("partner", "Name the partner whose integration it is");
    if (entry.what === "cost" && entry.amount === 0n) wrong("amount", "Write the amount; a refund is negative");
  });
export type EnterInput = z.output<typeof enterForm>;
export type Entry<What extends EnteredKind> = Extract<EnterInput, { what: What }>;

export const takeBackForm = z.object({ entryId: z.string().refine(isId), why: text(200, "Say why it is taken back") });

/** Which kind the page shows. */
export const enteredFilter = z.object({ what: oneOf(enteredKindKeys, "target") });
