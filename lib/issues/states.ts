/** Where a question about a figure stands. */
export const issueStates = {
  open: { label: "Open", tone: "warn" },
  in_work: { label: "In work", tone: "info" },
  answered: { label: "Answered", tone: "good" },
  closed: { label: "Closed", tone: "neutral" },
} as const;
export type IssueState = keyof typeof issueStates;

/** What staff may answer. */
export const issueAnswers = {
  valid: { label: "Right: the figure was wrong", tone: "good", says: "The figure was wrong, and is put right" },
  incomplete: { label: "More is needed", tone: "warn", says: "It cannot be decided with what was given" },
  declined: { label: "The figure holds", tone: "neutral", says: "The figure is right as it is" },
} as const;
export type IssueAnswer = keyof typeof issueAnswers;

/** `asker`: whoever may read the question and is not there to answer it; `staff`: who may answer. */
type Move = { from: readonly IssueState[]; to: IssueState; by: "staff" | "asker" | "both" };

/** What may become of a question, and by whom. */
export const issueMoves = {
  take: { from: ["open"], to: "in_work", by: "staff" },
  answer: { from: ["open", "in_work"], to: "answered", by: "staff" },
  withdraw: { from: ["open", "in_work"], to: "closed", by: "asker" },
  close: { from: ["answered"], to: "closed", by: "both" },
  reopen: { from: ["answered", "closed"], to: "open", by: "both" },
} as const satisfies Record<string, Move>;
export type IssueMove = keyof typeof issueMoves;

/** Whether a question that stands there may make the move, for somebody who may answer or for one who asked. */
export function mayMove(status: IssueState, move: IssueMove, who: { answers: boolean; asked: boolean }): boolean {
  const { from, by }: Move = issueMoves[move];
  const allowed = (by !== "asker" && who.answers) || (by !== "staff" && who.asked);
  return allowed && from.includes(status);
}

/** States in which somebody waits for an answer. */
export const waiting = ["open", "in_work"] as const satisfies readonly IssueState[];
