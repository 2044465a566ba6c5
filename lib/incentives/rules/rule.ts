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

type Told = {
  label: string;
  fields: readonly RuleField[];
  /** What it must see to tell: a period of the plan, or the plan's whole life. */
  reach: "period" | "life";
  /** It compares with the same period a year before. */
  compares?: true;
  /** It gives amounts, so that its plan must name a currency. */
  inAmounts?: true;
};
type Made<Schema extends ZodType> = Told & {
  config: Schema;
  explain: (config: z.output<Schema>, currency: string | null) => string;
  earn: (facts: RuleFacts, config: z.output<Schema>) => RuleLine[];
};

/** A way to earn, whatever its configuration is: `explain` and `earn` read it by the rule's own schema, and throw what it refuses. */
export type Rule = Told & {
  config: ZodType;
  explain: (config: unknown, currency: string | null) => string;
  earn: (facts: RuleFacts, config: unknown) => RuleLine[];
};

/** Makes a rule whose functions are given its configuration as its schema reads it. */
export const rule = <Schema extends ZodType>(made: Made<Schema>): Rule => ({
  ...made,
  explain: (config, currency) => made.explain(made.config.parse(config), currency),
  earn: (facts, config) => made.earn(facts, made.config.parse(config)),
});
