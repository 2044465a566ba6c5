type Move<Status extends string> = {
  from: readonly Status[];
  to: Status;
  by: readonly ("partner" | "staff" | "time")[];
  /** Whether it must say why, for the other side to read. */
  reason: boolean;
};

export const requestStates = {
  draft: { label: "Draft", tone: "neutral", partner: "Finish it and submit it" },
  submitted: { label: "Submitted", tone: "info", partner: "Waits for our decision" },
  returned: { label: "Sent back", tone: "warn", partner: "Answer our question and submit it again" },
  approved: { label: "Approved", tone: "good", partner: "Do it, then claim with proof" },
  amended: { label: "Change asked for", tone: "info", partner: "Waits for our decision on the change" },
  rejected: { label: "Not approved", tone: "bad", partner: "Nothing is due" },
  withdrawn: { label: "Withdrawn", tone: "neutral", partner: "Nothing is due" },
  expired: { label: "Expired", tone: "neutral", partner: "What was not claimed in time went back" },
  closed: { label: "Closed", tone: "neutral", partner: "Nothing is due" },
} as const satisfies Record<string, { label: string; tone: string; partner: string }>;
export type RequestStatus = keyof typeof requestStates;

/** What may become of a request, by whom. The database allows exactly these (`guard_fund_request`). */
export const requestMoves = {
  submit: { from: ["draft", "returned"], to: "submitted", by: ["partner"], reason: false },
  recall: { from: ["submitted"], to: "draft", by: ["partner"], reason: false },
  withdraw: { from: ["draft", "submitted", "returned", "approved"], to: "withdrawn", by: ["partner"], reason: false },
  amend: { from: ["approved"], to: "amended", by: ["partner"], reason: true },
  keep: { from: ["amended"], to: "approved", by: ["partner", "staff"], reason: false },
  approve: { from: ["submitted"], to: "approved", by: ["staff"], reason: false },
  return: { from: ["submitted"], to: "returned", by: ["staff"], reason: true },
  reject: { from: ["submitted", "returned"], to: "rejected", by: ["staff"], reason: true },
  close: { from: ["approved"], to: "closed", by: ["partner", "staff"], reason: false },
  expire: { from: ["approved", "amended"], to: "expired", by: ["time"], reason: false },
} as const satisfies Record<string, Move<RequestStatus>>;
export type RequestMove = keyof typeof requestMoves;

export const claimStates = {
  draft: { label: "Draft", tone: "neutral", partner: "Add the proof and submit it" },
  submitted: { label: "Submitted", tone: "info", partner: "Waits for our decision" },
  checked: { label: "Checked", tone: "info", partner: "Waits for a second person on our side" },
  returned: { label: "Sent back", tone: "warn", partner: "Answer our question and submit it again" },
  approved: { label: "Approved", tone: "good", partner: "Is paid with the next payout" },
  rejected: { label: "Not approved", tone: "bad", partner: "Nothing is due" },
  withdrawn: { label: "Withdrawn", tone: "neutral", partner: "Nothing is due" },
} as const satisfies Record<string, { label: string; tone: string; partner: string }>;
export type ClaimStatus = keyof typeof claimStates;

/** What may become of a claim, by whom. The database allows exactly these (`guard_fund_claim`). */
export const claimMoves = {
  submit: { from: ["draft", "returned"], to: "submitted", by: ["partner"], reason: false },
  recall: { from: ["submitted"], to: "draft", by: ["partner"], reason: false },
  withdraw: { from: ["draft", "submitted", "returned"], to: "withdrawn", by: ["partner"], reason: false },
  check: { from: ["submitted"], to: "checked", by: ["staff"], reason: false },
  approve: { from: ["submitted", "checked"], to: "approved", by: ["staff"], reason: false },
  return: { from: ["submitted", "checked"], to: "returned", by: ["staff"], reason: true },
  reject: { from: ["submitted", "checked", "returned"], to: "rejected", by: ["staff"], reason: true },
  lapse: { from: ["draft", "returned"], to: "withdrawn", by: ["time"], reason: false },
} as const satisfies Record<string, Move<ClaimStatus>>;
export type ClaimMove = keyof typeof claimMoves;

const may = <Status extends string>(move: Move<Status>, status: Status) => move.from.includes(status);
/** Whether a request of this status may make the move. */
export const requestMay = (status: RequestStatus, move: RequestMove) =>
  may(requestMoves[move] as Move<RequestStatus>, status);
/** Whether a claim of this status may make the move. */
export const claimMay = (status: ClaimStatus, move: ClaimMove) => may(claimMoves[move] as Move<ClaimStatus>, status);

export const requestDecisions = ["approve", "return", "reject"] as const satisfies readonly RequestMove[];
export const claimDecisions = ["approve", "return", "reject"] as const satisfies readonly ClaimMove[];
export type Decision = (typeof requestDecisions)[number];
