import type { Outcome } from "./words";

export type Stage = { key: string; name: string; outcome: Outcome };

/** What a move may ask for: each is looked at before the deal moves, and named at its field. */
type Requirement = "amount" | "reason";

/**
 * The moves of a deal, by what the stage it moves to means: where it may come from, and what it must bring. Won and lost
 * are final here: what was wrong about them is put right by a correction, which restates past figures.
 */
export const stageMoves = {
  open: { from: ["open"], requires: [] },
  won: { from: ["open"], requires: ["amount"] },
  lost: { from: ["open"], requires: ["reason"] },
} as const satisfies Record<Outcome, { from: readonly Outcome[]; requires: readonly Requirement[] }>;

type Brought = { amountE4: bigint; reason: string };

const requirements: Record<Requirement, { met: (brought: Brought) => boolean; field: string; says: string }> = {
  amount: {
    met: ({ amountE4 }) => amountE4 > 0n,
    field: "stage",
    says: "A deal without an amount cannot be won: its amount must be above 0",
  },
  reason: { met: ({ reason }) => reason !== "", field: "reason", says: "Say why the deal was lost" },
};

/** Whether a deal may go from one stage to the other, whatever it brings. */
export const mayMove = (from: Stage, to: Stage): boolean =>
  from.key !== to.key && (stageMoves[to.outcome].from as readonly Outcome[]).includes(from.outcome);

/** The stages that a deal may move to from this one, in the order given. */
export function movesFrom<Given extends Stage>(stages: readonly Given[], key: string): Given[] {
  const from = stages.find((stage) => stage.key === key);
  return from ? stages.filter((stage) => mayMove(from, stage)) : [];
}

/** What speaks against the move, with the field it belongs to; null when nothing does. */
export function whatForbids(from: Stage, to: Stage, brought: Brought): { field: string; says: string } | null {
  if (from.key === to.key) return { field: "stage", says: `The deal is in ${to.name} already` };
  if (from.outcome !== "open")
    return {
      field: "stage",
      says: `The deal is closed as ${from.outcome}: only a correction of its outcome changes that`,
    };
  if (!mayMove(from, to)) return { field: "stage", says: `A deal does not move from ${from.name} to ${to.name}` };
  const missing = stageMoves[to.outcome].requires.find((each) => !requirements[each].met(brought));
  return missing ? { field: requirements[missing].field, says: requirements[missing].says } : null;
}
