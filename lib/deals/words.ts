import { formatCount } from "@/lib/format";

export const outcomes = { open: "Open", won: "Won", lost: "Lost" } as const;
export type Outcome = keyof typeof outcomes;
export const outcomeTones = { open: "info", won: "good", lost: "neutral" } as const;

export const dealRoles = { sourcing: "Sourced", influencing: "Influenced" } as const;
export type DealRole = keyof typeof dealRoles;

export const registrationStatuses = {
  draft: "Draft",
  submitted: "Waiting for a decision",
  waiting: "In line behind a claim",
  returned: "Sent back with a question",
  approved: "Approved",
  rejected: "Rejected",
  duplicate: "Duplicate",
  withdrawn: "Withdrawn",
  expired: "Protection ended",
  closed: "Deal closed",
} as const;
export type RegistrationStatus = keyof typeof registrationStatuses;
export const registrationTones = {
  draft: "neutral",
  submitted: "info",
  waiting: "neutral",
  returned: "warn",
  approved: "good",
  rejected: "bad",
  duplicate: "bad",
  withdrawn: "neutral",
  expired: "warn",
  closed: "neutral",
} as const satisfies Record<RegistrationStatus, string>;

type Totals = { count: number; open: number; exact: boolean };

/** The list in a sentence: how many deals, exactly or at least, and what its sums and days are in. */
export function stateOf({ count, open, exact }: Totals, currency: string, timeZone: string): string {
  const deals = exact
    ? `${formatCount(count)} ${count === 1 ? "deal" : "deals"}, ${formatCount(open)} open`
    : `At least ${formatCount(count)} deals`;
  return `${deals}. Sums in ${currency}, days in ${timeZone}.`;
}
