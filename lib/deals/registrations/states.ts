import type { RegistrationStatus } from "@/lib/deals/words";

type Move = {
  from: readonly RegistrationStatus[];
  to: RegistrationStatus;
  by: "partner" | "staff" | "time" | "line";
  /** Whether it must say why, for the other side to read. */
  reason: boolean;
};

/**
 * What may become of a registration, by whom. `waiting` instead of `submitted` when another claim on the customer and a
 * product stands; the line moves on by itself when that one ends.
 */
export const registrationMoves = {
  submit: { from: ["draft", "returned"], to: "submitted", by: "partner", reason: false },
  withdraw: { from: ["submitted", "waiting", "returned", "approved"], to: "withdrawn", by: "partner", reason: false },
  approve: { from: ["submitted"], to: "approved", by: "staff", reason: false },
  return: { from: ["submitted", "waiting"], to: "returned", by: "staff", reason: true },
  reject: { from: ["submitted", "waiting", "returned"], to: "rejected", by: "staff", reason: true },
  duplicate: { from: ["submitted", "waiting", "returned"], to: "duplicate", by: "staff", reason: true },
  separate: { from: ["waiting"], to: "submitted", by: "staff", reason: true },
  promote: { from: ["waiting"], to: "submitted", by: "line", reason: false },
  lapse: { from: ["returned"], to: "withdrawn", by: "time", reason: false },
  expire: { from: ["approved"], to: "expired", by: "time", reason: false },
  close: { from: ["approved"], to: "closed", by: "time", reason: false },
} as const satisfies Record<string, Move>;

export type RegistrationMove = keyof typeof registrationMoves;

/** What staff may decide. */
export type Decision = Extract<RegistrationMove, "approve" | "return" | "reject" | "duplicate" | "separate">;
export const decisions = [
  "approve",
  "return",
  "reject",
  "duplicate",
  "separate",
] as const satisfies readonly Decision[];

/** Whether a registration of this status may make the move. */
export const mayBecome = (status: RegistrationStatus, move: RegistrationMove): boolean =>
  (registrationMoves[move].from as readonly RegistrationStatus[]).includes(status);

/** Statuses in which a registration holds its customer against others. */
export const holding = ["submitted", "returned", "approved"] as const satisfies readonly RegistrationStatus[];

/** Statuses in which the partner may still change amounts, contact and dates. */
export const amendable = [
  "draft",
  "submitted",
  "waiting",
  "returned",
  "approved",
] as const satisfies readonly RegistrationStatus[];

/** Statuses in which the customer and the products may be changed: from submission on the claim stands on them. */
export const rewritable = ["draft", "returned"] as const satisfies readonly RegistrationStatus[];
