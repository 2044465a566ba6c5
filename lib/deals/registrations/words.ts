import type { Decision } from "./states";

export const involvements = {
  resell: "We resell",
  refer: "We refer the customer",
  co_sell: "We sell together",
  services: "We deliver services",
} as const;
export type Involvement = keyof typeof involvements;

/** What staff may decide, as its button says it. */
export const decisionLabels: Record<Decision, string> = {
  approve: "Approve",
  return: "Send back with a question",
  reject: "Reject",
  duplicate: "Mark as a duplicate",
  separate: "Another customer: take it out of the line",
};

/** What happened to a registration, as its history says it. */
export const registrationEvents = {
  submitted: "Submitted",
  resubmitted: "Submitted again",
  waiting: "Put in line behind an earlier claim",
  promoted: "First in line now: the earlier claim ended",
  returned: "Sent back with a question",
  approved: "Approved",
  rejected: "Rejected",
  duplicate: "Marked as a duplicate",
  separated: "Found to be another customer",
  withdrawn: "Withdrawn",
  lapsed: "Withdrawn: no answer in time",
  expired: "Protection ended",
  closed: "Deal closed: protection ended",
  amended: "Amended",
  reminded: "Protection ends soon",
  escalated: "Told the program's owners that the decision is due soon",
  overdue: "The decision is overdue",
  extension_requested: "Longer protection asked for",
  extension_approved: "Protection extended",
  extension_rejected: "Protection not extended",
  note: "Note",
} as const;
export type RegistrationEvent = keyof typeof registrationEvents;

export const registrationNumber = (number: number) => `R-${number}`;

/** What a decision on several did. */
export function decidedNotice(decision: "approve" | "return" | "reject", count: number): string {
  const these = count === 1 ? "1 registration" : `${count} registrations`;
  if (decision === "approve") return `${these} approved. Each has its deal.`;
  return decision === "return" ? `${these} sent back with the question.` : `${these} rejected.`;
}
