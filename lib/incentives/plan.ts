import type { RevenueFact, Role } from "./facts";
import { type Rounding, roundings } from "./minor";
import { amountText } from "./rules/fields";
import { isRule, type RuleKey, ruleOf } from "./rules/registry";

export const bases = {
  invoice: "invoiced",
  payment: "paid by the customer",
  close: "won",
} as const;
export type Basis = keyof typeof bases;

export const periods = { month: "month", quarter: "quarter", year: "year" } as const;
export type PlanPeriod = keyof typeof periods;

export const stackings = {
  add: "comes on top of every other plan",
  best: "of its group, the plan that pays most for a line counts",
  first: "of its group, the plan of the first rank that pays for a line counts",
} as const;
export type Stacking = keyof typeof stackings;

/** What a plan counts; an empty list is everything. */
export type PlanScope = {
  types: string[];
  tiers: string[];
  regions: string[];
  families: string[];
  kinds: string[];
  roles: Role[];
};

/** The least and the most that a plan pays, as amounts of its currency; empty for no limit. */
export type PlanLimits = {
  floorDeal: string;
  capDeal: string;
  capPeriod: string;
  capPartner: string;
  capProgram: string;
};

/** A version of a plan: what an approved one says never changes. */
export type Plan = {
  id: string;
  name: string;
  rule: RuleKey;
  config: unknown;
  scope: PlanScope;
  limits: PlanLimits;
  basis: Basis;
  period: PlanPeriod;
  /** The currency it is reckoned in; null keeps that of each line. */
  currency: string | null;
  /** Whether the agreed share of a deal counts, or all of it. */
  share: "agreed" | "whole";
  roundPer: "line" | "order";
  rounding: Rounding;
  holdDays: number;
  stacking: Stacking;
  stackGroup: string | null;
  rank: number;
  /** Days that count: [from, to), open when null. */
  validFrom: string;
  validTo: string | null;
};

export const limitWords = {
  floorDeal: "at least {amount} for each deal",
  capDeal: "at most {amount} for each deal",
  capPeriod: "at most {amount} for a {period}",
  capPartner: "at most {amount} in all",
  capProgram: "until the program's budget of {amount} is used",
} as const satisfies Record<keyof PlanLimits, string>;

/** Whether a plan counts a fact of one of its days. */
export function counts(plan: Plan, fact: RevenueFact): boolean {
  return whyNot(plan, fact) === null;
}

/** Why a plan does not count a fact, in words for staff; null when it does. */
export function whyNot({ scope, validFrom, validTo }: Plan, fact: RevenueFact): string | null {
  if (fact.day < validFrom || (validTo !== null && fact.day >= validTo)) return "it is of a day outside of the plan";
  if (scope.types.length > 0 && !scope.types.includes(fact.type)) return "the plan is for other types of partners";
  if (scope.tiers.length > 0 && !scope.tiers.includes(fact.tier ?? "")) return "the plan is for other tiers";
  if (scope.regions.length > 0 && !scope.regions.includes(fact.region ?? "")) return "the plan is for other regions";
  if (scope.roles.length > 0 && !scope.roles.includes(fact.role)) return "the plan is for another part in the deal";
  if (scope.kinds.length > 0 && !scope.kinds.includes(fact.kind)) return "the plan is for another kind of sale";
  if (scope.families.length > 0 && !scope.families.includes(fact.family ?? "")) return "the plan is for other products";
  return null;
}

/** The sentence that partners read: what earns, how much, within which limits, and when it is paid. */
export function explainPlan(plan: Plan): string {
  const rule = isRule(plan.rule) ? ruleOf(plan.rule) : null;
  const said = rule ? rule.explain(plan.config, plan.currency) : plan.name;
  const limits = (Object.keys(limitWords) as (keyof PlanLimits)[])
    .filter((limit) => plan.limits[limit])
    .map((limit) =>
      limitWords[limit]
        .replace("{amount}", amountText(plan.limits[limit], plan.currency))
        .replace("{period}", plan.period),
    );
  const hold = plan.holdDays > 0 ? ` Held for ${plan.holdDays} days after the day it is ${bases[plan.basis]}.` : "";
  const rounded = `Rounded ${roundings[plan.rounding]} for each ${plan.roundPer}.`;
  return `You earn ${said}, on what is ${bases[plan.basis]}${scopeWords(plan)}${limits.length ? `; ${limits.join(", ")}` : ""}. ${rounded}${hold}`;
}

const roleWords: Record<Role, string> = {
  sourcing: "you sourced",
  influencing: "you influenced",
  managing: "you manage without a deal",
};

function scopeWords({ scope, share }: Plan): string {
  const parts = [
    scope.roles.length ? ` in deals that ${scope.roles.map((role) => roleWords[role]).join(" or that ")}` : "",
    scope.families.length ? ` of ${scope.families.join(", ")}` : "",
    scope.kinds.length ? ` as ${scope.kinds.map((kind) => kind.replace("_", "-")).join(", ")}` : "",
    scope.types.length || scope.tiers.length || scope.regions.length
      ? `, for ${[scope.tiers.join(" and "), scope.types.join(" and "), "partners", scope.regions.length ? `in ${scope.regions.join(", ")}` : ""].filter(Boolean).join(" ")}`
      : "",
    share === "agreed" ? ", by your agreed share of the deal" : "",
  ];
  return parts.join("");
}
