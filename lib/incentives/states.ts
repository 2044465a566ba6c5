/** What may become of an earning, and what each state means: pages, rules and the database's check read it. */
export const earningStates = {
  held: {
    label: "Held",
    tone: "neutral",
    says: "Waits for the end of its holding period and for finance",
    next: ["approved"],
  },
  approved: { label: "Approved", tone: "info", says: "Will be paid with the next payout", next: ["paying"] },
  paying: { label: "In payment", tone: "info", says: "Is with the bank", next: ["paid", "approved"] },
  paid: { label: "Paid", tone: "good", says: "Was paid", next: [] },
  recovered: {
    label: "Clawed back",
    tone: "bad",
    says: "Is owed back: it comes off what is approved next",
    next: [],
  },
} as const satisfies Record<string, { label: string; tone: string; says: string; next: readonly string[] }>;
export type EarningState = keyof typeof earningStates;

/** What is booked, and between which accounts: what is added to the first is taken from the second. */
export const bookings = {
  accrual: { debit: "expense", credit: "earned", says: "Earned" },
  approval: { debit: "earned", credit: "payable", says: "Approved" },
  mdf: { debit: "expense", credit: "payable", says: "Funds claimed" },
  payout: { debit: "payable", credit: "paying", says: "Given to the bank" },
  payout_paid: { debit: "paying", credit: "paid", says: "Paid" },
  payout_failed: { debit: "paying", credit: "payable", says: "Came back from the bank" },
  clawback_held: { debit: "earned", credit: "expense", says: "Taken back before it was approved" },
  clawback_payable: { debit: "payable", credit: "expense", says: "Taken back before it was paid" },
  clawback_paid: { debit: "clawback", credit: "expense", says: "Taken back, owed" },
  offset: { debit: "payable", credit: "clawback", says: "What was owed back came off" },
  debt_moved: { debit: "clawback", credit: "clawback", says: "What a merged record owed came off another" },
  debt_returned: { debit: "clawback", credit: "payable", says: "Given back once the merge was undone" },
} as const;
export type Booking = keyof typeof bookings;
export type AccountKind = "expense" | "earned" | "payable" | "paying" | "paid" | "clawback";

/** How much of a deal, or of what earned without one, waits to be approved and to be paid. */
export type Standing = { held: bigint; approved: bigint };
export type Movement = { booking: Booking; state: EarningState; amountMinor: bigint };

/**
 * How a difference is booked: what is missing is earned anew; what is too much is taken back from what is held of the same
 * deal, then from what is approved, and what was paid already is owed back. Amounts keep their sign.
 */
export function movementsOf(differenceMinor: bigint, { held, approved }: Standing): Movement[] {
  if (differenceMinor === 0n) return [];
  if (differenceMinor > 0n) return [{ booking: "accrual", state: "held", amountMinor: differenceMinor }];
  const fromHeld = least(-differenceMinor, held > 0n ? held : 0n);
  const fromApproved = least(-differenceMinor - fromHeld, approved > 0n ? approved : 0n);
  const parts: Movement[] = [
    { booking: "clawback_held", state: "held", amountMinor: -fromHeld },
    { booking: "clawback_payable", state: "approved", amountMinor: -fromApproved },
    { booking: "clawback_paid", state: "recovered", amountMinor: differenceMinor + fromHeld + fromApproved },
  ];
  return parts.filter(({ amountMinor }) => amountMinor !== 0n);
}
const least = (a: bigint, b: bigint) => (a < b ? a : b);

export const planStates = {
  draft: { label: "Draft", tone: "neutral", next: ["proposed"] },
  proposed: { label: "Proposed", tone: "warn", next: ["draft", "approved"] },
  approved: { label: "Approved", tone: "info", next: ["active", "ended"] },
  active: { label: "Active", tone: "good", next: ["ended"] },
  ended: { label: "Ended", tone: "neutral", next: [] },
} as const;
export type PlanState = keyof typeof planStates;

/** Whether a plan of this state may become the other. */
export const planMayBecome = (from: PlanState, to: PlanState) =>
  (planStates[from].next as readonly string[]).includes(to);
