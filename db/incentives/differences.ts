import type { Earned } from "@/lib/incentives/facts";
import type { Plan } from "@/lib/incentives/plan";

/** What was booked of a source so far, by one record. */
export type Kept = {
  partner_id: string;
  plan_id: string;
  source_key: string;
  deal_id: string | null;
  currency: string;
  total: string;
  rows: number;
  last_id: string;
  last_on: string;
  in_span: boolean;
  fx_rate: string | null;
};
/** By plan, partner and source: what was booked, also for records that are the same partner by now. */
export type KeptSources = Map<string, Kept[]>;
/** Names a source of a partner under a plan. */
export const keyOf = (one: { planId: string; partnerId: string; sourceKey: string }) =>
  `${one.planId} ${one.partnerId} ${one.sourceKey}`;

/** What differs of a source: `kept` is what its partner booked itself, `others` what records did that were merged into it. */
export type Change = {
  source: Earned;
  kept: Kept | undefined;
  others: Kept[];
  beforeMinor: bigint;
  differenceMinor: bigint;
};
const sumOf = (kept: readonly Kept[]) => kept.reduce((all, { total }) => all + BigInt(total), 0n);

/** What is to be booked, so that what is kept becomes what is wanted. */
export function differences(plans: readonly Plan[], kept: KeptSources, wanted: readonly Earned[]): Change[] {
  const found = new Set<string>();
  const changed = wanted.flatMap((source): Change[] => {
    const key = keyOf(source);
    found.add(key);
    const change = changeOf(source, kept.get(key) ?? []);
    return change.differenceMinor === 0n ? [] : [change];
  });
  const gone = [...kept].filter(
    ([key, rows]) => !found.has(key) && rows.some((one) => one.in_span) && sumOf(rows) !== 0n,
  );
  return [...changed, ...gone.map(([key, rows]) => changeOf(takenBack(plans, key, rows), rows))];
}

function changeOf(source: Earned, kept: readonly Kept[]): Change {
  const beforeMinor = sumOf(kept);
  return {
    source,
    kept: kept.find(({ partner_id }) => partner_id === source.partnerId),
    others: kept.filter(({ partner_id }) => partner_id !== source.partnerId),
    beforeMinor,
    differenceMinor: source.amountMinor - beforeMinor,
  };
}

/** What earned once and does not any more: the sale was lost, changed hands, or another plan counts. */
function takenBack(plans: readonly Plan[], key: string, rows: readonly Kept[]): Earned {
  const [kept] = rows as [Kept];
  const plan = plans.find(({ id }) => id === kept.plan_id) as Plan;
  return {
    planId: plan.id,
    partnerId: key.split(" ")[1] as string,
    sourceKey: kept.source_key,
    day: kept.last_on,
    dealId: kept.deal_id,
    what: plan.name,
    baseE4: 0n,
    currency: kept.currency,
    rate: null,
    amountE10: 0n,
    amountMinor: 0n,
    rounding: plan.rounding,
    from: null,
    lines: 0,
    says: "Does not count any more: it was changed, or lost",
  };
}
