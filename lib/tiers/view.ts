import { formatCount, formatDay, formatE4 } from "../format";
import { decimalOfE4, parseAmountE4, shareOf } from "../money";
import { addDays } from "../period";
import { type CustomCriterion, criterionOf } from "./criteria";
import type { SimulatorAsk } from "./filter";
import { addedBy, amountsWith, type OpenDeal, tierWith, wayTo } from "./simulate";
import {
  type Amounts,
  byRank,
  countE4,
  earnedTier,
  isEarned,
  measureOf,
  type Standing,
  standingsIn,
  type Tier,
} from "./standing";
import { nextReview, type ReviewSchedule, type TierWindow, usualWindow } from "./windows";
import { amountWords, requirementWords } from "./words";

export type UnderWay = { deals: readonly OpenDeal[]; registrations: number; courses: number; learners: number };
type Ladder = readonly (Tier & { benefits: readonly string[] })[];
export type CriterionLine = {
  key: string;
  /** Over which time it is counted; null for what is counted as of the day. */
  window: TierWindow | null;
  label: string;
  asks: string;
  has: string;
  /** What is under way, in words; null when nothing is. */
  pending: string | null;
  missing: string | null;
  state: Standing["state"];
  ratio: number;
};
type Given = { currency: string; customs: readonly CustomCriterion[]; by: string };

/** What is under way until a day, in the measures of the ladder: all of it counted in full. */
export function pendingIn(ladder: Ladder, { deals, registrations, courses, learners }: UnderWay, day: string): Amounts {
  const counted: Record<string, bigint> = {
    registrations_12_months: countE4(registrations),
    valid_certifications: countE4(courses),
    certified_people: countE4(learners),
  };
  const asked = ladder.flatMap(({ requirements }) => requirements);
  return Object.fromEntries(
    asked.map((one) => [measureOf(one), addedBy(one, deals, day) + (counted[one.criterion] ?? 0n)]),
  );
}

/** The criteria of a tier, each with what is had, asked for and missing, in words. */
export const linesOf = (standings: readonly Standing[], given: Given): CriterionLine[] =>
  standings.map((standing) => lineOf(standing, given));

function lineOf(
  { requirement, asks, has, pending, missing, state }: Standing,
  { currency, customs, by }: Given,
): CriterionLine {
  const said = (amount: bigint) => amountWords(requirement.criterion, amount, currency);
  return {
    key: requirement.criterion,
    window: criterionOf(requirement.criterion, customs).windowed ? (requirement.window ?? usualWindow) : null,
    label: requirementWords(requirement, customs),
    asks: said(asks),
    has: said(has),
    pending: pending > 0n ? `${said(pending)} ${underWayWords[requirement.criterion]?.(by) ?? "under way"}` : null,
    missing: missing > 0n ? said(missing) : null,
    state,
    ratio: asks > 0n ? (shareOf(has, asks) ?? 0) : 1,
  };
}

const underWayWords: Record<string, (by: string) => string> = {
  sourced_revenue: (by) => `in open deals expected by ${formatDay(by)}`,
  won_deals: (by) => `open, expected by ${formatDay(by)}`,
  registrations_12_months: () => "waiting for a decision",
  valid_certifications: (by) => `in courses due by ${formatDay(by)}`,
  certified_people: (by) => `in courses due by ${formatDay(by)}`,
};

type OpenMove = {
  id: string;
  status: string;
  kind: "promotion" | "demotion";
  fromTier: string | null;
  toTier: string | null;
  effectiveOn: string | null;
  appealUntil: string | null;
};
type Page = {
  ladder: Ladder;
  partner: { tierKey: string | null; tierSince: string | null };
  policies: { tierReview: ReviewSchedule; tierGraceDays: number };
  moves: readonly OpenMove[];
  has: { amounts: Amounts };
  then: { amounts: Amounts };
  underWay: UnderWay;
  by: string;
  customs: readonly CustomCriterion[];
  program: { today: string; reportingCurrency: string };
};

/** Where a partner stands: its tier, the next one that figures can earn, the criteria of both, and what each gives. */
export function tierView(page: Page) {
  const { ladder, partner, program, has, underWay, by } = page;
  const given = { currency: program.reportingCurrency, customs: page.customs, by };
  const rungs = byRank(ladder);
  const current = rungs.find(({ key }) => key === partner.tierKey) ?? null;
  const next = rungs.find((tier) => tier.rank > (current?.rank ?? -1) && tier.requirements.length > 0) ?? null;
  const pending = pendingIn(ladder, underWay, by);
  const standings = (tier: Tier | null) => (tier ? standingsIn(tier, has.amounts, pending) : []);
  const earned = earnedTier(ladder, has.amounts);
  return {
    current,
    next,
    earned,
    keep: linesOf(standings(current), given),
    reach: linesOf(standings(next), given),
    since: partner.tierSince,
    keptUntil: keptUntil(page),
    byHand: current !== null && !isEarned(current, ladder),
    open: page.moves.find(({ status }) => ["approved", "notice", "appealed"].includes(status)) ?? null,
  };
}

/** Until when the tier is kept at least: the day of an announced change, else the next review and the days of grace after it. */
function keptUntil({ moves, policies, program }: Page): string | null {
  const announced = moves.find(({ status, kind }) => status === "notice" && kind === "demotion");
  if (announced?.effectiveOn) return addDays(announced.effectiveOn, -1);
  const review = nextReview(policies.tierReview, program.today);
  return review && addDays(review, policies.tierGraceDays);
}

