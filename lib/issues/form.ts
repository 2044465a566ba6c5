import { z } from "zod";
import { first, isDay, isId, oneOf, pageNumber } from "@/lib/lists/parameters";
import { isMetricKey, type MetricKey } from "@/lib/metrics/registry";

const issueId = z.string().refine(isId);
const words = (ask: string) => z.string().trim().min(1, ask).max(2000, "The text may have at most 2000 characters");

/** A question about a figure: the figure's address, perhaps one of its rows, and the doubt in words. */
export const askForm = z.object({
  metric: z
    .string()
    .refine(isMetricKey)
    .transform((key) => key as MetricKey),
  query: z.string().max(2000).default(""),
  about: z
    .string()
    .regex(/^((deal|registration):[0-9a-f-]{36})?$/)
    .default(""),
  question: words("Say what you doubt, and why"),
  shared: z
    .string()
    .optional()
    .transform((value) => value === "on"),
});
export type AskInput = z.output<typeof askForm>;

export const moveForm = z.object({ issueId });
export const sayForm = z.object({ issueId, text: words("Write the text") });
export const reopenForm = z.object({ issueId, text: words("Say what is still wrong") });
export const noteForm = sayForm.extend({ audience: z.enum(["shared", "staff"]).default("staff") });
export const giveForm = z.object({
  issueId,
  ownerId: z.string().refine(isId, "Choose a person"),
  dueOn: z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31"),
});
export const answerForm = z.object({
  issueId,
  answer: z.enum(["valid", "incomplete", "declined"], "Choose an answer"),
  text: words("Write the answer"),
  /** The entry of the audit log that tells of the correction. */
  correction: z
    .string()
    .regex(/^\d{0,18}$/)
    .default(""),
});
export type AnswerInput = z.output<typeof answerForm>;

/** The list of questions as an address says it. */
export const issueFilter = z.object({
  show: oneOf(["waiting", "answered", "closed", "all"], "waiting"),
  owner: oneOf(["me"]),
  metric: first.transform((value): MetricKey | "" => (isMetricKey(value) ? value : "")),
  page: pageNumber,
});
export type IssueFilter = z.output<typeof issueFilter>;
export const issueDefaults: IssueFilter = issueFilter.parse({});
