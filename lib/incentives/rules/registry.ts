import { bonus } from "./bonus";
import { flat } from "./flat";
import { growth } from "./growth";
import { percentage } from "./percentage";
import { product } from "./product";
import { renewal } from "./renewal";
import type { Rule } from "./rule";
import { tiered } from "./tiered";

/** Every way to earn, by the key that plans keep. */
export const rules = { percentage, flat, tiered, growth, product, renewal, bonus } as const;
export type RuleKey = keyof typeof rules;
export const ruleKeys = Object.keys(rules) as RuleKey[];

/** The rule of a plan. */
export const ruleOf = (key: RuleKey): Rule => rules[key];

export const isRule = (key: string): key is RuleKey => Object.hasOwn(rules, key);
