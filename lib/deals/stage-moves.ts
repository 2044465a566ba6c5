import { type Brought, isRequirement, type RequirementKey, stageRequirements } from "./stage-requirements";
import type { Outcome } from "./words";

export type Stage = {
  key: string;
  name: string;
  outcome: Outcome;
  /** Keys of `stageRequirements` that this stage asks for. */
  requires: readonly string[];
  /** Stages that a deal may move to from here; null for any. */
  movesTo: readonly string[] | null;
};

/**
 * The moves of a deal, by what the stage it moves to means: where it may come from, and what it must bring whatever the
 * stage itself asks for. Won and lost are final here: what was wrong about them is put right by a correction, which
 * restates past figures.
 */
export const stageMoves = {
  open: { from: ["open"], requires: [] },
  won: { from: ["open"], requires: ["amount"] },
  lost: { from: ["open"], requires: ["reason"] },
} as const satisfies Record<Outcome, { from: readonly Outcome[]; requires: readonly RequirementKey[] }>;

/** Whether a deal may go from one stage to the other, whatever it brings. */
export const mayMove = (from: Stage, to: Stage): boolean =>
  from.key !== to.key &&
  (stageMoves[to.outcome].from as readonly Outcome[]).includes(from.outcome) &&
  (from.movesTo === null || from.movesTo.includes(to.key));

/** The stages that a deal may move to from this one, in the order given. */
export function movesFrom<Given extends Stage>(stages: readonly Given[], key: string): Given[] {
  const from = stages.find((stage) => stage.key === key);
  return from ? stages.filter((stage) => mayMove(from, stage)) : [];
}

/** All that a deal must bring to enter the stage; a key that nobody knows is not asked for. */
export const requiredBy = ({ outcome, requires }: Pick<Stage, "outcome" | "requires">): RequirementKey[] => [
  ...new Set([...stageMoves[outcome].requires, ...requires.filter(isRequirement)]),
];

/** What speaks against the move, with the field it belongs to; null when nothing does. */
export function whatForbids(from: Stage, to: Stage, brought: Brought): { field: string; says: string } | null {
  if (from.key === to.key) return { field: "stage", says: `The deal is in ${to.name} already` };
  if (from.outcome !== "open")
    return {
      field: "stage",
      says: `The deal is closed as ${from.outcome}: only a correction of its outcome changes that`,
    };
  if (!mayMove(from, to)) return { field: "stage", says: `A deal does not move from ${from.name} to ${to.name}` };
  const missing = requiredBy(to)
    .map((key) => stageRequirements[key])
    .find(({ met }) => !met(brought));
  return missing ? { field: missing.field, says: missing.says(to.name) } : null;
}

/** Open stages from which no moves lead to a closed one: a deal there would stay open for ever. */
export function deadEnds(stages: readonly Stage[]): Stage[] {
  const leading = new Set(stages.filter(({ outcome }) => outcome !== "open"));
  for (let before = -1; before !== leading.size; ) {
    before = leading.size;
    for (const stage of stages) if ([...leading].some((to) => mayMove(stage, to))) leading.add(stage);
  }
  return stages.filter((stage) => !leading.has(stage));
}
