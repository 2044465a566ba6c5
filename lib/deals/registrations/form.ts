import { z } from "zod";
import { countries } from "@/lib/deals/matching/country";
import { isDay, isId } from "@/lib/lists/parameters";
import { parseAmountE4 } from "@/lib/money";
import { lineNumbers, type Typed } from "./completeness";
import { type Decision, decisions, registrationMoves } from "./states";
import { type Involvement, involvements } from "./words";

const text = (most: number, what: string) =>
  z
    .string()
    .trim()
    .max(most, `${what} may have at most ${most} characters`)
    .default("")
    .transform((value) => value || null);
const days = "Write the day as year, month and day, such as 2026-03-31";
const day = z
  .string()
  .trim()
  .default("")
  .refine((value) => value === "" || isDay(value), days)
  .transform((value) => value || null);
const currencies = new Set(Intl.supportedValuesOf("currency"));

const countryNames = new Set(countries.map(({ name }) => name));

const customerFields = {
  customerName: z.string().trim().max(200, "The name may have at most 200 characters").default(""),
  domain: text(200, "The site"),
  country: z
    .string()
    .trim()
    .default("")
    .refine((value) => value === "" || countryNames.has(value), "Choose a country")
    .transform((value) => value || null),
};
const termFields = {
  contactName: text(200, "The name"),
  contactEmail: z
    .string()
    .trim()
    .max(254, "The address may have at most 254 characters")
    .default("")
    .refine(
      (value) => value === "" || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
      "Write an address such as ann@example.com",
    )
    .transform((value) => value || null),
  contactTitle: text(200, "The title"),
  need: text(4000, "The text"),
  expectedCloseOn: day,
};

/** A registration as its form sends it: fields `product.1`, `quantity.1`, `amount.1` and on; `intent` says save or submit. */
export const registrationForm = z
  .looseObject({
    registrationId: z.string().refine(isId).optional(),
    intent: z.enum(["save", "submit"]).default("save"),
    ...customerFields,
    ...termFields,
    involvement: z
      .string()
      .default("")
      .transform((value) => (Object.hasOwn(involvements, value) ? (value as Involvement) : null)),
    currency: z
      .string()
      .trim()
      .toUpperCase()
      .default("")
      .refine((value) => value === "" || currencies.has(value), "Choose a currency")
      .transform((value) => value || null),
  })
  .transform((sent, context) => ({ ...sent, lines: linesOf(sent, context), typed: typedOf(sent) }));
export type RegistrationInput = z.output<typeof registrationForm>;

/** A change of what may be changed after submission, with the amounts of the lines by their numbers. */
export const amendmentForm = z
  .looseObject({ registrationId: z.string().refine(isId), ...termFields })
  .transform((sent, context) => ({ ...sent, amounts: amountsOf(sent, context) }));
export type Amendment = z.output<typeof amendmentForm>;

const reason = z.string().trim().max(1000, "The reason may have at most 1,000 characters").default("");
const note = z.string().trim().max(4000, "The note may have at most 4,000 characters").default("");

/** What staff decide on one registration. `dealId` links the approval to a deal that stands already. */
export const decisionForm = z.object({
  registrationId: z.string().refine(isId),
  decision: z.enum(decisions, "Choose a decision"),
  reason,
  note,
  dealId: z
    .string()
    .default("")
    .refine((value) => value === "" || isId(value), "This deal does not exist")
    .transform((value) => value || null),
});
export type DecisionInput = z.output<typeof decisionForm>;

/** What may be decided on several at once: nothing that needs a look at each. */
export const bulkDecisions = ["approve", "return", "reject"] as const satisfies readonly Decision[];

/** One decision on several, with one reason that each partner reads. */
export const bulkDecisionForm = z
  .object({
    registrationId: z
      .union([z.string(), z.array(z.string())], "Tick at least one registration")
      .transform((given) => [...new Set([given].flat())])
      .refine((ids) => ids.every(isId) && ids.length <= 100, "Tick at most 100 registrations"),
    decision: z.enum(bulkDecisions, "Choose a decision"),
    reason,
  })
  .refine(({ decision, reason }) => reason !== "" || !registrationMoves[decision].reason, {
    path: ["reason"],
    message: "Say why: the partners read it",
  });
export type BulkDecision = z.output<typeof bulkDecisionForm>;

export const withdrawalForm = z.object({ registrationId: z.string().refine(isId), reason });
export const noteForm = z.object({
  registrationId: z.string().refine(isId),
  note: note.refine((value) => value !== "", "Write the note"),
});
export const extensionForm = z.object({
  registrationId: z.string().refine(isId),
  until: z.string().trim().refine(isDay, days),
  reason: reason.refine((value) => value !== "", "Say why you need more time"),
});
export const extensionAnswerForm = z.object({
  extensionId: z.string().refine(isId),
  answer: z.enum(["approved", "rejected"], "Choose an answer"),
  reason,
});

type Fields = Record<string, unknown>;
const field = (sent: Fields, name: string) => (typeof sent[name] === "string" ? (sent[name] as string).trim() : "");

function linesOf(sent: Fields, context: z.RefinementCtx) {
  return lineNumbers.flatMap((lineNo) => {
    const [productId, quantity] = [field(sent, `product.${lineNo}`), field(sent, `quantity.${lineNo}`) || "1"];
    const amount = field(sent, `amount.${lineNo}`);
    if (productId === "" && amount === "") return [];
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [`${name}.${lineNo}`], message });
    if (productId !== "" && !isId(productId)) refuse("product", "This product does not exist");
    if (!/^\d{1,7}(\.\d{1,3})?$/.test(quantity) || Number(quantity) === 0)
      refuse("quantity", "Write the quantity as a number above 0, such as 12");
    return [
      { lineNo, productId: productId || null, quantity, amountE4: amountOf(amount, `amount.${lineNo}`, context) },
    ];
  });
}

function amountsOf(sent: Fields, context: z.RefinementCtx) {
  return lineNumbers.flatMap((lineNo) => {
    const amount = field(sent, `amount.${lineNo}`);
    return amount === "" ? [] : [{ lineNo, amountE4: amountOf(amount, `amount.${lineNo}`, context) }];
  });
}

function amountOf(amount: string, path: string, context: z.RefinementCtx): bigint {
  if (amount === "") return 0n;
  try {
    const amountE4 = parseAmountE4(amount, { decimal: ".", grouping: "," });
    if (amountE4 > 0n && amountE4 < 10n ** 16n) return amountE4;
    context.addIssue({ code: "custom", path: [path], message: "The amount must be above 0 and below 1 trillion" });
  } catch {
    context.addIssue({ code: "custom", path: [path], message: "Write the amount as a number such as 1234.50" });
  }
  return 0n;
}

const typedOf = (sent: Fields): Typed =>
  Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, typeof value === "string" ? value : undefined]),
  );
