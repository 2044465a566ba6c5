import { formatInstant } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";

/** What is known of a partner in one currency before it is paid. */
export type ReadinessFacts = {
  currency: string;
  /** Approved, not in a batch yet. */
  payableMinor: bigint;
  /** In batches that wait for a second person. */
  reservedMinor: bigint;
  minimumMinor: bigint;
  /** Whether the program pays in this currency at all. */
  policy: boolean;
  status: string;
  bank: boolean;
  /** Until when a newly entered account is not paid to. */
  heldUntil: Date | null;
  tax: boolean;
  disputes: number;
  now: Date;
  timeZone: string;
};

export type Missing = {
  key: "suspended" | "bank" | "tax" | "hold" | "dispute" | "nothing" | "threshold" | "policy" | "waiting";
  /** Who can do something about it. */
  by: "partner" | "staff" | "time";
  says: string;
};

/** What is missing before this partner can be paid in the currency: nothing when it is ready. Partner and finance read the same words. */
export function missingOf(facts: ReadinessFacts): Missing[] {
  const { currency, payableMinor, reservedMinor, minimumMinor, heldUntil, disputes, now } = facts;
  const found: Missing[] = [];
  const add = (when: boolean, key: Missing["key"], by: Missing["by"], says: string) =>
    when && found.push({ key, by, says });
  add(facts.status === "suspended", "suspended", "staff", "The partnership is suspended");
  add(!facts.bank, "bank", "partner", "Bank details are missing");
  add(!facts.tax, "tax", "partner", "The tax form is missing");
  if (heldUntil && heldUntil > now)
    add(true, "hold", "time", `Bank details are new: payouts wait until ${formatInstant(heldUntil, facts.timeZone)}`);
  add(
    disputes > 0,
    "dispute",
    "staff",
    `${disputes === 1 ? "A question" : `${disputes} questions`} about a statement ${disputes === 1 ? "waits" : "wait"} for an answer`,
  );
  if (payableMinor <= 0n) add(true, "nothing", "time", "Nothing is approved to be paid");
  else {
    add(
      reservedMinor > 0n,
      "waiting",
      "staff",
      `A batch with ${formatMinor(reservedMinor, currency)} waits for its second person first`,
    );
    add(!facts.policy, "policy", "staff", `The program has not set up payouts in ${currency}`);
    add(
      payableMinor < minimumMinor,
      "threshold",
      "time",
      `${formatMinor(payableMinor, currency)} is below the least that is paid, ${formatMinor(minimumMinor, currency)}`,
    );
  }
  return found;
}
