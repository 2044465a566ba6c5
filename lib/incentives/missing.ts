import type { RevenueFact } from "./facts";
import { type Basis, bases, type Plan, whyNot } from "./plan";

type Deal = { accepted: boolean; invoiced: boolean; closed_on: string };

/** Why a won deal earned its partner nothing, in words for staff: what is missing first, then each plan's own reason. */
export function whyNothing(
  plans: readonly Plan[],
  facts: ReadonlyMap<Basis, readonly RevenueFact[]>,
  deal: Deal,
): string[] {
  const due = plans.filter(
    ({ validFrom, validTo }) => validFrom <= deal.closed_on && (validTo ?? "9") > deal.closed_on,
  );
  // That a deal was not the first is the least of its reasons.
  due.sort((a, b) => Number(a.rule === "bonus") - Number(b.rule === "bonus"));
  if (due.length === 0) return ["No plan held on the day it was won"];
  const general = [
    ...(deal.accepted ? [] : ["The deal is not accepted"]),
    ...(deal.invoiced ? [] : ["Nothing of it is invoiced yet"]),
  ];
  const each = due.flatMap((plan) => {
    const own = facts.get(plan.basis) ?? [];
    if (own.length === 0)
      return plan.basis === "payment" && deal.invoiced ? [`${plan.name}: nothing of it is paid yet`] : [];
    const reasons = own.map((fact) => reasonOf(plan, fact));
    return [`${plan.name}: ${reasons[0]}`];
  });
  return [...general, ...each].length > 0 ? [...general, ...each] : [`Nothing of it is ${bases.invoice} yet`];
}

function reasonOf(plan: Plan, fact: RevenueFact): string {
  const not = whyNot(plan, fact);
  if (not) return not;
  if (fact.shareBp === 0) return "the partner has no share of the deal";
  if (plan.currency && plan.currency !== fact.currency && !fact.fx) return `no rate is known for ${fact.currency}`;
  return "its rule gives nothing for it";
}
