import type { BaseLine, Earned, RevenueFact, RuleLine } from "./facts";
import { groupBy } from "./group";
import { applyLimits } from "./limits";
import { convertE4, crossRate, minorOfE10, roundRatio } from "./minor";
import { periodOf, yearEarlier } from "./periods";
import { counts, type Plan } from "./plan";
import { ruleOf } from "./rules/registry";
import { stack } from "./stacking";

/** Rates that were frozen when a thing first earned: by plan, partner and source. */
export type Frozen = (planId: string, partnerId: string, sourceKey: string) => string | null;
/** What the plans may not know: a currency's rate in the reporting currency on the fact's day, by currency. */
export type Rates = (currency: string, day: string) => string | null;

type Asked = { plans: readonly Plan[]; facts: readonly RevenueFact[]; rates: Rates; frozen: Frozen };

/**
 * What the facts earn by the plans, the same for the same facts in whatever order they came: per partner and plan by
 * period, rounded, limited, and stacked. Facts of the year before are taken in only to be compared with.
 */
export function evaluate({ plans, facts, rates, frozen }: Asked): Earned[] {
  const byPartner = groupBy(facts, ({ partnerId }) => partnerId);
  const results = plans.flatMap((plan) => {
    const earned = [...byPartner].flatMap(([, own]) => ofPartner(plan, own, { rates, frozen }));
    return applyLimits(plan, earned);
  });
  return stack(plans, results);
}

type Known = Pick<Asked, "rates" | "frozen">;

function ofPartner(plan: Plan, facts: readonly RevenueFact[], known: Known): Earned[] {
  const counted = facts.filter((fact) => counts(plan, fact)).sort(byDay);
  const lines = counted.flatMap((fact) => baseOf(plan, fact, known) ?? []);
  const earlier = ruleOf(plan.rule).compares ? facts.filter((fact) => counts(beforeToo(plan), fact)) : [];
  const groups = groupBy(lines, ({ fact, currency }) => `${currency} ${spanKey(plan, fact.day)}`);
  return [...groups.values()].flatMap((group) => {
    const [{ currency, fact }] = group as [Line];
    const span = periodOf(fact.day, plan.period);
    return ofPeriod(plan, group, { currency, span, earlierE4: sumBefore(plan, earlier, span, currency, known) });
  });
}

const byDay = (a: RevenueFact, b: RevenueFact) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.key < b.key ? -1 : 1);
const spanKey = (plan: Plan, day: string) =>
  ruleOf(plan.rule).reach === "life" ? "life" : periodOf(day, plan.period).from;
/** The year before a plan began is what its first year is compared with. */
const beforeToo = (plan: Plan): Plan => ({ ...plan, validFrom: yearEarlier(plan.validFrom) });

type Line = BaseLine & { currency: string; rate: string | null };

/** What counts of a fact, in the plan's currency; nothing when its rate is not known. */
function baseOf(plan: Plan, fact: RevenueFact, { rates, frozen }: Known): Line | null {
  const own =
    plan.share === "agreed" && fact.shareBp !== null
      ? roundRatio(fact.amountE4 * BigInt(fact.shareBp), 10_000n, "half_away")
      : fact.amountE4;
  const currency = plan.currency ?? fact.currency;
  if (currency === fact.currency) return { key: fact.key, fact, baseE4: own, currency, rate: null };
  const kept = frozen(plan.id, fact.partnerId, sourceOf(plan, fact, currency));
  const to = rates(currency, fact.day);
  const rate = kept ?? (fact.fx && to ? crossRate(fact.fx, to) : null);
  return rate ? { key: fact.key, fact, baseE4: convertE4(own, rate, "1"), currency, rate } : null;
}

function sumBefore(
  plan: Plan,
  earlier: readonly RevenueFact[],
  span: { from: string; to: string },
  currency: string,
  known: Known,
): bigint {
  const [from, to] = [yearEarlier(span.from), yearEarlier(span.to)];
  return earlier
    .filter(({ day }) => day >= from && day < to)
    .flatMap((fact) => baseOf(plan, fact, known) ?? [])
    .filter((line) => line.currency === currency)
    .reduce((sum, { baseE4 }) => sum + baseE4, 0n);
}

type Period = { currency: string; span: { from: string; label: string }; earlierE4: bigint };

function ofPeriod(plan: Plan, lines: readonly Line[], { currency, span, earlierE4 }: Period): Earned[] {
  const rule = ruleOf(plan.rule);
  const facts = { lines, earlierE4, currency, periodLabel: span.label };
  const given = rule.earn(facts, plan.config);
  const byKey = new Map(lines.map((line) => [line.key, line]));
  const source = ({ key }: RuleLine) => {
    const line = byKey.get(key);
    return line ? sourceOf(plan, line.fact, currency) : `period:${span.from}`;
  };
  const sums = groupBy(given, source);
  return [...sums].map(([sourceKey, parts]) => {
    const last = parts.at(-1) as RuleLine;
    const line = byKey.get(last.key) ?? (lines.at(-1) as Line);
    return earnedOf(plan, { sourceKey, parts, line, currency });
  });
}

/** A line by itself, or all lines of its order in a period: what of an order comes later is rounded with its own period. */
const sourceOf = (plan: Plan, fact: RevenueFact, currency: string): string =>
  plan.roundPer === "order" ? `order:${fact.dealId ?? fact.key}/${spanKey(plan, fact.day)}/${currency}` : fact.key;

type Sum = { sourceKey: string; parts: RuleLine[]; line: Line; currency: string };

function earnedOf(plan: Plan, { sourceKey, parts, line, currency }: Sum): Earned {
  const amountE10 = parts.reduce((sum, part) => sum + part.amountE10, 0n);
  const { fact } = line;
  const rates = new Set(parts.map(({ rate }) => rate));
  const isPeriod = sourceKey.startsWith("period:");
  const many = parts.length > 1;
  return {
    planId: plan.id,
    partnerId: fact.partnerId,
    sourceKey,
    day: fact.day,
    dealId: isPeriod ? null : fact.dealId,
    what: isPeriod ? plan.name : fact.what,
    baseE4: parts.reduce((sum, { baseE4 }) => sum + baseE4, 0n),
    currency,
    rate: rates.size === 1 ? (parts[0]?.rate ?? null) : null,
    amountE10,
    amountMinor: minorOfE10(amountE10, currency, plan.rounding),
    rounding: plan.rounding,
    from:
      line.rate && !isPeriod && !many ? { amountE4: fact.amountE4, currency: fact.currency, rate: line.rate } : null,
    lines: parts.length,
    says: many ? `${largest(parts).says}, and ${parts.length - 1} more of the order` : (parts[0]?.says ?? ""),
  };
}

/** The part that pays most says what an order is paid for. */
const largest = (parts: readonly RuleLine[]) =>
  parts.reduce((most, part) => (part.amountE10 > most.amountE10 ? part : most));
