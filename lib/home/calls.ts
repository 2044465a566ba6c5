import { formatCount, formatDay, formatE4, formatPercent } from "../format";
import { daysBetween, stalledDays } from "./movement";

/** What is known of a partner when we ask whom to call. Amounts in ten-thousandths of the reporting currency. */
export type CallFacts = {
  id: string;
  name: string;
  importance: "low" | "medium" | "high" | "strategic";
  status: "onboarding" | "active" | "dormant" | "suspended";
  manager: string | null;
  /** Won in the last three whole months, and in the three before. */
  recentE4: bigint;
  beforeE4: bigint;
  stalled: number;
  stalledE4: bigint;
  /** The next certification to expire. */
  certification: { name: string; on: string } | null;
  contractEndsOn: string | null;
  /** The last day on which anything came from or went to the partner; null when nothing ever did. */
  lastSeenOn: string | null;
  joinedOn: string | null;
};

export type CallReason = { rule: CallRule; points: number; says: string };
export type Call = Pick<CallFacts, "id" | "name" | "importance" | "manager"> & {
  score: number;
  reasons: CallReason[];
};
type Asked = { today: string; currency: string };
type Rule = { label: string; reason: (facts: CallFacts, asked: Asked) => { points: number; says: string } | null };

/** Days before the end of a certification or a contract at which it is a reason to call, and of silence after which it is. */
export const callDays = { certification: 45, contract: 60, silence: 45 };
/** A smaller fall is no reason. */
const leastFall = 0.3;
const most = { fell: 45, stalled: 40, silent: 30 };

/** Why to call a partner, each with its points and in words. More of what a rule looks at never gives fewer points. */
export const callRules = {
  fell: { label: "Revenue fell", reason: fell },
  stalled: { label: "Stalled deals", reason: stalled },
  certification: { label: "Certification ends", reason: certification },
  contract: { label: "Contract ends", reason: contract },
  silent: { label: "Silent", reason: silent },
} as const satisfies Record<string, Rule>;
export type CallRule = keyof typeof callRules;
const ruleKeys = Object.keys(callRules) as CallRule[];

/** How much a partner's reasons weigh, in percent. */
const weights: Record<CallFacts["importance"], number> = { low: 75, medium: 100, high: 125, strategic: 150 };

/**
 * The partners to call, the most pressing first, each with its reasons, the weightiest first. A suspended partner is never
 * called. The same for the same facts in any order: of equal scores by name and id.
 */
export function partnersToCall(all: readonly CallFacts[], asked: Asked): Call[] {
  return all
    .filter(({ status }) => status !== "suspended")
    .flatMap((facts): Call[] => {
      const reasons = ruleKeys.flatMap((rule): CallReason[] => {
        const found = callRules[rule].reason(facts, asked);
        return found ? [{ rule, ...found }] : [];
      });
      if (reasons.length === 0) return [];
      const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
      const { id, name, importance, manager } = facts;
      const score = Math.round((points * weights[importance]) / 100);
      return [{ id, name, importance, manager, score, reasons: reasons.sort((a, b) => b.points - a.points) }];
    })
    .sort((a, b) => b.score - a.score || byName(a, b));
}

function fell({ recentE4, beforeE4 }: CallFacts, { currency }: Asked) {
  if (beforeE4 <= 0n || recentE4 >= beforeE4) return null;
  const [lost, share] = [beforeE4 - recentE4, 1 - ratio(recentE4, beforeE4)];
  if (share < leastFall) return null;
  const money = (amount: bigint) => formatE4(amount, currency, "short");
  const left = recentE4 <= 0n ? "nothing" : money(recentE4);
  return {
    points: Math.min(most.fell, Math.round(20 * share) + size(lost)),
    says: `Revenue fell by ${money(lost)} (${formatPercent(share)}): ${left} in the last three months, ${money(beforeE4)} in the three before`,
  };
}

function stalled({ stalled: count, stalledE4 }: CallFacts, { currency }: Asked) {
  if (count === 0) return null;
  const deals = count === 1 ? "One deal" : `${formatCount(count)} deals`;
  const worth = stalledE4 > 0n ? `, worth ${formatE4(stalledE4, currency, "short")},` : "";
  return {
    points: Math.min(most.stalled, 5 + Math.min(3 * count, 15) + size(stalledE4)),
    says: `${deals}${worth} ${count === 1 ? "stands" : "stand"} still for more than ${stalledDays} days`,
  };
}

function certification({ certification: next }: CallFacts, { today }: Asked) {
  const soon = next && ending(next.on, today, callDays.certification);
  if (!next || !soon) return null;
  const when = soon.left === 0 ? "today" : `on ${formatDay(next.on)}, in ${days(soon.left)}`;
  return { points: 12 + soon.near, says: `${next.name} expires ${when}` };
}

function contract({ contractEndsOn }: CallFacts, { today }: Asked) {
  const soon = contractEndsOn && ending(contractEndsOn, today, callDays.contract);
  if (!soon) return null;
  const when = soon.left === 0 ? "today" : `on ${formatDay(contractEndsOn)}, in ${days(soon.left)}`;
  return { points: 20 + soon.near, says: `The contract ends ${when}` };
}

function silent({ lastSeenOn, joinedOn }: CallFacts, { today }: Asked) {
  const since = lastSeenOn ?? joinedOn;
  if (!since) return null;
  const passed = daysBetween(since, today);
  if (passed < callDays.silence) return null;
  return {
    points: Math.min(most.silent, 8 + Math.floor(passed / 12)),
    says: lastSeenOn
      ? `Silent since ${formatDay(since)}, for ${days(passed)}: no visit, deal, registration or contact`
      : `Nothing has come from them since they joined on ${formatDay(since)}`,
  };
}

/** How many days are left, and up to 10 points for fewer of them. Nothing when it is over, or far away. */
function ending(on: string, today: string, within: number): { left: number; near: number } | null {
  const left = daysBetween(today, on);
  return left < 0 || left > within ? null : { left, near: Math.round((10 * (within - left)) / within) };
}

/** Points for an amount: 4 for each power of ten beyond a hundred units, at most 25. */
const size = (amountE4: bigint) => Math.min(25, Math.max(0, 4 * ((amountE4 / 10_000n).toString().length - 3)));
const ratio = (part: bigint, whole: bigint) => Number((part * 10_000n) / whole) / 10_000;
const days = (count: number) => (count === 1 ? "1 day" : `${formatCount(count)} days`);
const byName = (a: Call, b: Call) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
