export const applicationStates = {
  unconfirmed: { label: "Not confirmed", tone: "neutral" },
  submitted: { label: "Waiting", tone: "info" },
  returned: { label: "Asked back", tone: "warn" },
  approved: { label: "Approved", tone: "good" },
  rejected: { label: "Rejected", tone: "bad" },
} as const;
export type ApplicationState = keyof typeof applicationStates;

/** What staff may decide on an application: from which states, and what it becomes. An application that is not confirmed is nobody's to see. */
export const decisions = {
  approve: { label: "Approve", from: ["submitted", "returned"], to: "approved" },
  return: { label: "Ask back", from: ["submitted"], to: "returned" },
  reject: { label: "Reject", from: ["submitted", "returned"], to: "rejected" },
} as const satisfies Record<string, { label: string; from: readonly ApplicationState[]; to: ApplicationState }>;
export type Decision = keyof typeof decisions;

/** Whether an application in this state can be decided so. */
export const mayDecide = (state: ApplicationState, decision: Decision): boolean =>
  (decisions[decision].from as readonly ApplicationState[]).includes(state);

/** What happened to an application, as its history says it. */
export const applicationEvents = {
  filed: "Applied, and confirmed the address",
  returned: "Asked back",
  answered: "Answered",
  approved: "Approved",
  rejected: "Rejected",
} as const;
export type ApplicationEvent = keyof typeof applicationEvents;
