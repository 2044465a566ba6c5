import { parseAmountE4 } from "../money";
import {
  type Amounts,
  countE4,
  earnedTier,
  measureOf,
  type Requirement,
  type Standing,
  standingsIn,
  type Tier,
} from "./standing";
import { usualWindow, windowOn } from "./windows";

/** An open deal with the day on which it is taken to close; `amountE4` is null without a rate. */
export type OpenDeal = {
  id: string;
  name: string;
  closesOn: string;
  amountE4: bigint | null;
  weightedE4: bigint | null;
};

/** What the deals would add to a requirement on `day` if all of them were won. */
export function addedBy(requirement: Requirement, deals: readonly OpenDeal[], day: string): bigint {
  const { criterion, window } = requirement;
  if (criterion !== "sourced_revenue" && criterion !== "won_deals") return 0n;
  const { from, to } = windowOn(window ?? usualWindow, day);
  const counted = deals.filter(({ closesOn }) => closesOn >= from && closesOn < to);
  if (criterion === "won_deals") return countE4(counted.length);
  return counted.reduce((sum, { amountE4 }) => sum + (amountE4 ?? 0n), 0n);
}

/** What is had on `day` with these deals won and `plus` (by criterion, in ten-thousandths) on top. */
export function amountsWith(
  tiers: readonly Tier[],
  has: Amounts,
  deals: readonly OpenDeal[],
  plus: Amounts,
  day: string,
) {
  const after: Record<string, bigint> = { ...has };
  const asked = new Map(tiers.flatMap(({ requirements }) => requirements.map((one) => [measureOf(one), one] as const)));
  for (const [measure, one] of asked)
    after[measure] = (has[measure] ?? 0n) + addedBy(one, deals, day) + (plus[one.criterion] ?? 0n);
  return after;
}

/** The tier that would be earned on `day` with these deals won and `plus` on top. */
export const tierWith = <One extends Tier>(
  tiers: readonly One[],
  has: Amounts,
  deals: readonly OpenDeal[],
  plus: Amounts,
  day: string,
): One | null => earnedTier(tiers, amountsWith(tiers, has, deals, plus, day));

export type Way = { deals: OpenDeal[]; left: Standing[] };

/**
 * The smallest number of open deals that, won by `day`, would close what the tier lacks in revenue and deals: the largest
 * first. What no deal closes is left.
 */
export function wayTo(tier: Tier, has: Amounts, open: readonly OpenDeal[], day: string): Way {
  const largest = [...open].sort(
    (a, b) => compare(b.amountE4 ?? 0n, a.amountE4 ?? 0n) || (a.closesOn < b.closesOn ? -1 : 1),
  );
  const chosen = new Set<OpenDeal>();
  for (const requirement of [...tier.requirements].sort((a, b) => order(a) - order(b))) {
    let gap =
      parseAmountE4(requirement.atLeast) - (has[measureOf(requirement)] ?? 0n) - addedBy(requirement, [...chosen], day);
    for (const deal of largest) {
      if (gap <= 0n) break;
      const adds = chosen.has(deal) ? 0n : addedBy(requirement, [deal], day);
      if (adds === 0n) continue;
      chosen.add(deal);
      gap -= adds;
    }
  }
  const deals = largest.filter((deal) => chosen.has(deal));
  return {
    deals,
    left: standingsIn(tier, amountsWith([tier], has, deals, {}, day)).filter(({ state }) => state !== "met"),
  };
}

/** Revenue first: the deals that it needs count as deals too. */
const order = ({ criterion }: Requirement) => (criterion === "sourced_revenue" ? 0 : 1);
const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
