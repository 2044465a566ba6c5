import type { Earned } from "./facts";
import { groupBy } from "./group";
import type { Plan } from "./plan";

/**
 * What is left of several plans for one thing: outside of groups all add; of a group, the plan that pays most or the first
 * by rank. What another plan displaced is left out. A group's plans round by the same unit, so that sources compare.
 */
export function stack(plans: readonly Plan[], earned: readonly Earned[]): Earned[] {
  const byId = new Map(plans.map((plan) => [plan.id, plan]));
  const planOf = ({ planId }: Earned) => byId.get(planId) as Plan;
  const grouped = earned.filter((one) => inGroup(planOf(one)));
  const kept = [
    ...groupBy(grouped, (one) => `${planOf(one).stackGroup} ${one.partnerId} ${one.sourceKey}`).values(),
  ].map((rivals) => rivals.toSorted((a, b) => before(planOf(a), planOf(b), a, b))[0] as Earned);
  return [...earned.filter((one) => !inGroup(planOf(one))), ...kept];
}

const inGroup = ({ stacking, stackGroup }: Plan) => stacking !== "add" && stackGroup !== null;
const size = (amount: bigint) => (amount < 0n ? -amount : amount);

function before(a: Plan, b: Plan, x: Earned, y: Earned): number {
  const [big, small] = [size(x.amountMinor), size(y.amountMinor)];
  if (a.stacking === "best" && big !== small) return big > small ? -1 : 1;
  // A plan that pays nothing displaces none.
  if ((big === 0n) !== (small === 0n)) return big === 0n ? 1 : -1;
  return a.rank - b.rank || (a.id < b.id ? -1 : 1);
}
