import { Temporal } from "temporal-polyfill";
import { bucketsOf } from "../period";

export const planStates = {
  draft: { label: "Being written", tone: "neutral" },
  agreed: { label: "Agreed", tone: "good" },
  ended: { label: "Ended", tone: "neutral" },
} as const;
export type PlanState = keyof typeof planStates;

/** The moves of a plan: where each starts and where it leads. A draft is for staff alone; what was agreed is shared. */
export const planMoves = {
  agree: { from: "draft", to: "agreed" },
  end: { from: "agreed", to: "ended" },
  drop: { from: "draft", to: "ended" },
} as const satisfies Record<string, { from: PlanState; to: PlanState }>;
export type PlanMove = keyof typeof planMoves;

/** How long a plan may be, in months. */
export const planMonths = [18, 24, 30, 36] as const;

/** The span of a plan that begins with the quarter of `day` and lasts so many months. */
export function planSpan(day: string, months: number): { fromOn: string; toOn: string } {
  const date = Temporal.PlainDate.from(day);
  const from = date.with({ month: Math.floor((date.month - 1) / 3) * 3 + 1, day: 1 });
  return { fromOn: from.toString(), toOn: from.add({ months }).toString() };
}

/** The quarters of a plan. */
export const quartersOf = ({ fromOn, toOn }: { fromOn: string; toOn: string }) =>
  bucketsOf({ from: fromOn, to: toOn }, "quarter");
