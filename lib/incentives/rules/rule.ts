import type { ZodType, z } from "zod";
import type { RuleFacts, RuleLine } from "../facts";

/** How a field of a rule is asked for in the plan's form. */
export type RuleField = {
  name: string;
  label: string;
  kind: "percent" | "amount" | "choice" | "lines";
  help?: string;
  options?: readonly { value: string; label: string }[];
};

/** A way to earn. `reach` is what it must see to tell: a period of the plan, or the plan's whole life. */
export type Rule<Schema extends ZodType = ZodType> = {
  label: string;
  config: Schema;
  fields: readonly RuleField[];
  reach: "period" | "life";
  /** It compares with the same period a year before. */
  compares?: true;
  /** It gives amounts, so that its plan must name a currency. */
  inAmounts?: true;
  explain: (config: z.output<Schema>, currency: string | null) => string;
  earn: (facts: RuleFacts, config: z.output<Schema>) => RuleLine[];
};

/** Keeps the type of the configuration between a rule's functions. */
export const rule = <Schema extends ZodType>(made: Rule<Schema>): Rule<Schema> => made;
