import { z } from "zod";
import { first, isId } from "@/lib/lists/parameters";
import { bankForm } from "./bank";
import { type Outcome, readOutcomes } from "./outcomes";

/** Made with the page: what is sent twice is done once. */
const key = z.string().refine(isId, "The form is incomplete: open the page again");
const batchId = z.string().refine(isId);
const currency = z.string().regex(/^[A-Z]{3}$/, "Choose a currency");

export const prepareForm = z.object({
  key,
  currency,
  /** Empty: everybody who is ready. */
  partner: z.preprocess((given) => [given ?? []].flat(), z.array(z.string().refine(isId)).max(500)),
});
export const batchForm = z.object({ key, batchId });

export const outcomeForm = z
  .object({
    key,
    batchId,
    payoutId: z.string().refine(isId),
    outcome: z.enum(["paid", "failed"]),
    reason: z.string().trim().max(140, "At most 140 characters").default(""),
  })
  .refine(({ outcome, reason }) => outcome === "paid" || reason !== "", {
    path: ["reason"],
    message: "Say why it failed",
  });

const amount = (says: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,15}(\.\d{1,4})?$/, says);
const days = z.coerce.number("A whole number of days").int("A whole number of days").min(0).max(60, "At most 60 days");

export const policyForm = z.object({
  currency,
  minimum: amount("An amount, such as 50 or 50.00"),
  limit: amount("An amount, such as 100000"),
});
export const payoutSettingsForm = z.object({ payoutHoldDays: days, statementDays: days });

/** The account that pays in a currency. */
export const payerForm = z
  .object({ currency })
  .loose()
  .transform((typed, context) => {
    const bank = bankForm.safeParse(typed);
    for (const { path, message } of bank.error?.issues ?? [])
      context.addIssue({ code: "custom", path: [...path], message });
    return bank.success ? { currency: typed.currency, bank: bank.data } : z.NEVER;
  });

/** What the bank said of a batch, as a file. */
export const outcomeFileForm = z.object({
  key,
  batchId,
  file: z.instanceof(File, { message: "Choose a file" }).transform(async (file, context): Promise<Outcome[]> => {
    try {
      if (file.size === 0) throw new Error("Choose a file");
      if (file.size > 900_000) throw new Error("The file is larger than 900 kB: split it");
      return readOutcomes(await file.text());
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
      return z.NEVER;
    }
  }),
});

/** The page of payouts: a currency, and from where on. */
export const payoutsAddress = z.object({
  currency: first.transform((value) => (/^[A-Z]{3}$/.test(value) ? value : "")),
  after: first.transform((value) => value.slice(0, 300)),
});

export const confirmForm = z.object({ month: z.iso.date(), currency });
export const questionForm = z.object({
  earningId: z.string().refine(isId),
  question: z.string().trim().min(1, "Say what you doubt, and why").max(2000, "At most 2000 characters"),
});
export const correctForm = z.object({
  key,
  earningId: z.string().refine(isId),
  amount: z
    .string()
    .trim()
    .regex(/^-?\d{1,15}(\.\d{1,4})?$/, "An amount such as 12.50, or -12.50 to take back"),
  why: z.string().trim().min(1, "Say why: the partner reads it").max(300, "At most 300 characters"),
});
