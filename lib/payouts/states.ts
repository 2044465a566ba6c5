/** What may become of a batch of payouts. */
export const batchStates = {
  prepared: { label: "Waits for a second person", tone: "warn", next: ["approved", "cancelled"] },
  approved: { label: "Approved", tone: "info", next: ["sent", "done"] },
  sent: { label: "Sent to the bank", tone: "info", next: ["done"] },
  done: { label: "Done", tone: "good", next: [] },
  cancelled: { label: "Cancelled", tone: "neutral", next: [] },
} as const satisfies Record<string, { label: string; tone: string; next: readonly string[] }>;
export type BatchState = keyof typeof batchStates;

/** What may become of one partner's payout; the database keeps to it (`guard_payout`). */
export const payoutStates = {
  prepared: { label: "Prepared", tone: "neutral", says: "Waits for a second person", next: ["paying", "dropped"] },
  paying: { label: "In payment", tone: "info", says: "The bank has it, or gets it next", next: ["paid", "failed"] },
  paid: { label: "Paid", tone: "good", says: "Arrived", next: [] },
  failed: { label: "Failed", tone: "bad", says: "Came back: it is paid again with the next batch", next: [] },
  dropped: { label: "Left out", tone: "neutral", says: "Not paid with this batch: it stays to be paid", next: [] },
} as const satisfies Record<string, { label: string; tone: string; says: string; next: readonly string[] }>;
export type PayoutState = keyof typeof payoutStates;

/** Whether a payout may become the other. */
export const payoutMayBecome = (from: PayoutState, to: PayoutState) =>
  (payoutStates[from].next as readonly string[]).includes(to);
