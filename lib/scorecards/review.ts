import { formatDay } from "../format";
import { betterOf, labelOf, textOf } from "./figures";
import { exact, type Status, statuses } from "./status";
import type { Entry } from "./view";

/** What a review notes. What is `carried` and open stands in every later review until one closes it. */
export const kinds = {
  change: { label: "Change", tone: "neutral", carried: false, plural: "What changed" },
  risk: { label: "Risk", tone: "warn", carried: true, plural: "Risks" },
  blocker: { label: "Blocker", tone: "bad", carried: true, plural: "Blockers" },
  decision: { label: "Decision", tone: "info", carried: true, plural: "Decisions" },
  experiment: { label: "Experiment", tone: "info", carried: true, plural: "Experiments" },
} as const;
export type Kind = keyof typeof kinds;
export const kindKeys = Object.keys(kinds) as Kind[];

type Frozen = {
  metricId: string | null;
  label: string;
  exactValue: string | null;
  value: string | null;
  status: Status;
  shared: boolean;
};
export type Proposal = { text: string; metricId: string | null; shared: boolean };
/** From which relative movement on a metric counts as a change worth saying, in hundredths. */
export const movement = 10n;

/**
 * What changed since the last review, from the figures of both: a status that is another one, and movements of a tenth or
 * more. Worst first.
 */
export function proposeChanges(before: readonly Frozen[], now: readonly Frozen[]): Proposal[] {
  const found = now.flatMap((figure): (Proposal & { rank: number })[] => {
    const then = before.find(({ metricId }) => metricId !== null && metricId === figure.metricId);
    if (!then) return [];
    const { metricId, shared, label } = figure;
    const [was, is] = [then.value ?? "no value", figure.value ?? "no value"];
    if (then.status !== figure.status) {
      const text = `${label}: ${statuses[figure.status].label.toLowerCase()}, was ${statuses[then.status].label.toLowerCase()} (${was} → ${is})`;
      return [{ text, metricId, shared, rank: statuses[figure.status].rank }];
    }
    if (!moved(then.exactValue, figure.exactValue)) return [];
    return [{ text: `${label} went from ${was} to ${is}`, metricId, shared, rank: 5 }];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ rank: _, ...proposal }) => proposal);
}

function moved(before: string | null, now: string | null): boolean {
  if (before === null || now === null) return before !== now;
  const [a, b] = [exact(before), exact(now)];
  const [size, from] = [b > a ? b - a : a - b, a < 0n ? -a : a];
  return size > 0n && size * 100n >= from * movement;
}

/** What was expected of an experiment and what its metric says now: `Win rate stands at 48 %: 40 % when it began, 50 % expected`. */
export function comparedWith(
  { expected, startedAt, dueOn }: { expected: string | null; startedAt: string | null; dueOn: string | null },
  metric: Pick<Entry, "metric" | "name" | "unit" | "better">,
  value: string | null,
  currency: string,
): { says: string; reached: boolean | null } {
  const text = (given: string) => textOf(metric, given, currency);
  const asked = expected === null ? "" : `${text(expected)} expected${dueOn ? ` by ${formatDay(dueOn)}` : ""}`;
  const began = startedAt === null ? "" : `${text(startedAt)} when it began, `;
  if (value === null) return { says: `${labelOf(metric)} has no value now: ${began}${asked}`, reached: null };
  const [is, aim] = [exact(value), expected === null ? null : exact(expected)];
  const reached = aim === null ? null : betterOf(metric) === "down" ? is <= aim : is >= aim;
  return {
    says: `${labelOf(metric)} stands at ${text(value)}: ${began}${asked}${reached ? ", reached" : ""}`,
    reached,
  };
}
