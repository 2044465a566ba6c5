import "server-only";
import { NotFound, Refused } from "@/lib/errors";

/** What people read of a rule that the database holds, by what it says. */
const words: Record<string, string> = {
  fund_budgets_not_overdrawn: "The budget has not so much left",
  fund_allocations_not_overdrawn: "Not so much is available: look at the balance again",
  fund_requests_used: "Not so much is left of what was approved",
  "a claim is within what is left": "Not so much is left of what was approved",
  "a claim needs proof": "Add proof first: an invoice, a receipt, a picture of the event",
  "two people look at this claim": "This claim is above the limit: another person checks it first",
  "who approved the request does not approve its claim":
    "You approved the request: somebody else approves what is claimed of it",
  "these funds have expired": "These funds have expired: choose others",
  "the request is not open to claims": "The request is not open to claims any more",
  "a claim of it waits for a decision": "A claim of it waits for a decision: that one comes first",
  "of what was claimed nothing is withdrawn: close it": "Some of it was claimed already: close it instead",
  "a deal of the partner is linked to what was approved":
    "Only deals of this partner are linked, and only to what was approved",
};

type Fault = { constraint_name?: string; message?: string; code?: string };

/** Runs a change; what a rule of the database refuses is refused in words, at the field that it is about. */
export async function byTheRules<T>(work: () => Promise<T>, field?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause = ((error as { cause?: Fault }).cause ?? error) as Fault;
    const said = words[cause.message ?? ""] ?? words[cause.constraint_name ?? ""];
    if (said) throw new Refused(said, field);
    if (cause.constraint_name === "fund_rules" || /_other_eyes$/.test(cause.constraint_name ?? ""))
      throw new Refused("It has moved on meanwhile, or is not yours to decide: open its page again");
    throw error;
  }
}

/** The row, or NotFound with what it is. */
export function found<T>(row: T | undefined, what: string): T {
  if (!row) throw new NotFound(what);
  return row;
}
