export const outcomes = { open: "Open", won: "Won", lost: "Lost" } as const;
export type Outcome = keyof typeof outcomes;
export const outcomeTones = { open: "info", won: "good", lost: "neutral" } as const;

export const dealRoles = { sourcing: "Sourced", influencing: "Influenced" } as const;
export type DealRole = keyof typeof dealRoles;

export const registrationStatuses = {
  submitted: "Waiting for a decision",
  approved: "Approved",
  rejected: "Rejected",
  returned: "Sent back with a question",
} as const;
export const registrationTones = { submitted: "info", approved: "good", rejected: "bad", returned: "warn" } as const;
