import type { Earned } from "./facts";
import { minorOfText } from "./minor";
import { periodOf } from "./periods";
import { limitWords, type Plan, type PlanLimits } from "./plan";
import { amountText } from "./rules/fields";

const byTime = (a: Earned, b: Earned) =>
  a.day < b.day
    ? -1
    : a.day > b.day
      ? 1
      : a.sourceKey < b.sourceKey
        ? -1
        : a.sourceKey > b.sourceKey
          ? 1
          : a.partnerId < b.partnerId
            ? -1
            : 1;

/** What limits leave of what was earned, in the order of days: whoever comes first is paid first. */
export function applyLimits(plan: Plan, earned: readonly Earned[]): Earned[] {
  const { limits } = plan;
  if (!Object.values(limits).some(Boolean)) return [...earned];
  const inOrder = [...earned].sort(byTime);
  const deal = ({ partnerId, dealId, sourceKey }: Earned) => `${partnerId} ${dealId ?? sourceKey}`;
  const period = ({ partnerId, day }: Earned) => `${partnerId} ${periodOf(day, plan.period).from}`;
  const steps: [keyof PlanLimits, (one: Earned) => string][] = [
    ["capDeal", deal],
    ["capPeriod", period],
    ["capPartner", ({ partnerId }) => partnerId],
    ["capProgram", () => "all"],
  ];
  const raised = limits.floorDeal ? raise(plan, inOrder, deal) : inOrder;
  return steps.reduce((lines, [limit, of]) => (limits[limit] ? cap(plan, lines, limit, of) : lines), raised);
}

/** The last line of a deal that earned something, but less than the floor, brings it up to it. */
function raise(plan: Plan, lines: readonly Earned[], of: (one: Earned) => string): Earned[] {
  const sums = new Map<string, bigint>();
  for (const line of lines) sums.set(of(line), (sums.get(of(line)) ?? 0n) + line.amountMinor);
  const last = new Map(lines.map((line) => [of(line), line]));
  return lines.map((line) => {
    const sum = sums.get(of(line)) as bigint;
    const floor = minorOfText(plan.limits.floorDeal, line.currency);
    if (last.get(of(line)) !== line || sum <= 0n || sum >= floor) return line;
    return limited(plan, line, line.amountMinor + floor - sum, "floorDeal");
  });
}

/** Cuts what goes over the limit. A refund makes room again, and takes back no more than was paid of what was cut. */
function cap(plan: Plan, lines: readonly Earned[], limit: keyof PlanLimits, of: (one: Earned) => string): Earned[] {
  const asked = new Map<string, bigint>();
  const least = (a: bigint, b: bigint) => (a < b ? a : b);
  return lines.map((line) => {
    const most = minorOfText(plan.limits[limit], line.currency);
    const before = asked.get(of(line)) ?? 0n;
    const after = before + line.amountMinor;
    asked.set(of(line), after);
    const left = least(after, most) - least(before, most);
    return left === line.amountMinor ? line : limited(plan, line, left, limit);
  });
}

function limited(plan: Plan, line: Earned, amountMinor: bigint, limit: keyof PlanLimits): Earned {
  const words = limitWords[limit]
    .replace("{amount}", amountText(plan.limits[limit], plan.currency))
    .replace("{period}", plan.period);
  return { ...line, amountMinor, says: `${line.says}; ${words}` };
}
