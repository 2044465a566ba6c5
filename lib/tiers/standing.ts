import { parseAmountE4 } from "../money";
import { criterionOf } from "./criteria";
import { isTierWindow, type TierWindow, usualWindow } from "./windows";

/** What a tier asks for: a criterion, at least so much, and over which time when it is counted over one. */
export type Requirement = { criterion: string; atLeast: string; window?: TierWindow };
export type Tier = { key: string; name: string; rank: number; requirements: readonly Requirement[] };

/** Amounts by `measureOf`, each in ten-thousandths: money, and counts as well. What is not there is 0. */
export type Amounts = Readonly<Record<string, bigint>>;

export type Standing = {
  requirement: Requirement;
  asks: bigint;
  has: bigint;
  /** What is under way and not counted yet. */
  pending: bigint;
  missing: bigint;
  state: "met" | "pending" | "not_met";
};

const one = 10_000n;
export const countE4 = (count: number | bigint) => BigInt(count) * one;

/** Under which name the amount of a requirement is measured: its criterion, with its window when it has one. */
export function measureOf({ criterion, window }: Requirement): string {
  return criterionOf(criterion).windowed ? `${criterion} ${isTierWindow(window) ? window : usualWindow}` : criterion;
}

/** How a partner stands in each requirement; one that `underWay` would meet is pending. */
export function standingsIn(tier: Tier, has: Amounts, underWay: Amounts = {}): Standing[] {
  return tier.requirements.map((requirement) => {
    const measure = measureOf(requirement);
    const [asks, own, pending] = [parseAmountE4(requirement.atLeast), has[measure] ?? 0n, underWay[measure] ?? 0n];
    const state = own >= asks ? "met" : own + pending >= asks ? "pending" : "not_met";
    return { requirement, asks, has: own, pending, missing: own >= asks ? 0n : asks - own, state };
  });
}

export const meets = (tier: Tier, has: Amounts) => standingsIn(tier, has).every(({ state }) => state === "met");

/** Lowest first. */
export const byRank = <One extends { rank: number; key: string }>(tiers: readonly One[]): One[] =>
  [...tiers].sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));

/** Whether a tier is earned by figures: it asks for something, or it is the lowest, which everybody has. Others are given by hand. */
export const isEarned = (tier: Tier, tiers: readonly Tier[]) =>
  tier.requirements.length > 0 || byRank(tiers)[0]?.key === tier.key;

/** The highest tier of which every requirement is met; null when not even the lowest. */
export function earnedTier<One extends Tier>(tiers: readonly One[], has: Amounts): One | null {
  return (
    byRank(tiers)
      .filter((tier) => isEarned(tier, tiers) && meets(tier, has))
      .at(-1) ?? null
  );
}

/** Where a partner should go from the tier that it has; null when it stands right, or stands on a tier given by hand. */
export function moveFor(tiers: readonly Tier[], current: string | null, earned: string | null) {
  if (current === earned) return null;
  const ladder = byRank(tiers);
  const at = (key: string | null) => ladder.findIndex((tier) => tier.key === key);
  const [from, to] = [at(current), at(earned)];
  const held = ladder[from];
  if (to < from && held && !isEarned(held, tiers)) return null;
  return { kind: to > from ? ("promotion" as const) : ("demotion" as const), steps: Math.abs(to - from) };
}