/** The page in one sentence. */
export function stateOfTier({ current, next, reach, since, keptUntil, byHand }: ReturnType<typeof tierView>): string {
  const open = reach.filter(({ state }) => state !== "met").length;
  const parts = [
    current ? `${current.name}${since ? ` since ${formatDay(since)}` : ""}` : "Not in a tier yet",
    byHand ? "given by the program" : keptUntil && current ? `kept at least until ${formatDay(keptUntil)}` : null,
  ];
  const asks = open === 1 ? "asks for one thing more" : `asks for ${open} things more`;
  const ahead = next
    ? ` ${next.name} ${open === 0 ? "is earned: all that it asks for is met" : asks}.`
    : " There is no higher tier to earn.";
  return `${parts.filter(Boolean).join(", ")}.${ahead}`;
}

export type Simulation = ReturnType<typeof simulate>;

/**
 * What gets the partner to a tier by a day: without ticks the smallest number of open deals that closes the gap, else the
 * ticked ones; and the tier that comes of them, with more by criterion on top.
 */
export function simulate(page: Page, ask: SimulatorAsk) {
  const { ladder, then, underWay, by, program } = page;
  const view = tierView(page);
  const earnable = byRank(ladder).filter(({ requirements }) => requirements.length > 0);
  const target = earnable.find(({ key }) => key === ask.tier) ?? view.next ?? view.current ?? earnable.at(-1) ?? null;
  const plus = Object.fromEntries(Object.entries(ask.plus).map(([key, text]) => [key, parseAmountE4(text)]));
  const deals = [...underWay.deals];
  const way = target && wayTo(target, withPlus(target, then.amounts, plus), deals, by);
  const chosen = ask.ticked ? deals.filter(({ id }) => ask.ticked?.includes(id)) : (way?.deals ?? []);
  const result = tierWith(ladder, then.amounts, chosen, plus, by);
  const after = amountsWith(ladder, then.amounts, chosen, plus, by);
  const given = { currency: program.reportingCurrency, customs: page.customs, by };
  return {
    target,
    earnable,
    by,
    deals,
    chosen: new Set(chosen.map(({ id }) => id)),
    lines: linesOf(target ? standingsIn(target, after) : [], given),
    result,
    reached: target !== null && result !== null && result.rank >= target.rank,
    amount: sumOf(chosen.map(({ amountE4 }) => amountE4)),
    weighted: sumOf(chosen.map(({ weightedE4 }) => weightedE4)),
    plus: (target?.requirements ?? []).map(({ criterion }) => ({
      criterion,
      label: criterionOf(criterion, page.customs).label,
      value: ask.plus[criterion] ?? "",
    })),
  };
}

const withPlus = (tier: Tier, has: Amounts, plus: Amounts): Amounts => ({
  ...has,
  ...Object.fromEntries(
    tier.requirements.map((one) => [measureOf(one), (has[measureOf(one)] ?? 0n) + (plus[one.criterion] ?? 0n)]),
  ),
});

const sumOf = (amounts: readonly (bigint | null)[]) => amounts.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n);

/** What the simulation says, in one sentence. */
export function simulationSays(
  { target, result, reached, chosen, amount, weighted, lines, by }: Simulation,
  currency: string,
): string {
  if (!target) return "No tier can be earned by figures yet.";
  const deals = `${formatCount(chosen.size)} open ${chosen.size === 1 ? "deal" : "deals"}`;
  const worth = `${formatE4(amount, currency)} (${formatE4(weighted, currency)} weighted by stage)`;
  const how = chosen.size === 0 ? "Without another deal" : `With ${deals} won, ${worth},`;
  const left = lines.flatMap(({ label, missing }) => (missing ? [`${label.toLowerCase()}: ${missing}`] : []));
  if (reached) return `${how} ${result?.name} is earned on ${formatDay(by)}.`;
  return `${how} ${target.name} is not reached on ${formatDay(by)}. Still missing: ${left.join("; ")}. It would be ${result?.name ?? "no tier"}.`;
}

/** Decimal texts by measure, as a snapshot keeps them. */
export const textsOf = (amounts: Amounts): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).map(([measure, amount]) => [measure, decimalOfE4(amount)]));

/** The amounts of a snapshot. */
export const amountsOf = (texts: Record<string, string>): Amounts =>
  Object.fromEntries(Object.entries(texts).map(([measure, text]) => [measure, parseAmountE4(text)]));

type Reviewed = {
  kind: string;
  fromTier: string | null;
  toTier: string | null;
  asOf: string;
  tiers: readonly Tier[];
  amounts: Record<string, string>;
};

/** What was measured for a change of tier: the criteria of the tier that was met, or no longer is. */
export function reviewView(move: Reviewed, given: Omit<Given, "by">) {
  const shown = move.kind === "promotion" ? [move.toTier] : [move.fromTier, move.toTier];
  return byRank(move.tiers)
    .reverse()
    .filter((tier) => shown.includes(tier.key) && tier.requirements.length > 0)
    .map((tier) => ({
      tier,
      lines: linesOf(standingsIn(tier, amountsOf(move.amounts)), { ...given, by: move.asOf }),
    }));
}
