import { type LeadStatus, leadStatuses } from "./words";

type By = "staff" | "partner" | "system";
type Move = { from: readonly LeadStatus[]; to: LeadStatus; by: readonly By[]; requires?: "reason" };

/**
 * The moves of a lead: where each may start, where it leads, who makes it, and what it must bring. A lead that was offered
 * once and is `new` again goes on to the next partner by itself. What becomes of it after `converted` is its deal's.
 */
export const leadMoves = {
  offer: { from: ["new", "unplaced"], to: "offered", by: ["staff", "system"] },
  accept: { from: ["offered"], to: "accepted", by: ["partner"] },
  decline: { from: ["offered"], to: "new", by: ["partner"], requires: "reason" },
  expire: { from: ["offered"], to: "new", by: ["system"] },
  passOn: { from: ["offered", "accepted"], to: "new", by: ["staff"], requires: "reason" },
  giveUp: { from: ["new"], to: "unplaced", by: ["staff", "system"] },
  openDeal: { from: ["accepted"], to: "converted", by: ["partner"] },
  linkDeal: { from: ["accepted"], to: "converted", by: ["staff"] },
  lose: { from: ["accepted"], to: "lost", by: ["partner"], requires: "reason" },
} as const satisfies Record<string, Move>;

export type LeadMove = keyof typeof leadMoves;

/** Whether a lead may make the move from where it stands. */
export const mayMove = (move: LeadMove, from: LeadStatus): boolean =>
  (leadMoves[move].from as readonly LeadStatus[]).includes(from);

/** The moves that a side may make with a lead that stands there. */
export const movesOf = (by: By, from: LeadStatus): LeadMove[] =>
  (Object.keys(leadMoves) as LeadMove[]).filter(
    (move) => mayMove(move, from) && (leadMoves[move].by as readonly By[]).includes(by),
  );

/** What speaks against the move, with the field it belongs to; null when nothing does. */
export function whatForbids(move: LeadMove, from: LeadStatus, reason = ""): { field?: string; says: string } | null {
  if (!mayMove(move, from))
    return { says: `This lead changed meanwhile (${leadStatuses[from].toLowerCase()}): open its page again` };
  if ("requires" in leadMoves[move] && reason === "") return { field: "reason", says: "Say why" };
  return null;
}
