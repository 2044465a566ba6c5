/** A stage with the deals that came so far and no further, and the days that those who left it had stood in it. */
export type Reached = {
  key: string;
  name: string;
  outcome: "open" | "won" | "lost";
  furthest: number;
  left: number;
  days: number;
};

export type FunnelStage = {
  key: string;
  name: string;
  /** Deals that came at least so far. */
  deals: number;
  /** Of those that came to the stage before; null at the first, or when none did. */
  share: number | null;
  /** Days that a deal stood in it on average before it left; null when none has left. */
  days: number | null;
};

/** The steps of a funnel from first to last: a deal that passed over a stage came as far as it. */
export function funnelOf(stages: readonly Reached[]): FunnelStage[] {
  const steps: FunnelStage[] = [];
  for (const [n, stage] of stages.entries()) {
    const deals = stages.slice(n).reduce((sum, { furthest }) => sum + furthest, 0);
    const before = steps.at(-1)?.deals;
    steps.push({
      key: stage.key,
      name: stage.name,
      deals,
      share: before ? deals / before : null,
      days: stage.left > 0 ? stage.days / stage.left : null,
    });
  }
  return steps;
}
