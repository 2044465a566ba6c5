import { formatDay } from "@/lib/format";

export type StatementFacts = {
  /** The day on which it was closed; null while lines are still added. */
  closedOn: string | null;
  /** The last day on which the partner may answer. */
  answerBy: string | null;
  confirmed: boolean;
  /** Questions about it that wait for an answer. */
  questions: number;
  today: string;
};

/** How a statement stands between being closed and final, in words for both sides; `answers` while the partner may confirm it. */
export function statementState({ closedOn, answerBy, confirmed, questions, today }: StatementFacts) {
  if (questions > 0) {
    const says = `${questions === 1 ? "A question waits" : `${questions} questions wait`} for an answer. A correction is a new line in an open month.`;
    return { key: "questioned", label: "Questioned", tone: "warn", says, answers: false } as const;
  }
  if (!closedOn)
    return {
      key: "open",
      label: "Open",
      tone: "neutral",
      says: "Lines are still added to it.",
      answers: false,
    } as const;
  if (confirmed)
    return {
      key: "final",
      label: "Final, confirmed",
      tone: "good",
      says: "The partner confirmed it. What comes later is booked into a later month.",
      answers: false,
    } as const;
  if (answerBy && today <= answerBy)
    return {
      key: "waiting",
      label: "To be confirmed",
      tone: "info",
      says: `Closed. The partner confirms or questions it until ${formatDay(answerBy)}; then it is final.`,
      answers: true,
    } as const;
  return {
    key: "final",
    label: "Final",
    tone: "good",
    says: "Nobody questioned it in time. What comes later is booked into a later month.",
    answers: false,
  } as const;
}
export type StatementState = ReturnType<typeof statementState>;
