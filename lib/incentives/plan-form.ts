import { z } from "zod";
import { roles } from "./facts";
import { currencyExponent, minorOfText, roundings } from "./minor";
import { bases, explainPlan, type Plan, type PlanLimits, periods, stackings } from "./plan";
import { typedLines } from "./rules/fields";
import { type RuleKey, ruleKeys, ruleOf } from "./rules/registry";

const words = <Word extends string>(list: Record<Word, unknown>, says: string) =>
  z.enum(Object.keys(list) as [Word, ...Word[]], says);
const optional = z.string().trim().max(80).optional().default("");
const isoDay = z.iso.date("Enter a day such as 2026-01-31");
const many = <Word extends string>(word: z.ZodType<Word>) =>
  z.preprocess((given) => (given === undefined || given === "" ? [] : [given].flat()), z.array(word).max(50));
const lines = z
  .string()
  .optional()
  .default("")
  .transform((text) => [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean));

/** The form of a plan without the fields of its rule, which `readPlan` reads by the rule's own schema. */
export const planForm = z.looseObject({
  planId: z.string().optional(),
  name: z.string().trim().min(3, "Give it a name that partners will recognise").max(80),
  rule: z.enum(ruleKeys as [RuleKey, ...RuleKey[]]),
  basis: words(bases, "Choose what it counts"),
  period: words(periods, "Choose a period"),
  currency: optional.refine((code) => code === "" || /^[A-Z]{3}$/.test(code), "Enter a code such as USD, or nothing"),
  share: z.enum(["agreed", "whole"]),
  roundPer: z.enum(["line", "order"]),
  rounding: words(roundings, "Choose how it is rounded"),
  holdDays: z.coerce.number("Enter a number of days").int().min(0).max(730, "At most 730 days"),
  stacking: words(stackings, "Choose how it goes with other plans"),
  stackGroup: optional,
  rank: z.coerce.number("Enter a whole number").int().min(0).max(10_000),
  validFrom: isoDay,
  validTo: z
    .union([z.literal(""), isoDay])
    .optional()
    .default(""),
  types: many(z.string().max(60)),
  tiers: many(z.string().max(60)),
  kinds: many(z.string().max(60)),
  roles: many(z.enum(Object.keys(roles) as (keyof typeof roles)[])),
  regions: lines,
  families: lines,
  floorDeal: optional,
  capDeal: optional,
  capPeriod: optional,
  capPartner: optional,
  capProgram: optional,
});

type Read = { ok: true; plan: Omit<Plan, "id">; says: string } | { ok: false; field: string; message: string };

/** A plan of what was typed, with the sentence that partners will read; or what is wrong, and where. */
export function readPlan(form: z.output<typeof planForm>): Read {
  const rule = ruleOf(form.rule);
  const config = rule.config.safeParse(form);
  if (!config.success) {
    const [issue] = config.error.issues;
    return { ok: false, field: String(issue?.path[0] ?? "rule"), message: issue?.message ?? "Look at this again" };
  }
  const plan = planOfForm(form, config.data);
  const wrong = problemOf(plan, Boolean(rule.inAmounts));
  return wrong ?? { ok: true, plan, says: explainPlan({ ...plan, id: "" }) };
}

function planOfForm(form: z.output<typeof planForm>, config: unknown): Omit<Plan, "id"> {
  const { name, rule, basis, period, share, roundPer, rounding, holdDays, stacking, rank, validFrom } = form;
  const { types, tiers, kinds, regions, families, floorDeal, capDeal, capPeriod, capPartner, capProgram } = form;
  return {
    ...{ name, rule, config, basis, period, share, roundPer, rounding, holdDays, stacking, rank, validFrom },
    scope: { types, tiers, kinds, roles: form.roles, regions, families },
    limits: { floorDeal, capDeal, capPeriod, capPartner, capProgram },
    currency: form.currency || null,
    stackGroup: stacking === "add" ? null : form.stackGroup || null,
    validTo: form.validTo || null,
  };
}

function problemOf(plan: Omit<Plan, "id">, inAmounts: boolean): Read | null {
  const no = (field: string, message: string): Read => ({ ok: false, field, message });
  const given = (Object.keys(plan.limits) as (keyof PlanLimits)[]).filter((limit) => plan.limits[limit]);
  if (!plan.currency && (inAmounts || given.length > 0))
    return no("currency", "This plan names amounts: say in which currency");
  if (plan.currency && currencyExponent(plan.currency) > 4)
    return no("currency", "This currency cannot be reckoned in");
  for (const limit of given)
    try {
      minorOfText(plan.limits[limit], plan.currency as string);
    } catch (error) {
      return no(limit, (error as Error).message);
    }
  if (plan.validTo && plan.validTo <= plan.validFrom) return no("validTo", "The last day is after the first");
  if (plan.stacking !== "add" && !plan.stackGroup)
    return no("stackGroup", "Name the group of plans that it belongs to");
  return null;
}

/** What a form of a plan's state needs: which one. */
export const planIdForm = z.object({ planId: z.uuid() });
/** A day to end a plan on. */
export const endForm = z.object({ planId: z.uuid(), lastDay: isoDay });

/** What stands in the fields of a plan's form when it is edited. */
export function typedOf(plan: Plan): { typed: Record<string, string>; ticked: Record<string, readonly string[]> } {
  const { name, basis, period, share, roundPer, rounding, stacking, validFrom, scope, limits } = plan;
  const config = plan.config as Record<string, unknown>;
  const own = Object.fromEntries(
    Object.entries(config).map(([field, value]) => [field, Array.isArray(value) ? typedLines(value) : String(value)]),
  );
  return {
    typed: {
      ...own,
      ...{ name, basis, period, share, roundPer, rounding, stacking, validFrom, ...limits },
      currency: plan.currency ?? "",
      holdDays: String(plan.holdDays),
      rank: String(plan.rank),
      stackGroup: plan.stackGroup ?? "",
      validTo: plan.validTo ?? "",
      families: scope.families.join("\n"),
      regions: scope.regions.join("\n"),
    },
    ticked: { types: scope.types, tiers: scope.tiers, kinds: scope.kinds, roles: scope.roles },
  };
}
